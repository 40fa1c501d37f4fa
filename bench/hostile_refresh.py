"""``python -m bench.hostile_refresh``: a refresh over hostile files with good ones among them.

Writes the hostile corpus and twenty good documents, refreshes a warehouse of its own as a nightly job would, and checks
that every good document is published, every hostile file is published or explained, no text of a stranger comes
out raw in the site, and that time and memory stay within limits.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb

from bench.hostile.case import IMAGE, SCRIPT, Case
from bench.hostile.corpus import corpus, quick, write
from bench.synthetic import documents
from refresh.output import shown

PROJECT = Path(__file__).resolve().parent.parent
GOOD = 20


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns 0 where everything holds."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile_refresh", description=__doc__.split("\n")[0])
    parser.add_argument("--keep", type=Path, metavar="DIR", help="work here and leave everything for a look")
    parser.add_argument("--quick", action="store_true", help="without what takes seconds to make or to read")
    options = parser.parse_args(argv)
    root = options.keep or Path(tempfile.mkdtemp(prefix="gongkai-hostile-"))
    try:
        return _run(root, quick() if options.quick else corpus())
    finally:
        if options.keep is None:
            shutil.rmtree(root, ignore_errors=True)


def _run(root: Path, hostile: Iterable[Case]) -> int:
    disclosures = root / "disclosures"
    cases = write(hostile, disclosures)
    good = list(documents(GOOD, 5, ["pdf", "docx", "xlsx", "html", "text_rows"]))
    for name, data in good:
        path = disclosures / "good" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    print(f"{len(cases)} hostile files and {len(good)} good ones", flush=True)
    status, seconds, peak = _refresh(disclosures, root / "warehouse")
    print(f"refresh ended with {status} after {seconds:.0f} s; most memory of one process {peak / 2**20:,.0f} MiB")
    if status != 0:
        return 1
    problems = _problems(root / "warehouse", [case.name for case in cases], [name for name, _ in good])
    for problem in problems:
        print(f"PROBLEM {shown(problem)}")
    return 1 if problems else 0


def _refresh(disclosures: Path, warehouse: Path) -> tuple[int, float, int]:
    """Exit status, seconds, and the highest resident memory of any process of the refresh in bytes."""
    command = [sys.executable, "-m", "refresh", "refresh", "--disclosures", str(disclosures)]
    began = time.perf_counter()
    with subprocess.Popen([*command, "--warehouse", str(warehouse)], cwd=PROJECT, start_new_session=True) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, _largest(process.pid))
            time.sleep(0.1)
    return process.returncode, time.perf_counter() - began, peak


def _largest(session: int) -> int:
    """Resident memory of the largest process of a session, in bytes."""
    pages = [0]
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(stat[3]) == session:
                pages.append(int(stat[21]))
    return max(pages) * os.sysconf("SC_PAGE_SIZE")


def _problems(warehouse: Path, hostile: Sequence[str], good: Sequence[str]) -> list[str]:
    with duckdb.connect(str(warehouse / "gongkai.duckdb"), read_only=True) as connection:
        loaded = {path for (path,) in connection.execute("select file_path from meta.document_files").fetchall()}
        refused = dict(connection.execute("select file_path, reason from meta.quarantine").fetchall())
        codes = Counter(code for (code,) in connection.execute("select reason_code from meta.quarantine").fetchall())
    print(json.dumps({"published": len(loaded), "quarantined": len(refused), "reasons": codes.most_common()}))
    problems = [f"the good document {name} is not published" for name in good if f"good/{name}" not in loaded]
    for path, reason in refused.items():
        if path.startswith("good/") or "a bug of theirs" in reason:
            problems.append(f"{path}: {reason}")
    told = [*loaded, *refused]
    # Names that are no UTF-8 are told as GB18030: known by the family and number of files instead.
    problems += [
        f"nothing is known of {name}"
        for name in hostile
        if name.isprintable() and not any(path == name or path.startswith(f"{name}/") for path in told)
    ]
    problems += [f"{page} holds {text}" for page in _pages(warehouse / "site") for text in _raw(page)]
    return problems


def _pages(site: Path) -> list[Path]:
    return [path for path in site.resolve().rglob("*") if path.suffix in (".html", ".json", ".js")]


def _raw(page: Path) -> list[str]:
    content = page.read_text(encoding="utf-8", errors="replace")
    return [text for text in (SCRIPT, IMAGE) if text in content]


if __name__ == "__main__":
    raise SystemExit(main())
