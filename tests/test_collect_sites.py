"""Collecting from a real server that misbehaves: what is kept, what is refused, and how politely it was asked."""

from __future__ import annotations

import gzip
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from refresh.collecting.gather import Gathered, gather
from refresh.collecting.pace import Pace
from refresh.collecting.provenance import provenance
from refresh.collecting.sources import Sources
from refresh.errors import LockedError, UsageError
from refresh.lock import hold_lock
from refresh.progress import Silent
from tests import web
from tests.web import Site, answer

PDF = b"%PDF-1.4 budget"
PROMPT = {"delay": 0, "backoff": 0.01, "timeout": 0.5, "deadline": 1.0, "attempts": 3}


@pytest.fixture
def site() -> Iterator[Site]:
    with web.serving() as site:
        yield site


class Collector:
    """One list of sources and one directory; pauses are counted, not slept."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pauses: list[float] = []

    def run(self, *sources: dict[str, Any], only: tuple[str, ...] = (), **politeness: float) -> Gathered:
        """Collect once."""
        listed = [{"name": f"s{number}"} | source for number, source in enumerate(sources, start=1)]
        content = {"sources": listed, "politeness": PROMPT | politeness, "contact": "mail@example.org"}
        return gather(Sources.model_validate(content), self.root, Silent(), only, Pace(self.pauses.append))

    def kept(self) -> list[tuple[str, bytes]]:
        """Documents in the store: name without the key, and content."""
        files = sorted(path for path in self.root.glob("s*/*"))
        return [(path.name.partition("_")[2], path.read_bytes()) for path in files]


@pytest.fixture
def collector(tmp_path: Path) -> Collector:
    return Collector(tmp_path / "collected")


def list_page(*links: str) -> web.Route:
    """A page with links, each with a text."""
    return answer("".join(f'<a href="{link}">2023年部门预算 {link}</a>' for link in links))


def failures(gathered: Gathered) -> list[str]:
    """What went wrong, without addresses."""
    return [reason for source in gathered.sources for _, reason in source.failures]


def test_page_with_links_gives_its_documents_with_names_and_provenance(site: Site, collector: Collector) -> None:
    site.routes |= {
        "/list.html": list_page("a.pdf", "/files/b.pdf#page=2", "photo.jpg", "mailto:x@example.org", "a.pdf"),
        "/a.pdf": answer(PDF + b" a", "application/pdf"),
        "/files/b.pdf": answer(PDF + b" b", "application/octet-stream"),
    }
    gathered = collector.run({"url": f"{site.address}/list.html", "links": r"\.pdf$", "issuer": "市财政局"})
    assert gathered.exit_status == 0
    assert sorted(collector.kept()) == [("a.pdf", PDF + b" a"), ("b.pdf", PDF + b" b")]
    origins = provenance(collector.root).values()
    assert sorted(origin.source_url for origin in origins) == [f"{site.address}/a.pdf", f"{site.address}/files/b.pdf"]
    with sqlite3.connect(collector.root / ".collected.db") as record:
        rows = record.execute("select issuer, page_url, link_text from retrievals order by url").fetchall()
    assert rows[0] == ("市财政局", f"{site.address}/list.html", "2023年部门预算 a.pdf")
    assert {headers["user-agent"] for headers in site.headers} == {"gongkai/0.1.0 (mail@example.org)"}


def test_pages_are_followed_to_their_attachments_and_only_so_deep(site: Site, collector: Collector) -> None:
    site.routes |= {
        "/list.html": list_page("list_2.html", "t1.html", "about.html"),
        "/list_2.html": list_page("t2.html"),
        "/t1.html": list_page("a.pdf", "list.html"),
        "/t2.html": list_page("b.pdf"),
        "/a.pdf": answer(PDF + b" a"),
        "/b.pdf": answer(PDF + b" b"),
    }
    source = {"url": f"{site.address}/list.html", "links": r"\.pdf$", "pages": r"/(t\d|list_\d)\.html$"}
    collector.run(source | {"depth": 2})
    assert [name for name, _ in collector.kept()] == ["a.pdf"]
    collector.run(source | {"depth": 3})
    assert sorted(name for name, _ in collector.kept()) == ["a.pdf", "b.pdf"]
    assert site.count("/about.html") == 0


def test_page_that_is_a_document_is_kept_and_opened(site: Site, collector: Collector) -> None:
    site.routes |= {
        "/list.html": list_page("t1.html"),
        "/t1.html": answer("<h1>预算</h1><a href='a.pdf'>附件</a>"),
        "/a.pdf": answer(PDF),
    }
    collector.run({"url": f"{site.address}/list.html", "links": r"t\d|\.pdf$", "pages": r"t\d"})
    assert sorted(name for name, _ in collector.kept()) == ["a.pdf", "t1.html"]


def test_titles_choose_among_links_by_what_a_person_reads(site: Site, collector: Collector) -> None:
    site.routes |= {
        "/list.html": answer(
            "<a href=a.pdf>2023年部门预算</a><a href=b.pdf>会议通知</a><a href=c.pdf title=决算>c</a>"
        ),
        **{f"/{name}.pdf": answer(PDF + name.encode()) for name in "abc"},
    }
    collector.run({"url": f"{site.address}/list.html", "links": r"\.pdf$", "titles": "预算|决算"})
    assert sorted(name for name, _ in collector.kept()) == ["a.pdf", "c.pdf"]


def test_what_has_not_changed_is_not_sent_again(site: Site, collector: Collector) -> None:
    site.routes["/a.pdf"] = web.tagged(PDF, '"1"')
    source = {"url": f"{site.address}/a.pdf", "check_again_days": 0}
    assert collector.run(source).total("new") == 1
    assert collector.run(source).total("same") == 1
    assert site.headers[-1]["if-none-match"] == '"1"'
    # Within the days that a document is believed, nobody is asked at all.
    asked = site.count("/a.pdf")
    assert collector.run(source | {"check_again_days": 7}).total("same") == 1
    assert site.count("/a.pdf") == asked


def test_changed_document_takes_the_place_of_the_former_one_which_is_put_away(site: Site, collector: Collector) -> None:
    source = {"url": f"{site.address}/a.pdf", "check_again_days": 0}
    site.routes["/a.pdf"] = web.tagged(PDF, '"1"')
    collector.run(source)
    site.routes["/a.pdf"] = web.tagged(PDF + b" corrected", '"2"')
    assert collector.run(source).total("changed") == 1
    assert collector.kept() == [("a.pdf", PDF + b" corrected")]
    assert [path.read_bytes() for path in collector.root.glob(".former/s1/*")] == [PDF]


def test_other_tag_with_the_same_bytes_is_no_change(site: Site, collector: Collector) -> None:
    source = {"url": f"{site.address}/a.pdf", "check_again_days": 0}
    for tag in ('"1"', '"2"'):
        site.routes["/a.pdf"] = web.tagged(PDF, tag)
        gathered = collector.run(source)
    assert (gathered.total("same"), gathered.total("changed")) == (1, 0)


def test_same_content_under_two_addresses_is_one_file(site: Site, collector: Collector) -> None:
    site.routes |= {"/list.html": list_page("a.pdf", "b.pdf"), "/a.pdf": answer(PDF), "/b.pdf": answer(PDF)}
    source = {"url": f"{site.address}/list.html", "links": r"\.pdf$", "check_again_days": 0}
    collector.run(source)
    assert collector.kept() == [("a.pdf", PDF)]
    # It stays as long as one of them gives it.
    site.routes["/b.pdf"] = answer(PDF + b" other")
    collector.run(source)
    assert len(collector.kept()) == 2


def test_file_that_somebody_removed_is_fetched_again(site: Site, collector: Collector) -> None:
    site.routes["/a.pdf"] = web.tagged(PDF, '"1"')
    source = {"url": f"{site.address}/a.pdf"}
    collector.run(source)
    next(collector.root.glob("s1/*")).unlink()
    assert collector.run(source).total("new") == 1
    assert collector.kept() == [("a.pdf", PDF)]


@pytest.mark.parametrize(
    ("route", "words"),
    [
        (web.cut_off(PDF, 5000), "broke off"),
        (web.dribble(5), "No whole answer within 1 s"),
        (web.silent(3), "cannot be reached"),
        (web.garbage, "cannot be reached"),
        (web.status(503), "503"),
    ],
    ids=["truncated", "slow", "silent", "no_http", "overloaded"],
)
def test_trouble_that_may_pass_is_tried_again_and_then_told(
    site: Site, collector: Collector, route: web.Route, words: str
) -> None:
    site.routes["/a.pdf"] = route
    gathered = collector.run({"url": f"{site.address}/a.pdf"})
    assert site.count("/a.pdf") == 3
    assert gathered.exit_status == 1
    assert words in str(gathered.sources[0].failure)
    site.routes["/a.pdf"] = web.in_turn(route, answer(PDF))
    assert collector.run({"url": f"{site.address}/a.pdf"}).total("new") == 1
    assert collector.kept() == [("a.pdf", PDF)]
    assert list(collector.root.glob(".incoming*")) == []


def test_pauses_grow_and_a_server_s_own_wish_is_honoured(site: Site, collector: Collector) -> None:
    site.routes["/a.pdf"] = web.in_turn(web.status(500), web.status(500), web.status(429, Retry_After="7"), answer(PDF))
    collector.run({"url": f"{site.address}/a.pdf"}, attempts=4, backoff=1)
    assert [round(pause) for pause in collector.pauses if pause > 0.5] == [2, 7]
    assert collector.kept() == [("a.pdf", PDF)]


def test_server_that_wants_more_patience_than_there_is_is_left_alone(site: Site, collector: Collector) -> None:
    site.routes |= {
        "/list.html": list_page("a.pdf", "b.pdf"),
        "/a.pdf": web.status(503, Retry_After="86400"),
        "/b.pdf": answer(PDF),
    }
    gathered = collector.run({"url": f"{site.address}/list.html", "links": r"\.pdf$"})
    assert site.count("/a.pdf") == 1
    assert site.count("/b.pdf") == 0
    assert all("86400 s" in reason for reason in failures(gathered))


def test_requests_to_one_host_are_parted_by_the_delay(site: Site, tmp_path: Path) -> None:
    site.routes |= {"/list.html": list_page("a.pdf", "b.pdf"), "/a.pdf": answer(PDF), "/b.pdf": answer(PDF)}
    sources = {"sources": [{"name": "s", "url": f"{site.address}/list.html", "links": "pdf"}]}
    gather(Sources.model_validate(sources | {"politeness": PROMPT | {"delay": 0.2}}), tmp_path, Silent())
    gaps = [after - before for before, after in zip(site.times, site.times[1:], strict=False)]
    assert len(gaps) == 3
    assert min(gaps) >= 0.19


def test_host_that_is_down_is_given_up_after_a_few_addresses(site: Site, collector: Collector) -> None:
    links = [f"{number}.pdf" for number in range(8)]
    site.routes |= {"/list.html": list_page(*links)} | {f"/{link}": web.garbage for link in links}
    gathered = collector.run({"url": f"{site.address}/list.html", "links": r"\.pdf$"}, attempts=1)
    assert len([path for path in site.asked if path.endswith(".pdf")]) == 3
    assert len(failures(gathered)) == 8
    assert "not asked any more" in failures(gathered)[-1]


def test_missing_document_is_not_tried_again_and_what_was_kept_stays(site: Site, collector: Collector) -> None:
    site.routes |= {"/list.html": list_page("a.pdf"), "/a.pdf": answer(PDF)}
    source = {"url": f"{site.address}/list.html", "links": r"\.pdf$", "check_again_days": 0}
    collector.run(source)
    del site.routes["/a.pdf"]
    gathered = collector.run(source)
    assert failures(gathered) == ["The server answers 404 Not Found."]
    assert gathered.exit_status == 0
    assert site.count("/a.pdf") == 2
    assert collector.kept() == [("a.pdf", PDF)]


@pytest.mark.parametrize(
    ("route", "words"),
    [
        (answer(PDF + bytes(3 * 2**20)), "at most"),
        (web.endless(PDF * 1000), "More than"),
        (web.gzip_bomb(50 * 2**20), "More than"),
        (answer("<html><body>请登录</body></html>"), "promises PDF, and what comes is a web page"),
        (answer(b"MZ\x90\x00 program"), "a program"),
        (answer(b""), "empty"),
        (answer(PDF, "video/mp4"), "video/mp4"),
        (web.redirect("/a.pdf"), "on and on"),
        (web.redirect("http://elsewhere.example/a.pdf"), "a host that the source does not list"),
        (web.redirect("file:///etc/passwd"), "no address of the web"),
        (web.redirect(""), "no address of the web"),
        (web.status(403), "403"),
    ],
    ids=[
        "huge", "endless", "gzip_bomb", "login_page", "program", "empty", "video", "loop", "other_host", "file", "nowhere",
        "forbidden",
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused_with_the_reason(
    site: Site, collector: Collector, route: web.Route, words: str
) -> None:
    site.routes |= {"/list.html": list_page("a.pdf", "good.pdf"), "/a.pdf": route, "/good.pdf": answer(PDF)}
    gathered = collector.run({"url": f"{site.address}/list.html", "links": r"\.pdf$", "most_mib": 2})
    (reason,) = failures(gathered)
    assert words in reason
    assert collector.kept() == [("good.pdf", PDF)]
    assert list(collector.root.glob(".incoming*")) == []


def test_gzip_that_is_no_bomb_is_unpacked(site: Site, collector: Collector) -> None:
    site.routes["/a.pdf"] = answer(gzip.compress(PDF), Content_Encoding="gzip")
    collector.run({"url": f"{site.address}/a.pdf"})
    assert collector.kept() == [("a.pdf", PDF)]


def test_login_page_does_not_replace_a_document(site: Site, collector: Collector) -> None:
    source = {"url": f"{site.address}/a.pdf", "check_again_days": 0}
    site.routes["/a.pdf"] = answer(PDF)
    collector.run(source)
    site.routes["/a.pdf"] = answer("<!DOCTYPE html><html>维护中</html>")
    assert "web page" in str(collector.run(source).sources[0].failure)
    assert collector.kept() == [("a.pdf", PDF)]


def test_redirects_are_followed_to_listed_hosts(site: Site, collector: Collector) -> None:
    with web.serving() as files:
        files.routes |= {"/b.pdf": answer(PDF)}
        site.routes["/a.pdf"] = web.redirect(f"{files.address}/b.pdf", 301)
        source = {"url": f"{site.address}/a.pdf"}
        assert "does not list" in str(collector.run(source).sources[0].failure)
        assert files.asked == []
        collector.run(source | {"hosts": [files.address.removeprefix("http://")]})
    assert collector.kept() == [("b.pdf", PDF)]


def test_links_to_hosts_that_are_not_listed_are_told_and_left_alone(site: Site, collector: Collector) -> None:
    site.routes["/list.html"] = list_page("http://files.example.cn/a.pdf")
    (source,) = collector.run({"url": f"{site.address}/list.html", "links": r"\.pdf$"}).sources
    assert source.remarks[-1] == "Links to hosts that the source does not list were left alone: files.example.cn."


def test_page_whose_links_no_pattern_knows_is_remarked_upon(site: Site, collector: Collector) -> None:
    site.routes["/list.html"] = list_page("a.docx")
    (source,) = collector.run({"url": f"{site.address}/list.html", "links": r"\.pdf$"}).sources
    assert "was the page rebuilt?" in source.remarks[0]


@pytest.mark.parametrize("rules", ["User-agent: *\nDisallow: /private/", "User-agent: gongkai\nDisallow: /*/a.pdf$"])
def test_robots_txt_is_obeyed(site: Site, collector: Collector, rules: str) -> None:
    site.routes |= {
        "/robots.txt": answer(rules, "text/plain"),
        "/list.html": list_page("/private/a.pdf", "/open/b.pdf"),
        "/private/a.pdf": answer(PDF),
        "/open/b.pdf": answer(PDF),
    }
    gathered = collector.run({"url": f"{site.address}/list.html", "links": r"\.pdf$"})
    assert site.count("/private/a.pdf") == 0
    assert site.count("/robots.txt") == 1
    assert "robots.txt" in failures(gathered)[0]
    assert len(collector.kept()) == 1


def test_robots_txt_that_cannot_be_had_allows_nothing(site: Site, collector: Collector) -> None:
    site.routes |= {"/robots.txt": web.status(503), "/a.pdf": answer(PDF)}
    gathered = collector.run({"url": f"{site.address}/a.pdf"})
    assert site.count("/a.pdf") == 0
    assert "cannot be had" in str(gathered.sources[0].failure)


def test_crawl_delay_of_robots_txt_counts_where_it_is_longer(site: Site, collector: Collector) -> None:
    site.routes |= {
        "/robots.txt": answer("User-agent: *\nCrawl-delay: 5", "text/plain"),
        "/list.html": list_page("a.pdf"),
    }
    collector.run({"url": f"{site.address}/list.html", "links": r"\.pdf$"})
    assert [round(pause) for pause in collector.pauses if pause > 1] == [5]


def test_one_source_that_fails_is_not_in_the_way_of_the_others(site: Site, collector: Collector) -> None:
    site.routes["/a.pdf"] = answer(PDF)
    began = time.monotonic()
    gathered = collector.run({"url": "http://127.0.0.1:9/x.pdf"}, {"url": f"{site.address}/a.pdf"})
    assert time.monotonic() - began < 10
    assert gathered.exit_status == 1
    assert gathered.summary()[0] == "Collected from 1 of 2 sources: 1 new, 0 changed, 0 as before."


def test_offline_is_told_in_a_sentence(collector: Collector) -> None:
    gathered = collector.run({"url": "http://127.0.0.1:9/x.pdf"})
    assert "Is this machine offline?" in "\n".join(gathered.summary())


def test_chosen_sources_only(site: Site, collector: Collector) -> None:
    site.routes |= {"/a.pdf": answer(PDF), "/b.pdf": answer(PDF + b" b")}
    sources = [{"url": f"{site.address}/a.pdf"}, {"url": f"{site.address}/b.pdf"}]
    collector.run(*sources, only=("s2",))
    assert [name for name, _ in collector.kept()] == ["b.pdf"]
    with pytest.raises(UsageError, match="No source is called s9"):
        collector.run(*sources, only=("s9",))


def test_two_collectors_at_once_are_one_too_many(collector: Collector) -> None:
    collector.root.mkdir()
    with hold_lock(collector.root / ".collect.lock"), pytest.raises(LockedError):
        collector.run({"url": "http://127.0.0.1:9/x.pdf"})
