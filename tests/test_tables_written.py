"""Disclosures written in random layouts are read back to the figure: nothing missing, nothing extra, in every format."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.score.matching import compare
from bench.score.observed import observe
from loaders.figures import read_tables
from loaders.identity import Identity
from loaders.readers import read_document
from loaders.recognise import recognise
from tests.writer.expected import key_items
from tests.writer.formats import write
from tests.writer.invent import invent_disclosure
from tests.writer.layout import print_disclosure
from tests.writer.options import random_options

KINDS = {"functional", "economic", "summary", "three_public", "procurement"}


@pytest.mark.parametrize("file_format", ["text_rows", "html"])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000))
def test_every_figure_of_a_written_disclosure_is_read_and_no_other(file_format: str, seed: int) -> None:
    rng = Random(seed)
    disclosure, options = invent_disclosure(rng), random_options(rng)
    data = write(print_disclosure(disclosure, options), options, [file_format])[file_format]
    document = read_document(data)
    identity = Identity(
        fiscal_year=disclosure.fiscal_year, budget_stage=disclosure.stage, unit_published=disclosure.unit
    )
    reading = read_tables(recognise(document, identity, set()), document, identity)
    rows = {
        "tables": (), "documents": (), "indicators": (),
        "figures": reading.figures, "quantities": reading.quantities, "projects": reading.projects,
    }  # fmt: skip
    observed = [seen for seen in observe(rows) if seen.kind in KINDS]
    outcome = compare("written", [item for item in key_items(disclosure) if item.kind in KINDS], observed)
    assert [item.text for item in outcome.missing] == []
    assert [seen.text for seen in outcome.extra] == []
    assert [(pair.item.text, pair.differs) for pair in outcome.pairs if pair.differs] == []
