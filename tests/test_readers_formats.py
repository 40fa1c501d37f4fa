"""Readers of office files, web pages and text: what each way of printing a table must give as blocks."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

docx = pytest.importorskip("docx")
openpyxl = pytest.importorskip("openpyxl")

from loaders.documents import Document, Grid, Paragraph, UnreadableDocument  # noqa: E402
from loaders.readers import read_document  # noqa: E402
from loaders.readers.containers import bundle_members  # noqa: E402
from loaders.readers.formats import file_format, is_bundle  # noqa: E402

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def grids(document: Document) -> list[list[list[str]]]:
    return [[[cell.text for cell in row] for row in b.rows] for b in document.blocks if isinstance(b, Grid)]


def paragraphs(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, Paragraph)]


def spans(document: Document) -> list[tuple[int, int, int, int]]:
    """(row, col, row_span, col_span) of the merged cells of the first grid."""
    [grid, *_] = [b for b in document.blocks if isinstance(b, Grid)]
    return [(c.row, c.col, c.row_span, c.col_span) for c in grid.cells() if (c.row_span, c.col_span) != (1, 1)]


def word_file(body: str) -> bytes:
    """A DOCX that holds exactly this body, for what writing libraries cannot write."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("[Content_Types].xml", "<Types/>")
        container.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def saved(item: object) -> bytes:
    out = io.BytesIO()
    item.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


# --- text -------------------------------------------------------------------------------------------------------


def test_text_with_a_row_a_line() -> None:
    document = read_document(
        "支出总表\n\n科目编码\t科目名称\t合计\n\t合计\t5.00\n201\t一般公共服务支出\t5.00\n".encode()
    )
    assert paragraphs(document) == ["支出总表"]
    assert grids(document) == [
        [["科目编码", "科目名称", "合计"], ["", "合计", "5.00"], ["201", "一般公共服务支出", "5.00"]]
    ]


def test_text_with_a_cell_a_line_and_a_broken_cell() -> None:
    document = read_document("\t项目名称\n\t值班经费\n\n\t年度预算数\n（万元）\n\t\n\t15.00\n".encode())
    assert grids(document) == [[["项目名称", "值班经费"], ["年度预算数\n（万元）", "", "15.00"]]]


def test_places_are_the_lines_of_the_file() -> None:
    [title, grid] = read_document("支出总表\n\n项目\t金额\n办公费\t1.00\n".encode()).blocks
    assert isinstance(grid, Grid)
    assert (title.place.line, grid.place.line, grid.last_line, grid.rows[1][1].place.line) == (1, 3, 4, 4)


def test_a_table_of_contents_is_no_table() -> None:
    document = read_document("部门收入总表.....\t3\n部门支出总表.....\t6\n".encode())
    assert [(b.text, b.style) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("部门收入总表.....\t3", "toc"),
        ("部门支出总表.....\t6", "toc"),
    ]


def test_a_heading_with_a_stray_tab_is_a_paragraph() -> None:
    assert paragraphs(read_document("六、基本支出情况说明\t\n基本支出\n".encode())) == [
        "六、基本支出情况说明",
        "基本支出",
    ]


def test_a_caption_laid_out_as_a_table_is_a_line() -> None:
    text = "收入总表\n\n单位名称：某县教育局\t\t单位：元\n\n项目\t金额\n财政拨款\t5.00\n"
    document = read_document(text.encode())
    assert paragraphs(document) == ["收入总表", "单位名称：某县教育局    单位：元"]
    assert grids(document) == [[["项目", "金额"], ["财政拨款", "5.00"]]]


def test_the_headings_of_an_empty_table_stay_a_table() -> None:
    assert len(grids(read_document("政府性基金预算支出表\n\n科目编码\t科目名称\t合计\t基本支出\n".encode()))) == 1


