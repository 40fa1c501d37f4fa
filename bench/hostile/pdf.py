"""PDF files whose pages, streams and references lead nowhere, in circles, or to too much."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from bench.hostile.case import SCRIPT, Case

_PAGE = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>"
_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_TEXT = b"BT /F 12 Tf 72 720 Td (2023 budget 10.00) Tj ET"


def stream(data: bytes, extra: str = "") -> bytes:
    """A stream object's body."""
    return f"<< /Length {len(data)} {extra} >>\nstream\n".encode("latin-1") + data + b"\nendstream"


def pdf(**objects: str | bytes) -> bytes:
    """A PDF of one page; ``o3=...`` replaces object 3, and so on; ``trailer`` adds to the trailer."""
    extra = objects.pop("trailer", "")
    bodies: dict[int, str | bytes] = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: _PAGE,
        4: stream(_TEXT),
        5: _FONT,
    }
    bodies |= {int(name[1:]): body for name, body in objects.items()}
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(bodies.items()):
        places[number] = len(out)
        out += (
            f"{number} 0 obj\n".encode() + (body.encode("latin-1") if isinstance(body, str) else body) + b"\nendobj\n"
        )
    start, most = len(out), max(bodies) + 1
    out += f"xref\n0 {most}\n0000000000 65535 f \n".encode()
    for number in range(1, most):
        out += f"{places.get(number, 0):010d} 00000 {'n' if number in places else 'f'} \n".encode()
    return bytes(out) + f"trailer\n<< /Size {most} /Root 1 0 R {extra!s} >>\nstartxref\n{start}\n%%EOF".encode(
        "latin-1"
    )


def _flate(data: bytes) -> bytes:
    return stream(zlib.compress(data, 9), "/Filter /FlateDecode")


