"""The links of a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from loaders.documents import UnreadableDocument
from loaders.readers.text import decode
from refresh.collecting.address import whole_address

MOST_LINKS = 20_000
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Link:
    """One link: where it leads, and what a person reads there (text and tooltip)."""

    url: str
    text: str


def links_of(data: bytes, url: str) -> tuple[Link, ...]:
    """Links of a page in order, each address once. Empty where the bytes are no text."""
    try:
        tree = LexborHTMLParser(decode(data))
    except UnreadableDocument:
        return ()
    base = tree.css_first("base[href]")
    base_url = whole_address(url, base.attributes.get("href") or "") if base is not None else None
    found: dict[str, Link] = {}
    for link in _links(tree, base_url or url):
        found.setdefault(link.url, link)
        if len(found) == MOST_LINKS:
            break
    return tuple(found.values())


def _links(tree: LexborHTMLParser, base: str) -> Iterator[Link]:
    # Some sites show the attachment in a frame and print no link to it.
    for node in tree.css("a[href], iframe[src]"):
        target = node.attributes.get("href") or node.attributes.get("src") or ""
        url = whole_address(base, target)
        if url is not None:
            title = node.attributes.get("title") or ""
            yield Link(url, _SPACE.sub(" ", f"{node.text()} {title}").strip())
