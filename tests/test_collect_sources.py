"""The list of sources as documented, names of collected files, and links as pages print them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refresh.collecting.kinds import refusal
from refresh.collecting.names import clean, file_name
from refresh.collecting.pages import links_of
from refresh.collecting.sources import read_sources

PROJECT = Path(__file__).parent.parent


def test_bundled_list_watches_nothing_and_its_example_is_valid(tmp_path: Path) -> None:
    text = (PROJECT / "sources.yml").read_text(encoding="utf-8")
    assert read_sources(PROJECT / "sources.yml").sources == ()
    example = tmp_path / "sources.yml"
    lines = [line[2:] for line in text.splitlines() if line.startswith("# ")]
    example.write_text("\n".join(lines[lines.index(next(x for x in lines if x.startswith("contact"))) :]))
    first, second = read_sources(example).sources
    assert first.links is not None
    assert first.links.search("https://files.example.gov.cn/2024/a.docx")
    assert (second.links, second.name) == (None, "example_budget_2024")


def test_example_of_the_operations_guide_is_valid(tmp_path: Path) -> None:
    guide = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8")
    block = re.search(r"^    contact: .*?(?=^\S)", guide, re.MULTILINE | re.DOTALL)
    assert block is not None
    example = tmp_path / "sources.yml"
    example.write_text(re.sub(r"^    ", "", block[0], flags=re.MULTILINE))
    (source,) = read_sources(example).sources
    assert source.pages is not None
    assert source.pages.search("https://czj.example.gov.cn/yjsgk/202402/t20240219_12.html")


def test_operations_guide_explains_every_setting() -> None:
    from refresh.collecting.sources import Politeness, Source, Sources

    guide = (PROJECT / "docs" / "operations.md").read_text(encoding="utf-8").partition("## Collecting")[2]
    settings = Source.model_fields.keys() | Politeness.model_fields.keys() | Sources.model_fields.keys()
    assert [name for name in settings if not re.search(rf"`{name}`|^ *(?:- )?{name}:", guide, re.MULTILINE)] == []


@pytest.mark.parametrize(
    ("url", "headers", "name"),
    [
        ("http://a.cn/2024/%E9%A2%84%E7%AE%97.pdf", {}, "预算.pdf"),
        ("http://a.cn/down?id=7", {"content-type": "application/pdf"}, "down.pdf"),
        ("http://a.cn/", {"content-type": "text/html; charset=gbk"}, "document.html"),
        ("http://a.cn/x", {"content-disposition": "attachment; filename*=UTF-8''%E5%86%B3%E7%AE%97.xls"}, "决算.xls"),
        ("http://a.cn/x", {"content-disposition": 'attachment; filename="../../etc/passwd"'}, "passwd"),
        ("http://a.cn/..%2F..%2Fx.pdf", {}, "x.pdf"),
        ("http://a.cn/x", {"content-disposition": 'filename="' + "预算.doc".encode("gbk").decode("latin-1") + '"'}, "预算.doc"),
    ],
)  # fmt: skip
def test_collected_files_have_the_names_that_sites_give_them(url: str, headers: dict[str, str], name: str) -> None:
    assert file_name(url, headers) == name


@given(st.text(max_size=300))
def test_no_name_is_a_path_hidden_or_too_long(text: str) -> None:
    name = clean(text)
    assert not set(name) & set('/\\\x00\n\r\x1b\u202e:*?"<>|')
    assert not name.startswith(".")
    assert len(name.encode()) <= 120


@given(st.binary(max_size=400))
def test_any_bytes_have_links_or_none(data: bytes) -> None:
    assert all(link.url.startswith(("http://", "https://")) for link in links_of(data, "http://a.cn/list.html"))


def test_links_are_made_whole_as_a_browser_does() -> None:
    page = """<base href="/files/"><a href="a.pdf">预算</a><a href=' b 1.pdf#x '>b</a><a href="//c.cn/c.pdf">c</a>
        <a href="预算.pdf" title="附件">x</a><a href="javascript:x()">j</a><a href="data:text/plain,x">d</a>
        <iframe src="http://d.cn/d.pdf"></iframe><a href="http://[bad">bad</a><a href="a.pdf">again</a>"""
    links = links_of(page.encode(), "http://a.cn/list/index.html")
    assert [link.url for link in links] == [
        "http://a.cn/files/a.pdf",
        "http://a.cn/files/b%201.pdf",
        "http://c.cn/c.pdf",
        "http://a.cn/files/%E9%A2%84%E7%AE%97.pdf",
        "http://d.cn/d.pdf",
    ]
    assert links[3].text == "x 附件"


@pytest.mark.parametrize(
    ("address", "head", "is_kept"),
    [
        ("a.pdf", b"%PDF-1.4", True),
        ("a.pdf", b"\n\n%PDF-1.4", True),
        ("a.pdf", b"<!-- x --><html>", False),
        ("a.xls", b"<html><table>", True),
        ("a.doc", b"{\\rtf1", True),
        ("a.docx", b"PK\x03\x04", True),
        ("a.zip", b"Rar!", False),
        ("a", b"anything", True),
        ("a", b"#!/bin/sh", False),
    ],
)
def test_what_comes_must_be_what_the_address_promises(address: str, head: bytes, is_kept: bool) -> None:
    assert (refusal(f"http://a.cn/{address}?v=1", "", head) is None) == is_kept
