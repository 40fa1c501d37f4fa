"""What strangers put on a list page to stop, fill or fool a warehouse: refused with a reason, or harmless text.

``python -m bench.hostile_refresh`` takes the whole corpus through a whole refresh; here are the quick ones, up to the
staged entry, and good documents with bytes changed. ``GONGKAI_FUZZ_SEED`` and ``GONGKAI_FUZZ_EACH`` make it another
or a longer hunt.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bench.hostile.case import Case
from bench.hostile.corpus import mutants, quick
from bench.synthetic import documents
from loaders.staged import staged_dir
from refresh.bundles import open_bundles
from refresh.collect import Collected, SeenFiles, collect
from refresh.load import Failure, Job, Limits, load_documents

LIMITS = Limits(seconds=10, memory_bytes=2 * 2**30)
SEED = int(os.environ.get("GONGKAI_FUZZ_SEED", "5"))
EACH = int(os.environ.get("GONGKAI_FUZZ_EACH", "12"))

pytestmark = pytest.mark.slow


@dataclass
class Outcome:
    """What became of a directory of documents, by path; of archives, by the paths inside them."""

    collected: Collected
    staged: Path
    loaded: set[str] = field(default_factory=set)
    reasons: dict[str, Failure] = field(default_factory=dict)
    seconds: float = 0.0


def through_the_loaders(root: Path, cases: Sequence[Case]) -> Outcome:
    """Write the files, list them, open the archives, and read every document in a worker."""
    disclosures, staged = root / "disclosures", root / "staged"
    for case in cases:
        case.write(disclosures)
    began = time.monotonic()
    collected = open_bundles(collect([str(disclosures)], SeenFiles({})), root / "bundles")
    outcome = Outcome(collected, staged)
    outcome.reasons |= {file.path: Failure(file.code, file.reason) for file in collected.refused}
    paths: dict[str, list[str]] = {}
    jobs: dict[str, Job] = {}
    for file in collected.files:
        paths.setdefault(file.document_key, []).append(file.path)
        entry = staged_dir(staged, file.document_key, "t")
        jobs.setdefault(file.document_key, Job(file.document_key, file.sha256, file.location, entry))

    def done(job: Job, failure: Failure | None) -> None:
        for path in paths[job.document_key]:
            if failure is None:
                outcome.loaded.add(path)
            else:
                outcome.reasons[path] = failure

    load_documents(list(jobs.values()), LIMITS, done)
    outcome.seconds = time.monotonic() - began
    return outcome


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Case], Outcome]:
    """The quick part of the corpus with good documents among it."""
    cases = list(quick())
    good = [Case(f"good/{name}", data) for name, data in documents(4, 5, ["pdf", "docx", "xlsx", "html"])]
    return cases, through_the_loaders(tmp_path_factory.mktemp("hostile"), [*cases, *good])


def test_every_hostile_file_is_read_or_explained_and_every_good_one_read(hostile: tuple[list[Case], Outcome]) -> None:
    cases, outcome = hostile
    assert len({case.name for case in cases}) == len(cases) >= 200
    assert sum(path.startswith("good/") for path in outcome.loaded) == 4
    told = outcome.loaded | outcome.reasons.keys()
    silent = {
        case.name
        for case in cases
        if case.name.isprintable() and not any(path == case.name or path.startswith(f"{case.name}/") for path in told)
    }
    assert silent == set()


def test_what_must_be_refused_is_refused_and_harmless_text_is_loaded(hostile: tuple[list[Case], Outcome]) -> None:
    cases, outcome = hostile
    for case in cases:
        inside = [path for path in outcome.loaded if path.startswith(f"{case.name}/")]
        if case.must == "refused":
            assert case.name in outcome.reasons, case.name
            assert not inside
        elif case.must == "loaded" and case.name.isprintable():
            assert case.name in outcome.loaded, outcome.reasons.get(case.name)


def test_every_reason_is_a_sentence_and_none_is_a_bug(hostile: tuple[list[Case], Outcome]) -> None:
    _, outcome = hostile
    assert all(len(failure.reason) > 10 for failure in outcome.reasons.values())
    bugs = {path: failure for path, failure in outcome.reasons.items() if failure.code in ("loader_error", "crashed")}
    assert bugs == {}


def test_no_name_from_an_archive_becomes_a_path(hostile: tuple[list[Case], Outcome]) -> None:
    _, outcome = hostile
    bundles = outcome.staged.parent / "bundles"
    names = {path.name for path in bundles.rglob("*") if path.is_file()}
    assert all(name == "index.json" or (len(name) == 64 and int(name, 16) >= 0) for name in names)
    assert not Path("/tmp/escaped.txt").exists()


def test_changed_bytes_end_in_an_entry_or_a_reason(tmp_path: Path) -> None:
    formats = ("pdf", "docx", "xlsx", "html", "text_rows", "csv")
    good = [(f"{name}_{data[0]}", data[1]) for name in formats for data in documents(1, SEED, [name])]
    outcome = through_the_loaders(tmp_path, list(mutants(good, EACH, SEED)))
    assert len(outcome.loaded) + len(outcome.reasons) == len(formats) * EACH
    bugs = {path: failure for path, failure in outcome.reasons.items() if failure.code in ("loader_error", "crashed")}
    assert bugs == {}, f"seed {SEED}"
    # Most mutants of text formats are still documents; otherwise nothing would have been tried.
    assert len(outcome.loaded) >= EACH
