"""Web pages, texts and values: nesting, spans, scripts, and characters that steer whatever shows them."""

from __future__ import annotations

from collections.abc import Iterator

from bench.hostile.case import ANSI, BIDI, INJECTIONS, SCRIPT, Case, budget_text

_TITLE = "<h1>某某县财政局2023年部门预算</h1>"
_CELL = "<td>10.00</td>"
_HEAD = "科目编码,科目名称,合计\n"
_TAGS = ("div", "table><tr><td", "b", "ul><li", "svg", "template")
_REPEATED = {
    "blanks": " ", "dots": "…", "brackets": "(", "pipes": "|", "ordinals": "第", "digits": "1", "commas": "1,",
    "tabs": "\t", "signs": "-", "colons": "：", "money": "1.00万元", "of_which": "其中：", "years": "2023年",
    "heads": "一、", "units": "单位：万元", "marks": ANSI, "bidi": BIDI, "nuls": "\x00", "joiners": "\u200d", "marks_above": "\u0301",
}  # fmt: skip


def _page(body: str) -> bytes:
    return f"<html><head><title>预算</title></head><body>{_TITLE}{body}</body></html>".encode("utf-8", "surrogatepass")


def _table(rows: str) -> bytes:
    return _page(f"<table>{rows}</table>")


def _nested(tag: str, depth: int) -> Case:
    name = "".join(char for char in tag if char.isalpha())
    return Case(f"{name}_{depth}_deep.html", _page(f"<{tag}>" * depth + "x"))


def html_cases() -> Iterator[Case]:
    """Web pages."""
    for tag in _TAGS:
        yield _nested(tag, 150)
        yield _nested(tag, 5_000)
    for value in ("1000000000", "-1", "0", "1e9", "999999999999999999999", "٣", "2147483648"):
        rows = f'<tr><td rowspan="{value}" colspan="{value}">项目</td>{_CELL}</tr>' * 3
        yield Case(f"span_{value}.html", _table(rows))
    yield Case("unclosed.html", _table("<tr><td>" * 20_000))
    yield Case("comment.html", _page("<!--" + "-" * 1_000_000))
    yield Case("entities.html", _page("&#x110000;&#xD800;&#0;&notanentity;&amp" * 10_000))
    yield Case(
        "references.html", _page(f'<base href="file:///etc/"><a href="passwd">x</a><iframe src="passwd">{SCRIPT}')
    )
    yield Case("refresh.html", _page('<meta http-equiv=refresh content="0;url=http://127.0.0.1:9/">预算'))
    yield Case("utf7.html", b"<html><meta charset=utf-7><body>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</body></html>")
    cells = "".join(f"<tr><td>201</td><td>{text.replace('<', '&lt;')}</td><td>10.00</td></tr>" for text in INJECTIONS)
    yield Case("injections.html", _table("<tr><td>科目编码</td><td>科目名称</td><td>合计</td></tr>" + cells), "loaded")
    yield Case("raw_injections.html", _table("".join(f"<tr><td>{text}</td>{_CELL}</tr>" for text in INJECTIONS)))


def text_cases() -> Iterator[Case]:
    """Plain texts."""
    for number, text in enumerate(INJECTIONS):
        clean = text.replace("\n", " ").replace("\r", " ")
        yield Case(f"title_{number}.txt", budget_text(f"{clean}县财政局2023年部门预算").encode(), "loaded")
        yield Case(f"row_{number}.txt", budget_text(rows=f"{clean}\t10.00\n").encode(), "loaded")
    yield from _repeated(5_000)
    yield Case("carriage_returns.txt", budget_text().replace("\n", "\r").encode())
    yield Case("separators.txt", budget_text().replace("\n", "\u2028").encode())
    yield Case("invalid.txt", budget_text().encode().replace("县".encode(), b"\xff\xc0\xaf"))
    yield Case("surrogates.txt", budget_text("\ud800县2023年部门预算").encode("utf-8", "surrogatepass"))
    yield Case("utf16.txt", b"\xff\xfe" + budget_text().encode("utf-16-le")[:-1])
    yield Case("utf16_lone.txt", b"\xff\xfe" + b"\x00\xd8" * 500)
    yield Case("control.txt", budget_text("\x01\x02\x7f县").encode())
    yield Case("mark_only.txt", b"\xef\xbb\xbf", "refused")
    yield Case("empty.txt", b"", "refused")
    yield from _amounts()


