"""Written disclosures are read back: every cell by the readers, every figure by the loaders, for any valid disclosure
in any layout and file format."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bench.score.matching import compare
from bench.score.observed import observe
from bench.score.report import difference_lines
from loaders.documents import Grid
from loaders.readers import read_document
from tests.writer.expected import key_items
from tests.writer.formats import FORMATS
from tests.writer.invent import FAMILIES, invent_disclosure
from tests.writer.invent_forms import STYLES, invent_forms
from tests.writer.layout import print_disclosure
from tests.writer.options import LayoutOptions, random_options
from tests.writer.printed import PrintedGrid

# What a written disclosure is held against in both directions.
FIGURES = ("functional", "economic", "summary", "three_public", "identity")
FORMS = ("projects", "project_funding", "indicators", "summary", "identity")
few = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Office files and PDFs are slow to write: a failing example is shown as it was found.
quick = settings(few, max_examples=5, phases=[Phase.explicit, Phase.reuse, Phase.generate])
seeds = st.randoms(use_true_random=False)


def printed_values(printed: tuple[object, ...]) -> list[str]:
    """Every text of every grid, in reading order, without blanks."""
    return [
        text for block in printed if isinstance(block, PrintedGrid) for row in block.matrix() for text in row if text
    ]


def read_values(data: bytes) -> list[str]:
    """The same of what a reader gives, paragraphs included: a row of one cell may come as one."""
    texts = []
    for block in read_document(data).blocks:
        cells = [cell.text for cell in block.cells()] if isinstance(block, Grid) else [block.text]
        texts += ["".join(text.split()) for text in cells if text.strip()]
    return texts


def is_within(wanted: list[str], got: list[str]) -> bool:
    """True when ``wanted`` stands in ``got`` in this order, with other texts between."""
    rest = iter(got)
    return all(any("".join(text.split()) == other for other in rest) for text in wanted)


@pytest.mark.parametrize("file_format", FORMATS)
@few
@given(seeds)
def test_every_cell_is_read_back_in_order(file_format: str, rng: Random) -> None:
    options = random_options(rng)
    printed = print_disclosure(invent_disclosure(rng), options)
    assert is_within(printed_values(printed), read_values(FORMATS[file_format](printed, options)))


@pytest.mark.parametrize("family", FAMILIES)
@few
@given(seeds)
def test_every_figure_is_read_back_from_any_layout(family: str, rng: Random) -> None:
    from loaders.stage import stage_document

    disclosure, options = invent_disclosure(rng, family), random_options(rng)
    data = FORMATS["text_rows"](print_disclosure(disclosure, options), options)
    outcome = compare(disclosure.title, key_items(disclosure), observe(stage_document(data).rows))
    wrong = list(difference_lines(outcome, FIGURES, verbose=False))
    assert not wrong, "\n".join([repr(options), *wrong])


@pytest.mark.parametrize("file_format", FORMATS)
@quick
@given(seeds)
def test_every_figure_is_read_back_from_any_format(file_format: str, rng: Random) -> None:
    from loaders.stage import stage_document

    disclosure, options = invent_disclosure(rng), LayoutOptions(page=rng.choice(["portrait", "landscape", "rotated"]))
    data = FORMATS[file_format](print_disclosure(disclosure, options), options)
    outcome = compare(disclosure.title, key_items(disclosure), observe(stage_document(data).rows))
    wrong = list(difference_lines(outcome, FIGURES, verbose=False))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("file_format", ["text_rows", "text_cells", "html", "docx", "pdf"])
@pytest.mark.parametrize("style", STYLES)
@quick
@given(seeds)
def test_every_form_is_read_back(style: str, file_format: str, rng: Random) -> None:
    from loaders.stage import stage_document

    disclosure, options = invent_forms(rng, style), LayoutOptions()
    data = FORMATS[file_format](print_disclosure(disclosure, options), options)
    outcome = compare(disclosure.title, key_items(disclosure), observe(stage_document(data).rows))
    wrong = list(difference_lines(outcome, FORMS, verbose=False))
    assert not wrong, "\n".join(wrong)


@given(seeds)
@settings(few, max_examples=30)
def test_invented_tables_add_up(rng: Random) -> None:
    """Parents are the sums of their children, so that written documents satisfy the identities they are used for."""
    disclosure = invent_disclosure(rng)
    for table in disclosure.contents:
        for part in getattr(table, "parts", ()):
            if part.coded and part.lines and part.lines[0].level == "total":
                classes = [line for line in part.lines if line.level == "class"]
                for at, total in enumerate(part.lines[0].amounts):
                    assert sum(line.amounts[at] or 0 for line in classes) == (total or 0)


def test_equal_pages_give_equal_bytes() -> None:
    options = LayoutOptions()
    printed = print_disclosure(invent_disclosure(Random(1)), options)
    for writer in FORMATS.values():
        assert all(a == b for a, b in pairwise(writer(printed, options) for _ in range(2)))
