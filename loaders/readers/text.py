"""Plain text and Markdown: lines with tabs are grid rows, everything else is a paragraph.

Extracted text comes in two shapes. In the *row* shape a line is a row and tabs part its cells. In the *cell* shape
(office files turned to text) a line is a cell: a tab opens it, an untabbed line right below continues it, a blank
line ends the row. Which of the two a run of lines has is seen from the lines themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.documents import Block, Cell, Document, Grid, Paragraph, Place, UnreadableDocument, content_hash

# A table of contents prints a leader and a page number after each title; such a line is no row of a table.
_TOC = re.compile(r"(?:\.{3,}|…{2,}|·{3,}|\t)\s*\t?\s*\d{1,4}\s*$")
_LEADER = re.compile(r"\.{3,}|…{2,}|·{3,}")
_HEADING = re.compile(r"^#{1,6}\s")
_SHORTEST_SENTENCE = 40
_NUMBER = re.compile(r"^[-\d.,%％]+$")
_LIST_MARK = re.compile(r"^\s*-\s+")


# Markdown parts cells with pipes and draws a rule of dashes under the heading row.
_PIPE_ROW = re.compile(r"^\s*\|(.*)\|\s*$")
_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{3,}:?\s*(?:\|\s*:?-{3,}:?\s*)+\|?\s*$")
_PIPE = re.compile(r"(?<!\\)\|")


def _unpiped(text: str) -> str:
    """A Markdown table row as a row of tabs; other lines as they are."""
    row = _PIPE_ROW.match(text)
    return "\t".join(cell.strip().replace("\\|", "|") for cell in _PIPE.split(row[1])) if row else text


@dataclass(frozen=True, slots=True)
class _Line:
    no: int
    text: str

    @property
    def is_blank(self) -> bool:
        return not self.text.strip(" \u3000\xa0\f") and "\t" not in self.text

    @property
    def has_tab(self) -> bool:
        return "\t" in self.text and not self.is_toc

    @property
    def is_toc(self) -> bool:
        return bool(_LEADER.search(self.text) and _TOC.search(self.text))

    @property
    def opens_cell(self) -> bool:
        """A line of the cell shape: one tab, nothing but blanks before it."""
        return self.has_tab and self.text.count("\t") == 1 and not self.text.split("\t")[0].strip()


def decode(data: bytes) -> str:
    """Bytes to text: byte order mark, strict UTF-8, strict GB18030, then GB18030 with the fewest losses.

    Raises ``UnreadableDocument`` (``not_text``) where the result is no text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    text = min((data.decode(e, errors="replace") for e in ("utf-8", "gb18030")), key=lambda t: t.count("\ufffd"))
    if "\0" in text or text.count("\ufffd") * 20 > len(text):
        raise UnreadableDocument("not_text", "no known kind of file, and no text in UTF-8 or GB18030 either")
    return text


def read_text(data: bytes) -> Document:
    """Read a plain-text disclosure. Raises ``UnreadableDocument`` for bytes that are no text or hold none."""
    text = decode(data)
    lines = [
        _Line(i, _unpiped(t.rstrip("\r"))) for i, t in enumerate(text.split("\n"), start=1) if not _PIPE_RULE.match(t)
    ]
    blocks = tuple(_blocks(lines))
    if not blocks:
        raise UnreadableDocument("empty", "the file holds no text")
    return Document(content_hash(data), "text", len(data), "text", blocks, line_count=text.count("\n"))


