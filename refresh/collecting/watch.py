"""One source watched once: its pages opened, the documents behind its links fetched where they are new or changed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedRandom

from refresh.collecting.address import host_of, listed_host, scheme_of, whole_address
from refresh.collecting.fetch import Answer, Fetcher, FetchError, Wish
from refresh.collecting.kinds import refusal
from refresh.collecting.pages import Link, links_of
from refresh.collecting.sources import Politeness, Source
from refresh.collecting.store import Origin, Store
from refresh.progress import Advance

_MOST_PAGE_BYTES = 16 * 1024 * 1024
_SNIFF = 4096


@dataclass(slots=True)
class Watched:
    """What one source gave. ``failures`` are addresses with the reason, ``remarks`` what a person should look at."""

    source: str
    pages: int = 0
    documents: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    failure: str | None = None

    @property
    def is_reached(self) -> bool:
        """Whether the source could be asked at all."""
        return self.failure is None


@dataclass(frozen=True, slots=True)
class _Step:
    """A link to follow: as a document, as a page, or both."""

    link: Link
    page_url: str | None
    depth: int
    is_document: bool
    is_page: bool


@dataclass(slots=True)
class Watch:
    """One visit of one source."""

    source: Source
    politeness: Politeness
    fetcher: Fetcher
    store: Store
    advance: Advance
    result: Watched = field(init=False)
    _hosts: frozenset[str] = field(init=False)
    _waiting: deque[_Step] = field(default_factory=deque)
    _met: set[str] = field(default_factory=set)
    _foreign: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.result = Watched(self.source.name)
        scheme = scheme_of(self.source.url)
        listed = {listed_host(name, kind) for name in self.source.hosts for kind in {scheme, "https"}}
        self._hosts = frozenset({host_of(self.source.url), *listed})

    def visit(self) -> Watched:
        """Follow the source as far as it says; what goes wrong on the way is in the result."""
        is_page = self.source.links is not None
        url = whole_address(self.source.url, self.source.url) or self.source.url
        self._met.add(url)
        self._waiting.append(_Step(Link(url, ""), None, 0, is_document=not is_page, is_page=is_page))
        while self._waiting:
            step = self._waiting.popleft()
            self._follow(step)
            self.advance(self.result.pages + self.result.documents, len(self._met))
        self._remark()
        return self.result

    def _follow(self, step: _Step) -> None:
        try:
            if step.is_page:
                self._open_page(step)
            else:
                self._fetch_document(step)
        except FetchError as error:
            if step.page_url is None:
                self.result.failure = error.reason
            else:
                self.result.failures.append((step.link.url, error.reason))

    def _open_page(self, step: _Step) -> None:
        """Pages are asked for without conditions: their links are needed even where they are the same as yesterday."""
        if self.result.pages == self.source.most_pages:
            return
        self.result.pages += 1
        with self.store.incoming() as body:
            answer = self.fetcher.fetch(self._wish(step.link.url, _MOST_PAGE_BYTES, {}), body)
            if step.is_document:
                self._keep(step, answer, body)
            body.seek(0)
            links = links_of(body.read(), answer.url)
        if step.depth < self.source.depth:
            for found in self._choose(links, step, answer.url):
                self._waiting.append(found)

    def _choose(self, links: tuple[Link, ...], step: _Step, page_url: str) -> Iterator[_Step]:
        """Links that the source's patterns know, each address once, on listed hosts only."""
        source = self.source
        for link in links:
            is_document = bool(source.links and source.links.search(link.url)) and bool(
                source.titles is None or source.titles.search(link.text)
            )
            is_page = bool(source.pages and source.pages.search(link.url))
            if not (is_document or is_page) or link.url in self._met:
                continue
            if host_of(link.url) not in self._hosts:
                self._foreign.add(host_of(link.url).removesuffix(":80").removesuffix(":443"))
                continue
            self._met.add(link.url)
            yield _Step(link, page_url, step.depth + 1, is_document, is_page)

    def _fetch_document(self, step: _Step) -> None:
        if self.result.documents == self.source.most_documents:
            return
        self.result.documents += 1
        url = step.link.url
        known = self.store.known(url)
        if known and known.is_fresh(self.source.check_again_days):
            self.result.same += 1
            return
        conditions = known.conditions() if known else {}
        with self.store.incoming() as body:
            answer = self.fetcher.fetch(self._wish(url, self.source.most_mib * 2**20, conditions), body)
            if answer.is_same:
                self.store.checked(url)
                self.result.same += 1
            else:
                self._keep(step, answer, body)

    def _keep(self, step: _Step, answer: Answer, body: BufferedRandom) -> None:
        body.seek(0)
        reason = refusal(step.link.url, answer.content_type, body.read(_SNIFF))
        if reason is not None:
            raise FetchError("wrong_type", reason)
        origin = Origin(self.source.name, self.source.issuer, step.link.url, step.page_url, step.link.text or None)
        how = self.store.keep(origin, answer, body)
        setattr(self.result, how, getattr(self.result, how) + 1)

    def _wish(self, url: str, most_bytes: int, conditions: dict[str, str]) -> Wish:
        return Wish(url, self._hosts, self.politeness, most_bytes, conditions)

    def _remark(self) -> None:
        """What is no failure, but may mean that the source has changed its shape."""
        result, source = self.result, self.source
        if source.links is not None and result.is_reached and len(self._met) == 1:
            result.remarks.append(f"No link on {source.url} is known by its patterns; was the page rebuilt?")
        if self._foreign:
            hosts = ", ".join(sorted(self._foreign)[:5])
            result.remarks.append(f"Links to hosts that the source does not list were left alone: {hosts}.")
        if result.documents == source.most_documents or result.pages == source.most_pages:
            result.remarks.append("It has more than most_documents or most_pages allow; the rest was left.")
