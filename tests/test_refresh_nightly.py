"""A refresh as a schedule starts it: collecting first, logs for programs, hooks, and what the summary tells."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from refresh import nightly, pipeline
from refresh.cli import main
from refresh.errors import GongkaiError
from refresh.hooks import Hooks, call
from refresh.lock import hold_lock
from refresh.runs import read_runs
from tests import web
from tests.tiny_refresh import TINY

HEAR = f"{sys.executable} -c \"import sys; open('heard.json', 'a').write(sys.stdin.read() + chr(10))\""
Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """``gongkai refresh`` in a directory of its own, with tiny loaders and models."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(nightly, "default_steps", lambda *_, **__: TINY)
    Path("disclosures").mkdir()
    return lambda *options: main(["refresh", *options])


def write(**documents: str) -> None:
    """Documents of the directory."""
    for name, text in documents.items():
        Path("disclosures", f"{name}.txt").write_text(text)


def heard() -> list[dict[str, object]]:
    """What the hook got, call by call."""
    path = Path("heard.json")
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_summary_says_what_changed_since_the_version_before(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    write(a="Alpha", b="Beta", bad="bad one")
    assert run("-q") == 0
    first = capsys.readouterr().out
    assert "documents   2 published (2 new; files read now: 3)" in first
    assert "not loaded  files in quarantine: 1, 1 of them new" in first
    assert "quarantine  bad.txt: It says so itself." in first
    write(b="Beta, corrected", c="Gamma", worse="bad two")
    assert run("-q") == 0
    second = capsys.readouterr().out
    assert "documents   3 published, 2 before (1 new, 1 changed; files read now: 3)" in second
    assert "not loaded  files in quarantine: 2, 1 of them new" in second
    assert "quarantine  worse.txt: It says so itself." in second
    assert "quarantine  1 as before: gongkai status" in second
    assert "figures     3 (+1), 100 % certified" in second


def test_nothing_new_tells_of_files_that_are_still_not_loaded(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    write(a="Alpha", bad="bad one")
    run("-q")
    capsys.readouterr()
    assert run("-q") == 0
    said = capsys.readouterr().out
    assert said.startswith("Nothing new: 1 documents, published ")
    assert "1 files are not loaded, the same as before" in said


def test_runs_keep_versions_news_and_timings(run: Run) -> None:
    write(a="Alpha", bad="bad one")
    run("-q")
    write(c="Gamma")
    run("-q")
    first, second = read_runs(Path("warehouse/runs"))
    assert first.quarantined == (("bad.txt", "bad", "It says so itself."),)
    assert (first.quarantined_new, second.quarantined_new, second.documents_quarantined) == (1, 0, 1)
    assert {"python", "duckdb", "loaders"} <= second.versions.keys()
    assert second.seconds is not None
    assert len(second.steps) > 4
    with duckdb.connect("warehouse/gongkai.duckdb", read_only=True) as connection:
        news = connection.execute("select kind, sentence from meta.run_news order by run_id").fetchall()
        versions = connection.execute("select count(distinct loader_version) from meta.runs").fetchall()
    assert news == [("quarantine", "bad.txt: It says so itself.")]
    assert versions == [(1,)]


def test_json_log_is_one_object_a_line_on_both_streams(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    write(a="Alpha")
    assert run("--log-format", "json") == 0
    captured = capsys.readouterr()
    steps = [json.loads(line) for line in captured.err.splitlines()]
    assert {step["event"] for step in steps} == {"step", "done"}
    assert all(step["at"] and step["step"] for step in steps)
    (summary,) = [json.loads(line) for line in captured.out.splitlines()]
    assert (summary["event"], summary["documents"], summary["run"]["status"]) == ("summary", 1, "published")
    Path("disclosures/a.txt").unlink()
    assert run("--log-format", "json") == 1
    failure = json.loads(capsys.readouterr().err.splitlines()[-1])
    assert failure["event"] == "failure"
    assert "no document in" in failure["text"]


def test_failure_hook_hears_why(run: Run) -> None:
    assert run("-q", "--on-failure", HEAR) == 1
    (message,) = heard()
    assert message["event"] == "failure"
    assert "no document in disclosures" in str(message["failure"])
    assert run("-q", "--disclosures", "nowhere", "--on-failure", HEAR) == 2
    assert "does not exist" in str(heard()[-1]["failure"])


def test_findings_hook_hears_of_news_and_of_nothing_else(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_ON_FINDINGS", HEAR)
    write(a="Alpha")
    run("-q")
    assert heard() == []
    write(bad="bad one")
    run("-q")
    (message,) = heard()
    assert message["run"]["quarantined"] == [["bad.txt", "bad", "It says so itself."]]  # type: ignore[index]
    write(c="Gamma")
    run("-q")
    run("-q")
    assert len(heard()) == 1


def test_refresh_that_meets_another_calls_no_hook(run: Run) -> None:
    write(a="Alpha")
    Path("warehouse").mkdir()
    with hold_lock(Path("warehouse/refresh.lock")):
        assert run("-q", "--on-failure", HEAR) == 75
    assert heard() == []


@pytest.mark.parametrize(
    ("command", "note"),
    [
        ("exit 7", "ended with status 7"),
        ("/no/such/program", "ended with status 127"),
        ("sleep 30 & sleep 30", "took longer than 0.3 s"),
        ("exec 0<&-; echo heard nothing", "hook: heard nothing"),
        ("true", None),
    ],
)
def test_whatever_a_hook_does_is_a_note(command: str, note: str | None) -> None:
    notes: list[str] = []
    began = time.monotonic()
    call(command, {"text": "x" * 300_000}, notes.append, seconds=0.3 if "sleep" in command else 10)
    assert time.monotonic() - began < 8
    assert bool(notes) == (note is not None)
    assert note is None or note in notes[-1]


def test_hook_that_fails_does_not_change_the_status(run: Run) -> None:
    write(a="Alpha", bad="bad one")
    assert run("-q", "--on-findings", "exit 9") == 0
    assert Hooks.of(None, None) == Hooks()


def sources(*urls: str) -> None:
    """``sources.yml`` in the working directory."""
    listed = "".join(f"  - {{name: s{n}, url: '{url}'}}\n" for n, url in enumerate(urls))
    politeness = "politeness: {delay: 0, backoff: 0, timeout: 0.5, attempts: 2}\n"
    Path("sources.yml").write_text(f"{politeness}sources:\n{listed or '  []'}\n")


def test_refresh_collects_first_and_says_where_documents_come_from(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with web.serving() as site:
        site.routes["/a.txt"] = web.answer("Alpha", "text/plain")
        sources(f"{site.address}/a.txt")
        assert run("-q", "--collect") == 0
        url = f"{site.address}/a.txt"
    assert "Collected from 1 of 1 sources: 1 new" in capsys.readouterr().out
    with duckdb.connect("warehouse/gongkai.duckdb", read_only=True) as connection:
        files = connection.execute("select source_url, retrieved_at is not null from meta.document_files").fetchall()
        counts = connection.execute("select collected_new, sources_failed from meta.runs").fetchall()
    assert files == [(url, True)]
    assert counts == [(1, 0)]
    # Collected documents stay without collecting again, and offline.
    assert run("-q") == 0
    assert run("-q", "--collect") == 0
    assert "Nothing new: 1 documents" in capsys.readouterr().out


def test_offline_the_rest_is_refreshed(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    write(a="Alpha")
    sources("http://127.0.0.1:9/a.txt")
    assert run("-q", "--collect") == 0
    said = capsys.readouterr().out
    assert "Is this machine offline?" in said
    assert "documents   1" in said


def test_list_of_sources_that_is_missing_or_wrong_is_wrong_usage(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    write(a="Alpha")
    assert run("-q", "--collect") == 2
    assert "There is no list of sources at sources.yml" in capsys.readouterr().err
    Path("sources.yml").write_text("sources: [{name: a, url: ftp://example.org, lnks: x}]")
    assert main(["collect"]) == 2
    told = capsys.readouterr().err
    assert "source a url" in told
    assert "source a lnks" in told
    Path("sources.yml").write_text("sources: [{name: a, url: 'http://example.org', links: '('}]")
    assert main(["collect"]) == 2
    assert "no regular expression" in capsys.readouterr().err


def test_failing_build_is_heard_with_its_reason(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise GongkaiError("It broke.")

    write(a="Alpha")
    monkeypatch.setattr(pipeline, "_measure", fail)
    assert run("-q", "--on-failure", HEAR) == 1
    assert heard()[0]["failure"] == "It broke."