def test_markdown_tables() -> None:
    document = read_document("# 支出总表\n\n| 项目 | 金额 |\n|---|---:|\n| 办公费 | 1.00 |\n|  | 2.00 |\n".encode())
    assert paragraphs(document) == ["支出总表"]
    assert grids(document) == [[["项目", "金额"], ["办公费", "1.00"], ["", "2.00"]]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_text_in_any_encoding(encoding: str) -> None:
    assert paragraphs(read_document("某县教育局2024年部门预算".encode(encoding))) == ["某县教育局2024年部门预算"]


def test_separated_values_with_blank_lines_between_tables() -> None:
    document = read_document(
        '收入总表,,\n项目,金额,备注\n"财政,拨款",5.00,\n\n支出总表,,\n项目,金额,备注\n办公费,5.00,\n'.encode()
    )
    assert document.file_format == "csv"
    assert paragraphs(document) == ["收入总表", "支出总表"]
    assert grids(document)[0] == [["项目", "金额", "备注"], ["财政,拨款", "5.00", ""]]


def test_prose_with_commas_is_not_separated_values() -> None:
    text = "一、收入,支出情况\n收入总计5万元,其中:财政拨款5万元,其他收入0万元\n支出总计5万元\n说明,无\n"
    assert file_format(text.encode()).name == "text"


# --- workbooks --------------------------------------------------------------------------------------------------


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "支出总表"
    for row in [
        ["部门支出总表"],
        ["", "", "", "单位：元"],
        ["科目编码", "科目名称", "支出", ""],
        ["", "", "基本", "项目"],
        ["201", "一般公共服务支出", 1234.5, 0],
        ["", "合计", 1234.56, None],
        ["注：本表按年初预算列示"],
    ]:
        sheet.append(row)
    for merged in ("A1:D1", "A3:A4", "B3:B4", "C3:D3", "A7:D7"):
        sheet.merge_cells(merged)
    sheet.append([])
    sheet.append(["收入总表"])
    sheet.append(["项目", "金额"])
    sheet.append(["财政拨款", 1234.56])
    hidden = book.create_sheet("模板")
    hidden.append(["不公开", 1])
    hidden.sheet_state = "hidden"
    return saved(book)


def test_a_sheet_with_titles_merged_headings_and_two_tables() -> None:
    document = read_document(workbook())
    texts = [(b.text, b.style) for b in document.blocks if isinstance(b, Paragraph)]
    assert texts == [
        ("支出总表", "sheet_name"),
        ("部门支出总表", "text"),
        ("单位：元", "text"),
        ("注：本表按年初预算列示", "text"),
        ("收入总表", "text"),
        ("模板", "hidden_sheet"),
    ]
    assert grids(document) == [
        [
            ["科目编码", "科目名称", "支出"],
            ["基本", "项目"],
            ["201", "一般公共服务支出", "1234.5", "0"],
            ["", "合计", "1234.56", ""],
        ],
        [["项目", "金额", "", ""], ["财政拨款", "1234.56", "", ""]],
    ]
    assert spans(document) == [(1, 1, 2, 1), (1, 2, 2, 1), (1, 3, 1, 2)]


def test_cells_of_a_workbook_know_their_sheet_and_row() -> None:
    [grid, _] = [b for b in read_document(workbook()).blocks if isinstance(b, Grid)]
    assert (grid.place.sheet, grid.rows[2][0].place.line) == ("支出总表", 5)


def test_amounts_show_no_binary_noise() -> None:
    book = openpyxl.Workbook()
    for row in [["项目", "金额"], ["甲", 0.1 + 0.2], ["乙", 1708.68], ["丙", 123456789012.34]]:
        book.active.append(row)
    assert [row[1] for row in grids(read_document(saved(book)))[0][1:]] == ["0.3", "1708.68", "123456789012.34"]


def test_numbers_are_read_as_the_workbook_shows_them() -> None:
    book = openpyxl.Workbook()
    formats = ["0.00", "#,##0.00_ ", "0.00%", "0%", "0.00_);[Red](0.00)", "General", "0!.0,", "yyyy", "0"]
    for at, (code, value) in enumerate(
        zip(formats, [1 / 3, 1234.5, 0.93541, 1, -2 / 3, 1.23456, 12345.678, 2010601, 2010601], strict=True), start=1
    ):
        book.active.append([f"行{at}", "项", value])
        book.active.cell(at, 3).number_format = code
    shown = [row[2] for row in grids(read_document(saved(book)))[0]]
    assert shown[:7] == ["0.33", "1234.5", "93.54%", "100%", "-0.67", "1.23456", "12345.678"]
    assert shown[8] == "2010601"


def test_hidden_rows_and_columns_are_not_published_and_part_no_table() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in [["支出总表", "", ""], ["科目", "内部", "金额"], ["甲", 9, 1], ["乙", 9, 2], ["丙", 9, 3]]:
        sheet.append(row)
    sheet.merge_cells("A1:C1")
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[4].hidden = True
    document = read_document(saved(book))
    assert grids(document) == [[["科目", "", "金额"], ["甲", "", "1"], ["", "", ""], ["丙", "", "3"]]]
    [grid] = [block for block in document.blocks if isinstance(block, Grid)]
    assert grid.rows[3][0].place.line == 5


def test_a_sheet_that_claims_a_million_rows_and_columns_is_refused() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "项目"
    book.active["XFD1048576"] = 1
    with pytest.raises(UnreadableDocument, match="spans 1,048,576 x 16,384 cells"):
        read_document(saved(book))


# --- word files -------------------------------------------------------------------------------------------------


def test_paragraphs_and_tables_keep_their_order() -> None:
    file = docx.Document()
    file.add_heading("第一部分 部门概况", 1)
    file.add_paragraph("收支总表")
    table = file.add_table(3, 3)
    table.cell(0, 0).text = "科目"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "预算数"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "合计"
    table.cell(1, 1).text = "5.00"
    file.add_paragraph("注：无")
    document = read_document(saved(file))
    assert [type(b).__name__ for b in document.blocks] == ["Paragraph", "Paragraph", "Grid", "Paragraph"]
    assert document.blocks[0].style == "heading"  # type: ignore[union-attr]
    assert grids(document) == [[["科目", "预算数"], ["合计", "5.00", ""], ["", ""]]]
    assert spans(document) == [(1, 2, 1, 2), (2, 1, 2, 1)]


def test_what_other_readers_lose_in_word_files() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    rows = (
        f"<w:tr>{cell.format('一')}{cell.format('二')}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell.format("三")}</w:tr>'
        f"<w:sdt><w:sdtContent><w:tr>{cell.format('四')}{cell.format('五')}</w:tr></w:sdtContent></w:sdt>"
        "<w:tr><w:tc><w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p></w:tc></w:tr>"
    )
    document = read_document(word_file(f"<w:sdt><w:sdtContent><w:tbl>{rows}</w:tbl></w:sdtContent></w:sdt>"))
    assert grids(document) == [[["一", "二"], ["三"], ["四", "五"], ["新"]]]
    [grid] = document.blocks
    assert isinstance(grid, Grid)
    assert grid.rows[1][0].col == 2


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    inner = f"<w:tbl><w:tr>{cell.format('内')}{cell.format('1')}</w:tr></w:tbl>"
    outer = (
        f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>外</w:t></w:r></w:p>{inner}<w:p/></w:tc>{cell.format('2')}</w:tr></w:tbl>"
    )
    assert grids(read_document(word_file(outer))) == [[["外", "2"]], [["内", "1"]]]


def test_symbol_check_boxes() -> None:
    body = '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>延续</w:t><w:sym w:char="F0A8"/><w:t>新增</w:t></w:r></w:p>'
    assert paragraphs(read_document(word_file(body))) == ["☑延续☐新增"]


def test_entities_are_not_expanded() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:document {W}><w:body><w:p><w:r><w:t>甲&a;乙</w:t>'
            "</w:r></w:p></w:body></w:document>",
        )
    assert paragraphs(read_document(out.getvalue())) == ["甲乙"]


