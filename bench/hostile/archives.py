"""ZIP archives that unpack to too much, into each other, or to names that are no names."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from bench.hostile.case import ANSI, BIDI, FORMULA, SCRIPT, SQL, Case, budget_text

_MIB = 1024 * 1024
_NAMES = {
    "parent": "../../../../tmp/escaped.txt",
    "absolute": "/etc/cron.d/escaped.txt",
    "windows": "..\\..\\windows\\escaped.txt",
    "drive": "C:\\escaped.txt",
    "newline": "two\nlines.txt",
    "control": f"{ANSI}.txt",
    "bidi": f"{BIDI}txt.exe.txt",
    "script": f"{SCRIPT.replace('/', '_')}.txt",
    "formula": f"{FORMULA.replace('/', '_')}.txt",
    "sql": f"{SQL}.txt",
    "nul": "nul\x00byte.txt",
    "long": "长" * 20_000 + ".txt",
    "deep": "a/" * 5_000 + "deep.txt",
    "dots": "./././.",
    "reserved": "CON/NUL.txt",
    "surrogate": "x\udcff.txt".encode("utf-8", "surrogateescape").decode("latin-1"),
    "empty": "",
}


def packed(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name) if name else zipfile.ZipInfo("x"), data, method)
    return buffer.getvalue()


def bomb(size: int, name: str = "a.txt", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Zeros, very small."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive, archive.open(name, "w", force_zip64=size > 2**31) as entry:
        for _ in range(size // _MIB):
            entry.write(bytes(_MIB))
    return buffer.getvalue()


def cases() -> Iterator[Case]:
    """Every kind of archive."""
    text = budget_text().encode()
    for label, name in _NAMES.items():
        yield Case(f"name_{label}.zip", packed({name: text + label.encode()}))
    yield from _bombs(text)
    yield from _broken(packed({"a.txt": text, "b.txt": text * 50}))


def _bombs(text: bytes) -> Iterator[Case]:
    yield Case("lzma_bomb.zip", bomb(20 * _MIB, method=zipfile.ZIP_LZMA), "refused")
    yield Case("bzip2_bomb.zip", bomb(20 * _MIB, method=zipfile.ZIP_BZIP2), "refused")
    yield Case("small_bomb.zip", bomb(20 * _MIB), "refused")
    inner = packed({"good.txt": text})
    for depth in (4, 12, 60):
        data = inner
        for level in range(depth):
            data = packed({f"{level}.zip": data}, zipfile.ZIP_STORED)
        yield Case(f"nested_{depth}_deep.zip", data)
    yield Case("overlapping.zip", overlapping(200), "refused")


def slow_cases() -> Iterator[Case]:
    """What takes seconds to make or to read."""
    text = budget_text().encode()
    flat, inner = bomb(260 * _MIB), bomb(150 * _MIB)
    yield Case("flat_bomb.zip", flat, "refused")
    yield Case("nested_bomb.zip", packed({f"{n}.zip": flat for n in range(16)}))
    yield Case("wide_nest.zip", packed({f"{n}.zip": _commented(inner, b"%d" % n) for n in range(12)}))
    yield Case("many_entries.zip", packed({f"{n}.txt": b"" for n in range(30_000)}, zipfile.ZIP_STORED), "refused")
    yield Case("directory_flood.zip", directory_flood(200_000), "refused")
    yield Case("docx_bomb.docx", bomb(260 * _MIB, "word/document.xml"), "refused")
    yield Case("xlsx_bomb.xlsx", packed({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/a.xml": bytes(250 * _MIB)}))
    yield Case("hundreds.zip", packed({f"{n}.txt": b"%d\n" % n + text for n in range(300)}))


def _commented(archive: bytes, comment: bytes) -> bytes:
    """The same archive with other bytes."""
    return archive[:-2] + struct.pack("<H", len(comment)) + comment


def overlapping(count: int) -> bytes:
    """Many entries that all point at the same packed megabytes."""
    kernel = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = kernel.compress(bytes(20 * _MIB)) + kernel.flush()
    local = _local_header(b"a", data, 20 * _MIB)
    directory = b"".join(_central_header(b"%d" % n, data, 20 * _MIB, 0) for n in range(count))
    return local + data + directory + _end(count, len(directory), len(local) + len(data))


def directory_flood(count: int) -> bytes:
    """A list of contents far longer than the contents."""
    local = _local_header(b"a", b"", 0)
    directory = _central_header(b"a", b"", 0, 0) * count
    return local + directory + _end(count % 65_536, len(directory), len(local))


def _local_header(name: bytes, data: bytes, size: int) -> bytes:
    crc = zlib.crc32(bytes(size))
    return struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(data), size, len(name), 0) + name


def _central_header(name: bytes, data: bytes, size: int, offset: int) -> bytes:
    head = struct.pack("<4s6H3I", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, zlib.crc32(bytes(size)), len(data), size)
    return head + struct.pack("<5H2I", len(name), 0, 0, 0, 0, 0, offset) + name


def _end(count: int, size: int, offset: int) -> bytes:
    return struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, size, offset, 0)


def _broken(good: bytes) -> Iterator[Case]:
    for share in (3, 20, 50, 90, 99):
        yield Case(f"cut_{share}.zip", good[: len(good) * share // 100], "refused")
    directory = good.index(b"PK\x01\x02")
    fields = {"flags": 8, "method": 10, "crc": 16, "packed": 20, "size": 24, "name": 28, "extra": 30, "offset": 42}
    for label, at in fields.items():
        for value in (b"\xff\xff", b"\x01\x00"):
            data = bytearray(good)
            data[directory + at : directory + at + 2] = value
            yield Case(f"field_{label}_{value.hex()}.zip", bytes(data))
    yield Case("encrypted.zip", good.replace(b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"))
    yield Case("comment.zip", good[:-2] + struct.pack("<H", 65_535) + b"PK\x05\x06" * 16_000)
    yield Case("only_header.zip", b"PK\x03\x04" + bytes(500), "refused")
    yield Case("empty_archive.zip", packed({}), None)
    symlink = zipfile.ZipInfo("link.txt")
    symlink.external_attr = 0o120777 << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(symlink, "/etc/passwd")
    yield Case("symlink_member.zip", buffer.getvalue())
