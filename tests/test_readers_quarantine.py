"""Files that hold no disclosure, or none that can be read: the code and the words that a person is given."""

from __future__ import annotations

import io
import zipfile

import pytest

from loaders.documents import Document, Grid, Paragraph, UnreadableDocument
from loaders.readers import read_document
from loaders.stage import stage_document

WORKBOOK = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Worksheet ss:Name="表一"><Table>
<Row><Cell ss:MergeAcross="2"><Data ss:Type="String">支出总表</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="String">科目编码</Data></Cell><Cell><Data ss:Type="String">科目名称</Data></Cell>
<Cell><Data ss:Type="String">合计</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">201</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">5.5</Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="内部"><Table><Row><Cell><Data ss:Type="String">不公开</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""
ARCHIVE = b"""From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r
Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r
<html><body><p>=B2=C6=D5=FE</p></body></html>\r\n--b--\r\n"""


def container(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "<a/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"MZ" + bytes(500), "not_text", "no known kind of file"),
        (container("[Content_Types].xml", "ppt/presentation.xml"), "unsupported", "a PowerPoint presentation"),
        (container("OFD.xml", "Doc_0/Document.xml"), "unsupported", "export it as a PDF"),
        (container("mimetype", "content.xml"), "unsupported", "save it as DOCX or XLSX"),
        (container("[Content_Types].xml"), "unsupported", "neither a document nor a workbook"),
        (b"<html><body><script>1</script></body></html>", "empty", "the page shows no text"),
        ("<html><title>403 Forbidden</title><body>请登录</body></html>".encode(), "unrecognised", "an error page"),
        ("会议于3月5日召开，各部门参加。".encode(), "unrecognised", "no statutory table"),
        (b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx", "damaged", "holds no page"),
        (WORKBOOK.replace("</Table>", "", 1).encode(), "damaged", "not well-formed"),
    ],
)
def test_the_reason_says_what_it_is_and_what_can_be_done(data: bytes, code: str, words: str) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        stage_document(data)
    assert refused.value.code == code
    assert words in refused.value.reason


def test_a_cover_that_names_year_and_stage_is_a_document() -> None:
    rows = stage_document("甲县财政局2022年度部门决算公开\n\n目录见附件。".encode()).rows
    assert len(rows["documents"]) == 1


def texts(document: Document) -> list[object]:
    return [
        block.text if isinstance(block, Paragraph) else [[cell.text for cell in row] for row in block.rows]
        for block in document.blocks
    ]


def test_a_workbook_of_excel_2003_in_xml() -> None:
    document = read_document(WORKBOOK.encode())
    assert texts(document) == [
        "表一",
        "支出总表",
        [["科目编码", "科目名称", "合计"], ["201", "", "5.5"]],
        "内部",
    ]
    [grid] = [block for block in document.blocks if isinstance(block, Grid)]
    assert (grid.place.sheet, grid.rows[1][0].place.line) == ("表一", 4)


def test_a_page_saved_as_a_web_archive() -> None:
    assert texts(read_document(ARCHIVE)) == ["财政"]
