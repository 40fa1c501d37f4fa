"""Prose in frames, and what Word and web pages show otherwise than they store it."""

from __future__ import annotations

import io
import zipfile

import pytest

from loaders.documents import Document, Grid, Paragraph
from loaders.readers import read_document
from loaders.stage import stage_document

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
ARTICLE = [
    "甲县财政局2022年度部门决算",
    "一、收入决算情况说明",
    "2022年度收入合计120万元，其中：财政拨款收入100万元，占83.33%；其他收入20万元，占16.67%。",
    "二、“三公”经费支出决算情况说明",
    "公务接待费支出决算为3.5万元，完成年初预算的70%。接待来访12批次。全年未安排出国。未购置车辆。",
    "本段只为篇幅：" + "机关日常运转，按规定列支，按程序公开。" * 15,
]
READ = {("120", "revenue_current_year"), ("100", "revenue_source"), ("20", "revenue_source")} | {
    ("3.5", "three_public_reception")
}


def word_file(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as container:
        container.writestr("[Content_Types].xml", "<Types/>")
        container.writestr("word/document.xml", f"<w:document {W} {MC}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            container.writestr(f"word/{name}.xml", xml)
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def stated(data: bytes) -> set[tuple[str, str]]:
    rows = stage_document(data).rows["figures"]
    return {(row.amount_published, row.line_item) for row in rows}  # type: ignore[union-attr]


def in_paragraphs() -> str:
    return "".join(f"<p>{line}</p>" for line in ARTICLE)


@pytest.mark.parametrize(
    "page",
    [
        f"<table><tr><td>{in_paragraphs()}</td></tr></table>",
        "<table>" + "".join(f"<tr><td>{line}</td></tr>" for line in ARTICLE) + "</table>",
        f"<table><tr><td>首页<br>政务公开</td><td>{in_paragraphs()}</td><td>&nbsp;</td></tr></table>",
        f"<table><tr><td width='10'></td><td>{'<br>'.join(ARTICLE)}</td></tr></table>",
    ],
    ids=["one cell", "a row a paragraph", "beside a menu", "broken lines"],
)
def test_an_article_in_a_layout_table_of_a_page(page: str) -> None:
    data = f"<html><body>{page}<p>打印本页</p></body></html>".encode()
    assert not [block for block in read_document(data).blocks if isinstance(block, Grid)]
    assert stated(data) == READ


def test_an_article_in_a_word_table() -> None:
    body = "".join(paragraph(line) for line in ARTICLE)
    assert stated(word_file(f"<w:tbl><w:tr><w:tc>{body}</w:tc></w:tr></w:tbl>")) == READ


def test_lines_of_a_text_that_open_with_a_tab() -> None:
    assert stated("\n".join(f"\t{line}" for line in ARTICLE).encode()) == READ


def test_a_table_with_long_notes_stays_a_table() -> None:
    rows = [["科目编码", "科目名称", "合计"], ["201", "一般公共服务支出", "5.00"], ["", "说明", "\n".join(ARTICLE[:4])]]
    page = "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows) + "</table>"
    [grid] = [block for block in read_document(f"<html><body>{page}".encode()).blocks if isinstance(block, Grid)]
    assert len(grid.rows) == 3


def test_tables_inside_a_frame_keep_their_place() -> None:
    inner = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(text)}</w:tc>' for text in row)}</w:tr>"
        for row in [["甲", "乙"], ["1", "2"]]
    )
    frame = f"<w:tc>{paragraph('表一')}<w:tbl>{inner}</w:tbl>{paragraph('表二')}<w:tbl>{inner}</w:tbl></w:tc>"
    blocks = read_document(word_file(f"<w:tbl><w:tr>{frame}</w:tr></w:tbl>")).blocks
    assert [block.text if isinstance(block, Paragraph) else "grid" for block in blocks] == [
        "表一",
        "grid",
        "表二",
        "grid",
    ]


NUMBERS = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="9"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
<w:lvl w:ilvl="3"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl></w:abstractNum>
<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""
STYLES = f"""<w:styles {W}><w:style w:styleId="Part"><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>
</w:styles>"""


def test_numbers_that_word_only_shows() -> None:
    def item(text: str, depth: int) -> str:
        return paragraph(text, f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr></w:pPr>')

    body = "".join(
        [
            paragraph("机构", '<w:pPr><w:pStyle w:val="Part"/></w:pPr>'),
            item("甲", 1), item("乙", 1), item("细目", 2), item("细目", 2), item("点", 3),
            paragraph("经费", '<w:pPr><w:pStyle w:val="Part"/></w:pPr>'),
            item("丙", 1), item("资产", 0), paragraph("无号"),
        ]
    )  # fmt: skip
    assert paragraphs(read_document(word_file(body, numbering=NUMBERS, styles=STYLES))) == [
        "九、机构", "（一）甲", "（二）乙", "1.细目", "2.细目", "点", "十、经费", "（一）丙", "十一、资产", "无号",
    ]  # fmt: skip


def test_what_word_does_not_show_is_not_read() -> None:
    body = (
        "<w:p><w:r><w:t>支出</w:t></w:r><w:del><w:r><w:delText>旧数</w:delText></w:r></w:del><w:ins><w:r><w:t>5万元</w:t>"
        "</w:r></w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('删')}</w:tc><w:tc>{paragraph('9')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('留')}</w:tc><w:tc>{paragraph('1')}</w:tc></w:tr></w:tbl>"
    )
    document = read_document(word_file(body))
    assert paragraphs(document)[0] == "支出5万元"
    assert "删" not in str(document.blocks) and "留" in str(document.blocks[1])


def test_text_boxes_and_footnotes_are_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('框内一')}{paragraph('框内二')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>{paragraph('后文')}"
    )
    notes = f"<w:footnotes {W}><w:footnote>{paragraph('注一')}</w:footnote></w:footnotes>"
    assert paragraphs(read_document(word_file(body, footnotes=notes))) == ["正文", "框内一", "框内二", "后文", "注一"]


def test_what_a_page_hides_is_not_read() -> None:
    page = (
        "<p>支出5万元</p><div style='display: none'>旧稿9万元</div><select><option>2021年</option></select>"
        "<table><tr><td>甲<span hidden>乙</span></td><td>1</td></tr><tr><td>丙</td><td>2</td></tr></table>"
    )
    document = read_document(f"<html><body>{page}</body></html>".encode())
    assert paragraphs(document) == ["支出5万元"]
    [grid] = [block for block in document.blocks if isinstance(block, Grid)]
    assert [cell.text for cell in grid.cells()] == ["甲", "1", "丙", "2"]