def _repeated(characters: int) -> Iterator[Case]:
    """One line of the same characters: what is slow on long lines shows here."""
    for label, piece in _REPEATED.items():
        text = budget_text() + piece * (characters // len(piece))
        yield Case(f"repeated_{characters}_{label}.txt", text.encode())


def _amounts() -> Iterator[Case]:
    """Amounts that no column holds, alone or added up: one such document must not stop the models of all others."""
    for label, unit in {"yuan": "元", "wan": "万元", "yi": "亿元"}.items():
        big = budget_text().replace("万元", unit).replace("10.00", "999999999999.99")
        yield Case(f"amounts_{label}.txt", big.encode())
        rows = "".join(f"2010{n:03d}\t科目{n}\t999999999999.99\t999999999999.99\t\n" for n in range(101, 300))
        yield Case(f"sums_{label}.txt", (big + rows).encode())
    # The largest amounts that are still read, a thousand of them.
    for label, (unit, largest) in {"yuan": ("元", "9" * 12), "wan": ("万元", "9" * 10), "yi": ("亿元", "9" * 6)}.items():
        rows = "".join(f"2010{n:03d}\t科目{n}\t{largest}.99\t{largest}.99\t\n" for n in range(101, 999))
        text = budget_text().replace("万元", unit).replace("10.00", f"{largest}.99")
        yield Case(f"largest_{label}.txt", (text + rows).encode())
    for digits in (18, 40, 5_000):
        yield Case(f"digits_{digits}.txt", budget_text().replace("10.00", "9" * digits).encode())
        yield Case(f"decimals_{digits}.txt", budget_text().replace("10.00", "0." + "9" * digits).encode())
    yield Case("years.txt", budget_text().replace("2023", "99999999999999999999").encode())
    yield Case("codes.txt", budget_text().replace("2010101", "9" * 400).encode())


def csv_cases() -> Iterator[Case]:
    """Separated values."""
    yield Case("injections.csv", (_HEAD + "".join(f'201,"{text}",10.00\n' for text in INJECTIONS)).encode())
    yield Case("long_field.csv", (_HEAD + f"201,{'长' * 200_000},10.00\n" * 5).encode())
    yield Case("nuls.csv", (_HEAD + "201,\x00,1\n" * 20).encode())


def slow_cases() -> Iterator[Case]:
    """What takes seconds to make or to read."""
    yield from (_nested(tag, 100_000) for tag in _TAGS)
    yield from _repeated(300_000)
    yield Case("wide_spans.html", _table(f"<tr>{'<td rowspan=1000 colspan=1000>1</td>' * 5_000}</tr>"))
    yield Case("tall_spans.html", _table("<tr><td rowspan=1000 colspan=1000>1</td></tr>" * 20_000))
    yield Case("long_row.html", _table(f"<tr>{_CELL * 100_000}</tr>"))
    yield Case("tables.html", _page(f"<table><tr>{_CELL}</tr></table>" * 50_000))
    yield Case("attributes.html", _page("<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>"))
    yield Case("one_line.html", _page("预算" * 2_000_000))
    yield Case("lines.txt", ("预算\n" * 500_000).encode())
    yield Case("zeros.txt", bytes(2_000_000))
    yield Case("open_quote.csv", (_HEAD + "201,a,1\n" * 5 + '"' + "x" * 500_000).encode())
    yield Case("ragged.csv", (_HEAD + "".join("," * (n % 3_000) + "\n" for n in range(3_000))).encode())
    yield Case("columns.csv", (("1," * 100_000 + "\n") * 4).encode())


def cases() -> Iterator[Case]:
    """All of them."""
    yield from html_cases()
    yield from text_cases()
    yield from csv_cases()