# --- web pages --------------------------------------------------------------------------------------------------

PAGE = """<html><head><title>某局2024年部门预算</title><meta charset="{declared}"><script>var x = 1;</script></head><body>
<table><tr><td>导航</td><td><p>收支<b>总表</b></p>
<table><tr><td rowspan="2">项目</td><td colspan="2">预算数</td></tr><tr><td>基本</td><td>项目<br>支出</td></tr>
<tr><td>合计</td><td>1,234.50</td><td></td></tr></table><p>注：单位为
万元</p></td></tr></table></body></html>"""


@pytest.mark.parametrize(("encoding", "declared"), [("utf-8", "gb2312"), ("gb18030", "utf-8"), ("utf-8", "utf-8")])
def test_a_page_in_layout_tables_with_a_wrong_declaration(encoding: str, declared: str) -> None:
    document = read_document(PAGE.replace("{declared}", declared).encode(encoding))
    assert paragraphs(document) == ["某局2024年部门预算", "导航", "收支总表", "注：单位为 万元"]
    assert grids(document) == [[["项目", "预算数"], ["基本", "项目\n支出"], ["合计", "1,234.50", ""]]]
    assert spans(document) == [(1, 1, 2, 1), (1, 2, 1, 2)]


def test_amounts_are_never_copied_into_spanned_cells() -> None:
    page = "<html><body><table><tr><td>合计</td><td colspan=3>5.00</td></tr><tr><td>a</td><td>1</td></tr></table></body></html>"
    assert grids(read_document(page.encode()))[0][0] == ["合计", "5.00"]


