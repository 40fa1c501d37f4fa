"""Marts are replaced batch by batch: each has a key for that, or rests on nothing but code lists and other marts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

MARTS = Path(__file__).resolve().parent.parent / "models" / "marts"
KEYS = {"document_key", "disclosure_key", "budget_unit_key"}
MODELS = {path.stem: path for path in sorted(MARTS.glob("*/*.sql"))}


def definition(name: str) -> dict[str, Any]:
    """What the model's own file says of it."""
    (model,) = yaml.safe_load(MODELS[name].with_suffix(".yml").read_text(encoding="utf-8"))["models"]
    assert model["name"] == name
    return dict(model)


@pytest.mark.parametrize("name", MODELS)
def test_a_mart_has_a_key_of_its_rows_or_is_built_from_code_lists_and_marts(name: str) -> None:
    sql = MODELS[name].read_text(encoding="utf-8")
    columns = {column["name"] for column in definition(name)["columns"]}
    read = set(re.findall(r"ref\('(\w+)'\)", sql))
    if "materialized='table'" in sql:
        # Built anew each time: from all documents, so never from what holds the batch alone.
        assert not [other for other in read if other.startswith(("int_", "stg_"))]
    else:
        assert columns & KEYS
