"""Nothing stands in the README that is not so: results, commands, files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from refresh.cli import main
from tests.conftest import PROJECT, Published
from tests.readme import query, shown_results

README = (PROJECT / "README.md").read_text(encoding="utf-8")
CHINESE = (PROJECT / "README.zh.md").read_text(encoding="utf-8")


def test_the_readme_shows_a_result_before_anything_else() -> None:
    first = README.index("```sql")
    assert first < README.index("## ")
    assert len(shown_results(README)) == 6


@pytest.mark.parametrize("at", range(len(shown_results(README))))
def test_results_shown_are_the_results(at: int, published: Published) -> None:
    sql, shown = shown_results(README)[at]
    assert query(published.warehouse, sql) == shown


@pytest.mark.parametrize("command", sorted(set(re.findall(r"gongkai (refresh|status|query|trace|audit|\w+) ", README))))
def test_commands_named_explain_themselves(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert "gongkai " + command in capsys.readouterr().out


@pytest.mark.parametrize("text", [README, CHINESE], ids=["README.md", "README.zh.md"])
def test_links_lead_somewhere(text: str) -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if not link.startswith("http")]
    assert links
    assert [link for link in links if not (PROJECT / link).exists()] == []


def test_tables_named_exist(published: Published) -> None:
    named = set(re.findall(r"`((?:fct|dim)_\w+|findings|published_figures)`", README + CHINESE))
    listed = query(published.warehouse, "select table_name from information_schema.tables where table_schema = 'mart'")
    assert named
    assert sorted(name for name in named if name not in listed.split()) == []


def test_the_road_leads_over_at_most_eight_files() -> None:
    road = (PROJECT / "docs" / "road.md").read_text(encoding="utf-8")
    steps = [Path(path) for path in re.findall(r"^\| \d+ \| `([^`]+)`", road, re.MULTILINE)]
    assert 0 < len(steps) <= 8
    assert len(set(steps)) == len(steps)
    assert [str(step) for step in steps if not (PROJECT / step).is_file()] == []
