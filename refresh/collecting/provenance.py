"""From where a document came: read by every refresh, so nothing of the web is imported here."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

COLLECTED = "collected"
"""Where collected documents lie below a disclosures directory, unless another place was named."""

RECORD = ".collected.db"
"""The record of addresses and retrievals, hidden beside the documents."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """From where and when a content came first."""

    source_url: str
    retrieved_at: str


def provenance(root: Path) -> Mapping[str, Provenance]:
    """By SHA-256 of the content: address and time of its first retrieval; empty where nothing was collected."""
    path = root / RECORD
    if not path.is_file():
        return {}
    record = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        sql = "select sha256, url, retrieved_at from retrievals order by retrieval_no desc"
        return {digest: Provenance(url, moment) for digest, url, moment in record.execute(sql)}
    except sqlite3.Error:
        return {}
    finally:
        record.close()