def cases() -> Iterator[Case]:
    """Every kind."""
    yield from _trees()
    yield from _streams()
    yield from _active()
    good = pdf()
    for share in (5, 30, 60, 90, 98):
        yield Case(f"cut_{share}.pdf", good[: len(good) * share // 100])
    for at, label in ((good.rindex(b"startxref") + 10, "start"), (good.index(b"xref") + 8, "table")):
        yield Case(f"bad_{label}.pdf", good[:at] + b"99999999999999999999" + good[at + 4 :])
    yield Case("twice.pdf", good + good[9:])
    yield Case("header_only.pdf", b"%PDF-1.7\n", "refused")
    yield Case("garbage.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 2_000, "refused")
    yield Case("loop_prev.pdf", pdf(trailer="/Prev 15"))
    encrypt = (
        "/Encrypt << /Filter /Standard /V 1 /R 2 /O (" + "x" * 32 + ") /U (" + "y" * 32 + ") /P -4 >> /ID [(a) (b)]"
    )
    yield Case("encrypted.pdf", pdf(trailer=encrypt), "refused")
    yield Case("unknown_encryption.pdf", pdf(trailer="/Encrypt << /Filter /Nobody /V 99 >>"), "refused")


def _trees() -> Iterator[Case]:
    yield Case("cyclic_tree.pdf", pdf(o2="<< /Type /Pages /Kids [2 0 R] /Count 1 >>"))
    yield Case(
        "cyclic_pair.pdf",
        pdf(o2="<< /Type /Pages /Kids [3 0 R] /Count 9 >>", o3="<< /Type /Pages /Kids [2 0 R] /Count 9 >>"),
    )
    for count in ("2147483647", "-1", "99999", "abc"):
        yield Case(f"count_{count}.pdf", pdf(o2=f"<< /Type /Pages /Kids [3 0 R] /Count {count} >>"))
    yield Case("too_many_pages.pdf", pdf(o2=f"<< /Type /Pages /Kids [{'3 0 R ' * 50_000}] /Count 50000 >>"), "refused")
    yield Case("no_page.pdf", pdf(o2="<< /Type /Pages /Kids [] /Count 0 >>"), "refused")
    for label, box in {
        "huge": "0 0 1e9 1e9",
        "negative": "0 0 -595 -842",
        "empty": "0 0 0 0",
        "words": "(a) (b) /c /d",
    }.items():
        yield Case(f"box_{label}.pdf", pdf(o3=_PAGE.replace("0 0 595 842", box)))
    yield Case("turned.pdf", pdf(o3=_PAGE.replace("/Contents", "/Rotate 45 /Contents")))
    yield Case("deep_array.pdf", pdf(o6="[" * 50_000 + "]" * 50_000))


def _streams() -> Iterator[Case]:
    yield Case("many_filters.pdf", pdf(o4=stream(_TEXT, f"/Filter [{'/FlateDecode ' * 500}]")))
    numbers = b"BT /F 1e38 Tf 1e38 -1e38 Td (1) Tj ET 1e400 0 0 1e400 0 0 cm 0 0 1e38 1e38 re f"
    yield Case("numbers.pdf", pdf(o4=stream(numbers)))
    page = _PAGE.replace("/Font", "/XObject << /X 6 0 R >> /Font")
    image = "/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
    yield Case("huge_image.pdf", pdf(o3=page, o4=stream(b"/X Do"), o6=stream(b"x", image)))
    yield Case("length_lies.pdf", pdf(o4=b"<< /Length 99999999 >>\nstream\n" + _TEXT + b"\nendstream"))
    yield Case("length_itself.pdf", pdf(o4=b"<< /Length 4 0 R >>\nstream\n" + _TEXT + b"\nendstream"))


def slow_cases() -> Iterator[Case]:
    """What takes seconds to make or to read."""
    lines = b"".join(
        b"0 %d m 595 %d l S %d 0 m %d 842 l S " % (n % 842, n % 842, n % 595, n % 595) for n in range(20_000)
    )
    random_lines = b"".join(
        b"%d.%d %d m %d.%d %d l S " % (n % 595, n % 97, n % 842, n % 595, n % 97, (n * 7) % 842) for n in range(30_000)
    )
    form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
    page = _PAGE.replace("/Font", "/XObject << /X 6 0 R >> /Font")
    yield Case("same_page.pdf", pdf(o2=f"<< /Type /Pages /Kids [{'3 0 R ' * 1_900}] /Count 1900 >>"))
    yield Case("stream_bomb.pdf", pdf(o4=_flate(b" " * 500_000_000)))
    yield Case(
        "twice_packed.pdf",
        pdf(o4=stream(zlib.compress(zlib.compress(bytes(200_000_000), 9), 9), "/Filter [/FlateDecode /FlateDecode]")),
    )
    yield Case("too_much_text.pdf", pdf(o4=_flate(b"BT /F 1 Tf " + b"(" + b"1" * 60_000 + b") Tj " * 6 + b"ET")))
    yield Case(
        "many_characters.pdf", pdf(o4=_flate(b"BT /F 1 Tf " + (b"(" + b"1" * 500 + b") Tj ") * 500 + b"ET")), "refused"
    )
    yield Case("lattice.pdf", pdf(o4=_flate(lines + _TEXT)))
    yield Case("scattered_lines.pdf", pdf(o4=_flate(random_lines + _TEXT)))
    yield Case("saved_states.pdf", pdf(o4=_flate(b"q " * 1_000_000 + _TEXT)))
    yield Case("form_in_itself.pdf", pdf(o3=page, o4=stream(b"/X Do " + _TEXT), o6=stream(b"/X Do /X Do", form)))


def _active() -> Iterator[Case]:
    actions = {
        "script": "/S /JavaScript /JS (app.alert\\(1\\); while\\(1\\);)",
        "launch": "/S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >>",
        "uri": "/S /URI /URI (http://127.0.0.1:9/)",
        "submit": "/S /SubmitForm /F (http://127.0.0.1:9/)",
    }
    for label, action in actions.items():
        yield Case(f"action_{label}.pdf", pdf(o1=f"<< /Type /Catalog /Pages 2 0 R /OpenAction << {action} >> >>"))
    title = f"<< /Title ({SCRIPT.replace('(', '').replace(')', '')}) >>"
    yield Case("title.pdf", pdf(o6=title, trailer="/Info 6 0 R"))
