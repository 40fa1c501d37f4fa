"""Workbooks and Word files: declared sizes that no machine has, entities that multiply, tables in tables in tables."""

from __future__ import annotations

from collections.abc import Iterator

from bench.hostile.archives import packed
from bench.hostile.case import FORMULA, INJECTIONS, SCRIPT, Case

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
DOCTYPE = f"<!DOCTYPE x [{LAUGHS}]>"
EXTERNAL = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
REMOTE = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/evil.dtd">'
PARAMETER = '<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'


def escaped(text: str) -> str:
    """Text as XML may hold it."""
    kept = "".join(char for char in text if char in "\t\n" or " " <= char < "\ud800" or char > "\ue000")
    return kept.replace("&", "&amp;").replace("<", "&lt;")


def docx(body: str, prolog: str = "") -> bytes:
    """A Word file with this body."""
    xml = f'<?xml version="1.0"?>{prolog}<w:document {_W}><w:body>{body}</w:body></w:document>'
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": xml.encode()})


def paragraph(text: str) -> str:
    """A paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def _table(rows: str) -> str:
    return f"<w:tbl>{rows}</w:tbl>"


def docx_cases() -> Iterator[Case]:
    """Word files."""
    title = paragraph("某某县财政局2023年部门预算")
    prologs = {"laughs": DOCTYPE, "external": EXTERNAL, "remote": REMOTE, "parameter": PARAMETER}
    for label, prolog in prologs.items():
        yield Case(f"entity_{label}.docx", docx(title + paragraph("&l9;"), prolog))
    yield Case(
        "entity_quadratic.docx", docx(title + paragraph("&a;" * 50_000), f'<!DOCTYPE x [<!ENTITY a "{"a" * 50_000}">]>')
    )
    for depth in (30, 200, 5_000):
        yield Case(f"tables_{depth}_deep.docx", docx("<w:tbl><w:tr><w:tc>" * depth + "</w:tc></w:tr></w:tbl>" * depth))
    yield Case("runs_deep.docx", docx("<w:p>" + "<w:r>" * 3_000 + "<w:t>x</w:t>" + "</w:r>" * 3_000 + "</w:p>"))
    values = ("1000000000", "-5", "abc", "", "99999999999999999999", "1e9")
    for value in values:
        span = f'<w:gridSpan w:val="{value}"/>'
        yield Case(
            f"span_{value}.docx", docx(title + _table(f"<w:tr>{_cell('项目', span)}{_cell('10.00')}</w:tr>" * 3))
        )
        before = f'<w:tr><w:trPr><w:gridBefore w:val="{value}"/></w:trPr>{_cell("1.00")}</w:tr>'
        yield Case(f"before_{value}.docx", docx(title + _table(before * 3)))
    yield Case("merge_all.docx", docx(_table(f"<w:tr>{_cell('', '<w:vMerge/>') * 60}</w:tr>" * 300)))
    yield Case("injections.docx", docx(title + "".join(paragraph(escaped(text)) for text in INJECTIONS)), "loaded")
    yield Case("no_body.docx", packed({"word/document.xml": b"<x/>"}), "refused")
    yield Case("not_xml.docx", packed({"word/document.xml": b"\x00\xff" * 500}), "refused")
    yield Case("utf16_bad.docx", packed({"word/document.xml": b"\xff\xfe<\x00?\x00x" + bytes(301)}), "refused")
    yield Case("illegal_characters.docx", docx(paragraph("a\x00b\x08")), "refused")


def xlsx(rows: str, prolog: str = "", extra: dict[str, bytes] | None = None, sheet: str = "xl/worksheets/sheet1.xml",
         name: str = "Sheet1", tail: str = "", dimension: str = "") -> bytes:  # fmt: skip
    """A workbook of one sheet with these rows."""
    workbook = f'<workbook {_S} {_R}><sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    relations = f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_REL}/worksheet" Target="/{sheet}"/>'
    relations += "</Relationships>"
    xml = f'<?xml version="1.0"?>{prolog}<worksheet {_S}>{dimension}<sheetData>{rows}</sheetData>{tail}</worksheet>'
    members = {
        "xl/workbook.xml": workbook.encode(),
        "xl/_rels/workbook.xml.rels": relations.encode(),
        sheet: xml.encode(),
    }
    package = f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/>'
    members["_rels/.rels"] = f"{package}</Relationships>".encode()
    return packed({"[Content_Types].xml": b"<Types/>"} | members | (extra or {}))


def _row(number: int, *texts: str) -> str:
    cells = "".join(
        f'<c r="{chr(65 + n)}{number}" t="inlineStr"><is><t>{text}</t></is></c>' for n, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'


def xlsx_cases() -> Iterator[Case]:
    """Workbooks."""
    head = _row(1, "某某县财政局2023年部门预算") + _row(2, "科目编码", "科目名称", "合计")
    for quote in "\"'":
        corner = f"<row r={quote}1048576{quote}><c r={quote}XFD1048576{quote}><v>1</v></c></row>"
        yield Case(f"corner_{ord(quote)}.xlsx", xlsx(head + corner), "refused")
    yield Case(
        "corner_elsewhere.xlsx", xlsx(head + '<row><c r="XFD1048576"><v>1</v></c></row>', sheet="xl/x/s.xml"), "refused"
    )
    for reference in ("A1:XFD1048576", "XFD1048576:A1", "A0:B0", "ZZZZZ1:ZZZZZ99999999999", "", "A1"):
        label = reference.replace(":", "_")[:20] or "none"
        yield Case(f"dimension_{label}.xlsx", xlsx(head, dimension=f'<dimension ref="{reference}"/>'))
        merge = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
        yield Case(f"merge_{label}.xlsx", xlsx(head + "".join(_row(n, "1") for n in range(3, 200)), tail=merge))
    for label, prolog in {"laughs": DOCTYPE, "external": EXTERNAL, "remote": REMOTE}.items():
        yield Case(f"entity_{label}.xlsx", xlsx(head + _row(3, "&l9;"), prolog))
    values = {"e308": "1e308", "e999": "1e999", "nan": "NaN", "text": "abc", "empty": "", "digits": "9" * 400}
    for label, value in values.items():
        yield Case(f"value_{label}.xlsx", xlsx(head + f'<row r="3"><c r="A3"><v>{value}</v></c></row>'))
    yield Case("string_index.xlsx", xlsx(head + '<row r="3"><c r="A3" t="s"><v>4294967295</v></c></row>'))
    yield Case("date_overflow.xlsx", xlsx(head + '<row r="3"><c r="A3" t="d"><v>99999-99-99T99:99:99</v></c></row>'))
    texts = [escaped(text) for text in INJECTIONS]
    yield Case(
        "injections.xlsx",
        xlsx(head + "".join(_row(3 + n, "201", text, "10.00") for n, text in enumerate(texts))),
        "loaded",
    )
    yield Case(
        "formula.xlsx", xlsx(head + f'<row r="3"><c r="A3"><f>{escaped(FORMULA[1:])}</f><v>1</v></c></row>'), "loaded"
    )
    yield Case("sheet_name.xlsx", xlsx(head, name=escaped(SCRIPT).replace('"', "")), "loaded")
    yield Case("row_deep.xlsx", xlsx("<row>" * 3_000 + "</row>" * 3_000))
    yield Case("no_parts.xlsx", packed({"xl/workbook.xml": b"<workbook/>"}), "refused")
    yield Case("binary_workbook.xlsx", packed({"xl/workbook.bin": bytes(range(256)) * 20}), "refused")


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole_cases() -> Iterator[Case]:
    """Binary Office files."""
    for label, word in {"book": "Workbook", "locked": "EncryptedPackage", "other": "Nothing"}.items():
        yield from _ole(label, word.encode("utf-16-le"))


def converted_cases() -> Iterator[Case]:
    """What LibreOffice is asked to convert, where there is one."""
    yield from _ole("word", "WordDocument".encode("utf-16-le"))
    yield Case("deep.rtf", b"{\\rtf1" + b"{" * 100_000)
    yield Case("binary.rtf", b"{\\rtf1\\bin4294967295 x")


def _ole(label: str, marked: bytes) -> Iterator[Case]:
    yield Case(f"{label}_random.doc", _OLE + bytes(range(256)) * 40 + marked)
    yield Case(f"{label}_zeros.xls", _OLE + bytes(504) + marked + bytes(4_000), "refused")
    # Every sector of the file allocation table leads back to the first.
    header = bytes(22) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00" + bytes(500)
    yield Case(f"{label}_loop.xls", _OLE + header + marked + bytes(8_192))


def slow_cases() -> Iterator[Case]:
    """What takes seconds to make or to read."""
    yield from converted_cases()
    title = paragraph("某某县财政局2023年部门预算")
    merges = "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(1, 3_000))
    cells = "".join(
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="Z{n}"><v>{n}</v></c></row>' for n in range(1, 190_000)
    )
    yield Case("many_tables.docx", docx(title + _table(f"<w:tr>{_cell('1')}</w:tr>") * 100_000))
    yield Case(
        "nested_flat.docx",
        docx(_table("<w:tr><w:tc>" + _table(f"<w:tr>{_cell('1')}</w:tr>") * 50_000 + "</w:tc></w:tr>")),
    )
    yield Case("row_of_cells.docx", docx(_table(f"<w:tr>{_cell('1.00') * 50_000}</w:tr>")))
    yield Case("long_paragraph.docx", docx(paragraph("预算" * 2_000_000)))
    yield Case(
        "merges.xlsx", xlsx("".join(_row(n, "1") for n in range(1, 3_000)), tail=f"<mergeCells>{merges}</mergeCells>")
    )
    yield Case("almost_too_large.xlsx", xlsx(cells))


def cases() -> Iterator[Case]:
    """All of them."""
    yield from docx_cases()
    yield from xlsx_cases()
    yield from ole_cases()
