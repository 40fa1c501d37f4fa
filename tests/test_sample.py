"""The bundled sample: it is what its facts say, and the loaders read every figure of it back."""

from __future__ import annotations

import pytest

from bench.score.matching import compare
from bench.score.observed import observe
from bench.score.report import difference_lines, scores
from loaders.readers import read_document
from tests.writer.expected import key_items
from tests.writer.facts import load_facts
from tools.write_sample import DOCUMENTS, FACTS, SAMPLE, SampleDocument, sample_bytes

each_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)


@each_document
def test_the_committed_file_is_what_the_facts_give(document: SampleDocument) -> None:
    # Compressed formats may differ in bytes between builds of zlib; what is printed may not.
    committed = read_document((SAMPLE / document.file_name).read_bytes())
    assert committed.blocks == read_document(sample_bytes(document)).blocks, "run python -m tools.write_sample"


@each_document
def test_every_figure_of_the_sample_is_read_back(document: SampleDocument) -> None:
    from loaders.stage import stage_document

    disclosure = load_facts(FACTS / f"{document.name}.yml")
    rows = stage_document((SAMPLE / document.file_name).read_bytes()).rows
    outcome = compare(disclosure.title, key_items(disclosure), observe(rows, rates=False))
    # Which tables a document holds is not part of its facts' key.
    low = [s.kind for s in scores("text", outcome) if s.kind != "tables" and min(s.recall, s.precision) < 1]
    assert not low, "\n".join(difference_lines(outcome, low, verbose=False))


def test_the_sample_folder_holds_nothing_else() -> None:
    found = {path.name for path in SAMPLE.iterdir()}
    assert found == {document.file_name for document in DOCUMENTS} | {"README.md"}


def test_the_readme_lists_every_document() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert all(document.file_name in readme for document in DOCUMENTS)
