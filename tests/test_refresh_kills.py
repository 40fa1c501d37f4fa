"""Refreshes killed at random moments, again and again: nobody notices, and the end is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.kills import ROAD, WHOLE_ROAD, Trial


@pytest.mark.slow
def test_thirty_random_kills_leave_every_answer_whole_and_the_rows_of_a_clean_build(tmp_path: Path) -> None:
    sources = []
    for name in ("a", "b", "c", "d"):
        sources.append(tmp_path / f"{name}.txt")
        sources[-1].write_text(f"Title of {name}")
    outcome = Trial(tmp_path / "trial", sources, ROAD, WHOLE_ROAD, seed=5).run(kills=30)
    assert outcome.is_clean, outcome
    assert outcome.kills == 30
    assert outcome.queries > 30
