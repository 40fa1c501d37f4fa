"""The answer key on disk: which documents it covers and all its items by document."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.score import key_forms, key_prose, key_tables
from bench.score.key_tables import KeyRow
from bench.score.model import KeyItem

# Prose rows that other files of the key hold as well: the same printed figure must not be asked for twice.
_ALSO_IN_FUNCTIONAL = ("general_public_expenditure",)


@dataclass(frozen=True, slots=True)
class KeyDocument:
    """One document of the corpus and what the key holds of it. ``part`` is ``text`` or ``pdf``."""

    name: str
    part: str
    path: Path
    items: tuple[KeyItem, ...]


def load_key(corpus: Path) -> list[KeyDocument]:
    """Every document of ``corpus`` that is present, with its key items."""
    documents: list[KeyDocument] = []
    for part in ("text", "pdf"):
        folder = corpus / "expected" / part
        if not folder.is_dir():
            continue
        items = _items(folder)
        for row in _rows(folder, "documents"):
            path = corpus / part / row["doc"]
            if path.is_file():
                documents.append(KeyDocument(row["doc"], part, path, tuple(items[row["doc"]])))
    return documents


def _rows(folder: Path, name: str) -> Iterator[KeyRow]:
    path = folder / f"{name}.csv"
    if path.is_file():
        with path.open(encoding="utf-8-sig", newline="") as handle:
            yield from csv.DictReader(handle)


def _items(folder: Path) -> dict[str, list[KeyItem]]:
    found: dict[str, list[KeyItem]] = defaultdict(list)
    for item in (*_tables(folder), *_sentences(folder), *_forms(folder)):
        found[item.document].append(item)
    return found


def _tables(folder: Path) -> Iterator[KeyItem]:
    for row in _rows(folder, "tables"):
        yield from key_tables.table(row)
    for row in _rows(folder, "functional"):
        if row["table_kind"] != "narrative":
            yield from key_tables.functional(row)
    for row in _rows(folder, "economic"):
        yield from key_tables.economic(row)
    for row in _rows(folder, "summary"):
        yield from key_tables.summary(row)
    for row in _rows(folder, "three_public"):
        yield from key_tables.three_public(row)
    for row in _rows(folder, "procurement"):
        yield from key_tables.procurement(row)


def _sentences(folder: Path) -> Iterator[KeyItem]:
    narrated = set()
    for row in _rows(folder, "functional"):
        if row["table_kind"] == "narrative":
            narrated.add((row["doc"], row["line"], row["amount"]))
            yield from key_prose.functional_sentence(row)
    for row in _rows(folder, "prose"):
        again = row["topic"] in _ALSO_IN_FUNCTIONAL and (row["doc"], row.get("line", ""), row["amount"]) in narrated
        if not again:
            yield from key_prose.prose(row)


def _forms(folder: Path) -> Iterator[KeyItem]:
    issuers = {row["doc"]: row["issuer"] for row in _rows(folder, "documents")}
    # One body prints its name in several ways; the documents of one group are all its own.
    spellings: dict[str, set[str]] = defaultdict(set)
    for row in _rows(folder, "documents"):
        spellings[row.get("issuer_group", row["issuer"])] |= {row["issuer"], row.get("issuer_group", row["issuer"])}
    for row in _rows(folder, "documents"):
        yield from key_forms.identity(row, spellings[row.get("issuer_group", row["issuer"])])
    listed = {(row["doc"], row["line"]) for row in _rows(folder, "project_funding")}
    for row in _rows(folder, "projects"):
        yield from key_forms.project(row, issuers[row["doc"]])
        if row["total_amount"] and (row["doc"], row["amount_line"]) not in listed:
            yield from key_forms.project_amount(row)
    for row in _rows(folder, "project_funding"):
        yield from key_forms.funding(row)
    for row in _rows(folder, "indicators"):
        yield from key_forms.indicator(row)