def test_a_span_of_a_million_is_capped() -> None:
    page = '<html><body><table><tr><td colspan="9999999">甲</td><td>乙</td></tr></table></body></html>'
    assert spans(read_document(page.encode())) == [(1, 1, 1, 1000)]


def test_deeply_nested_pages_are_refused() -> None:
    with pytest.raises(UnreadableDocument, match="nested more than"):
        read_document(("<html><body>" + "<div>" * 5000 + "甲").encode())


# --- bundles and refusals ---------------------------------------------------------------------------------------


def bundle(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in files.items():
            container.writestr(name, data)
    return out.getvalue()


def test_a_bundle_gives_its_files() -> None:
    data = bundle(
        **{"预算/表.txt": "项目\t金额\n甲\t1\n".encode(), "__MACOSX/._表.txt": b"x", "说明.txt": "说明".encode()}
    )
    assert is_bundle(data)
    assert [name for name, _ in bundle_members(data)] == ["预算/表.txt", "说明.txt"]
    assert not is_bundle(workbook())


@pytest.mark.parametrize(
    ("data", "code", "says"),
    [
        (b"", "empty", "the file is empty"),
        (b"\n \n", "empty", "the file is empty"),
        (b"%PDF-1.7 garbage", "damaged", "not a PDF that can be opened"),
        (b"PK\x03\x04garbage", "damaged", "cannot be unpacked"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "scanned", "PNG image"),
        (b"Rar!\x1a\x07\x01\0", "unsupported", "RAR archive"),
        (bytes(range(256)) * 40, "not_text", "no text in UTF-8 or GB18030"),
        (bundle(**{"a.txt": b"0" * 300_000_000}), "oversized", "more than a disclosure can need"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_read_says_why(data: bytes, code: str, says: str) -> None:
    with pytest.raises(UnreadableDocument, match=says) as raised:
        read_document(data)
    assert raised.value.code == code


def test_a_word_file_without_libreoffice_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "WordDocument".encode("utf-16-le")
    with pytest.raises(UnreadableDocument, match="needs LibreOffice") as raised:
        read_document(data)
    assert raised.value.code == "no_converter"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_binary_word_file_is_read_through_libreoffice(tmp_path: Path) -> None:
    file = docx.Document()
    file.add_paragraph("支出总表")
    table = file.add_table(2, 3)
    table.cell(0, 0).text = "科目"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "预算数"
    for column, text in enumerate(["合计", "5.00", "0.00"]):
        table.cell(1, column).text = text
    file.add_paragraph("注：无")
    file.save(str(tmp_path / "document.docx"))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    subprocess.run(
        [*command, "--convert-to", "doc", "--outdir", str(tmp_path), str(tmp_path / "document.docx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    document = read_document((tmp_path / "document.doc").read_bytes())
    assert document.file_format == "doc"
    assert paragraphs(document) == ["支出总表", "注：无"]
    assert grids(document) == [[["科目", "预算数"], ["合计", "5.00", "0.00"]]]