def _blocks(lines: Sequence[_Line]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.is_blank:
            at += 1
        elif line.has_tab:
            end = _end_of_run(lines, at)
            # A heading that ends in a stray tab is no table of one row.
            lone = end == at + 1 and not line.text.partition("\t")[2].strip() and line.text.strip()
            if _is_indented(lines[at:end]):
                yield from (_paragraph(each) for each in lines[at:end] if each.text.strip())
            else:
                yield _paragraph(line) if lone else _grid(lines[at:end])
            at = end
        else:
            yield _paragraph(line)
            at += 1


def _is_indented(lines: Sequence[_Line]) -> bool:
    """True for prose whose paragraphs a tab indents: sentences, and no cell that holds a number alone."""
    texts = [line.text.strip() for line in lines if line.text.strip()]
    if not texts or not all(line.opens_cell for line in lines if line.has_tab):
        return False
    sentences = [text for text in texts if len(text) >= _SHORTEST_SENTENCE and text.endswith(("。", "；", "："))]
    return (
        bool(sentences) and 2 * sum(map(len, sentences)) > sum(map(len, texts)) and not any(map(_NUMBER.match, texts))
    )


def _end_of_run(lines: Sequence[_Line], start: int) -> int:
    """Index after the last line of the grid that starts at ``start``."""
    if _is_cell_shape(lines, start):
        return _end_of_cells(lines, start)
    end = start
    while end < len(lines) and not lines[end].is_blank:
        # One cell may hold a line break: an untabbed line between two rows goes on with the row above.
        if not lines[end].has_tab and not (end + 1 < len(lines) and lines[end + 1].has_tab):
            break
        end += 1
    return end


def _is_cell_shape(lines: Sequence[_Line], start: int) -> bool:
    """True when the first lines of a run each open one cell; two at least, else a row of one cell is meant."""
    run: list[_Line] = []
    for line in lines[start:]:
        if line.is_blank and run and not run[-1].is_blank:
            run.append(line)
            continue
        if line.is_blank or len(run) > 12:
            break
        run.append(line)
    tabbed = [line for line in run if line.has_tab]
    return len(tabbed) > 1 and all(line.opens_cell for line in tabbed)


def _end_of_cells(lines: Sequence[_Line], start: int) -> int:
    """The cell shape goes on over single blank lines as long as the next line opens a cell again."""
    end = start
    while end < len(lines):
        if lines[end].is_blank:
            if end + 1 >= len(lines) or not lines[end + 1].opens_cell:
                return end
        elif lines[end].has_tab and not lines[end].opens_cell:
            return end
        end += 1
    return end


def _grid(lines: Sequence[_Line]) -> Grid:
    cell_shape = all(line.opens_cell for line in lines if line.has_tab) and len(lines) > 1
    split = _rows_of_cells(lines) if cell_shape else _rows_of_lines(lines)
    rows = []
    for row_no, texts in enumerate(split, start=1):
        rows.append(
            tuple(
                Cell(row_no, col_no, text.strip(), Place(line=no)) for col_no, (no, text) in enumerate(texts, start=1)
            )
        )
    return Grid(tuple(rows), Place(line=lines[0].no), last_line=lines[-1].no)


def _rows_of_lines(lines: Sequence[_Line]) -> list[list[tuple[int, str]]]:
    rows: list[list[tuple[int, str]]] = []
    for line in lines:
        if line.has_tab:
            rows.append([(line.no, text) for text in line.text.split("\t")])
        else:
            no, last = rows[-1][-1]
            rows[-1][-1] = (no, f"{last}\n{line.text}")
    return rows


def _rows_of_cells(lines: Sequence[_Line]) -> list[list[tuple[int, str]]]:
    rows: list[list[tuple[int, str]]] = [[]]
    for line in lines:
        if line.is_blank:
            rows.append([])
        elif line.opens_cell:
            rows[-1].append((line.no, line.text.split("\t")[1]))
        else:
            no, last = rows[-1][-1]
            rows[-1][-1] = (no, f"{last}\n{line.text}")
    return [row for row in rows if row]


def _paragraph(line: _Line) -> Paragraph:
    if line.is_toc:
        return Paragraph(line.text.strip(), Place(line=line.no), "toc")
    if _HEADING.match(line.text):
        return Paragraph(line.text.strip().lstrip("#").strip(), Place(line=line.no), "heading")
    return Paragraph(_LIST_MARK.sub("", line.text).strip(), Place(line=line.no))
