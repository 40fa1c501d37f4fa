"""Files that are hostile by what they are or are called, whatever they hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.hostile.case import ANSI, BIDI, FORMULA, SCRIPT, SQL, Case, budget_text

_OVERSIZED = 400 * 1024 * 1024


def cases() -> Iterator[Case]:
    """Names, links, pipes and devices."""
    names = {
        "newline": "two\nlines.txt",
        "control": f"{ANSI}.txt",
        "bidi": f"{BIDI}txt.pdf.txt",
        "script": f"{SCRIPT.replace('/', '_')}.txt",
        "formula": f"{FORMULA.replace('/', '_')}.txt",
        "sql": f"{SQL}.txt",
        "not_utf8": os.fsdecode(b"\xff\xfe\x80.txt"),
        "longest": "长" * 83 + ".txt",
        "blank": " .txt",
        "dash": "-rf.txt",
        "percent": "%s%n{0}.txt",
        "quote": "\"'`$(touch x).txt",
    }
    for label, name in names.items():
        yield Case(name, budget_text(rows=f"{label}\t1.00\n").encode(), "loaded")
    links = {
        "dangling": "nowhere",
        "itself": "link_itself.txt",
        "outside": "/etc/passwd",
        "device": "/dev/zero",
        "folder": "/etc",
    }
    for label, target in links.items():
        yield Case(f"link_{label}.txt", must="refused", make=_link(target))
    yield Case("pipe.txt", must="refused", make=os.mkfifo)
    yield Case("oversized.txt", must="refused", make=_sparse)
    yield Case("/".join(["deep"] * 60) + "/deep.txt", budget_text(rows="深\t1.00\n").encode(), "loaded")
    yield from _wrong_suffixes()


def _link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(_OVERSIZED)


def _wrong_suffixes() -> Iterator[Case]:
    text = budget_text(rows="后缀\t1.00\n").encode()
    yield Case("text.pdf", text + b"1", "loaded")
    yield Case("text.xlsx", text + b"2", "loaded")
    yield Case("text.exe", text + b"3", "loaded")
    yield Case("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(5_000), "refused")
    yield Case("program.txt", b"\x7fELF" + bytes(range(256)) * 30)
    yield Case("archive.pdf", b"Rar!\x1a\x07" + bytes(5_000), "refused")
    yield Case("seven.txt", b"7z\xbc\xaf'\x1c" + bytes(5_000), "refused")
    yield Case("gzip.txt", b"\x1f\x8b\x08" + bytes(5_000), "refused")
    yield Case("random.txt", bytes((n * n * 7 + n) % 251 for n in range(20_000)))
