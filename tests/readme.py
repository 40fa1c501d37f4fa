"""The results shown in a document: each ``sql`` block is followed by a ``text`` block with what the query prints.

``python -m tests.readme WAREHOUSE README.md`` writes the present results into the document; the diff is reviewed.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

_BLOCKS = re.compile(r"```sql\n(?P<sql>.*?)\n```\n```text\n(?P<shown>.*?)```", re.DOTALL)


def query(warehouse: Path, sql: str) -> str:
    """What ``gongkai query`` prints for a query, without blanks at line ends."""
    command = [sys.executable, "-m", "refresh", "query", sql, "--warehouse", str(warehouse)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return "\n".join(line.rstrip() for line in done.stdout.splitlines()) + "\n"


def shown_results(document: str) -> list[tuple[str, str]]:
    """(query, result shown) of each pair of blocks."""
    return [(match["sql"], match["shown"]) for match in _BLOCKS.finditer(document)]


def with_results(document: str, warehouse: Path) -> str:
    """The document with the results of its queries as they are now."""
    return _BLOCKS.sub(lambda m: f"```sql\n{m['sql']}\n```\n```text\n{query(warehouse, m['sql'])}```", document)


if __name__ == "__main__":
    path = Path(sys.argv[2])
    path.write_text(with_results(path.read_text(encoding="utf-8"), Path(sys.argv[1])), encoding="utf-8")
