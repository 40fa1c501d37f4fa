"""``python -m bench.mutations``: how many changed figures the warehouse notices, and what it says of them.

Takes real documents, changes one printed figure at a time (a digit changed, two transposed, one dropped or doubled, the
decimal point moved, the sign or unit changed, two rows swapped, a neighbour's figure copied, a cell blanked, a row
deleted, a word of direction or a year turned), builds the models over all mutants at once and compares their
discrepancies with those of the documents as they are. A change is noticed where a discrepancy above info is new.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from random import Random

from bench.corpus_score import corpus_path
from bench.mutate import report
from bench.mutate.changes import PROSE_KINDS, TABLE_KINDS, YEAR, Mutant, Source, Target, mutants
from bench.mutate.verdicts import Finding, Verdict, read_verdicts, unchanged_findings
from bench.mutate.worlds import build
from loaders.documents import UnreadableDocument
from loaders.readers import read_document
from loaders.stage import stage

EVIDENCE = {"tables": ("table", "form"), "prose": ("statement",), "percentages": ("quantity",)}
ALL_EVIDENCE = frozenset(name for names in EVIDENCE.values() for name in names)
_CHUNK = 300


def read_sources(paths: Sequence[Path]) -> list[Source]:
    """Documents, read and staged once. Those that cannot be read are left out."""
    sources = []
    for path in paths:
        try:
            document = read_document(path.read_bytes())
        except UnreadableDocument:
            continue
        sources.append(Source(path.name, document, stage(document).rows))
    return sources


def draw(
    source: Source,
    per_document: int | None,
    kinds: Sequence[str],
    rng: Random,
    evidence: Collection[str] = ALL_EVIDENCE,
) -> Iterator[Mutant]:
    """Mutants of one document: each figure drawn once, its kind of change in turn; where it is not possible, the next.

    ``per_document`` is how many figures are drawn of each of tables and forms, prose, and percentages; None is all.
    """
    for group in EVIDENCE.values():
        found = [target for target in source.targets if target.evidence in group and target.evidence in evidence]
        chosen = found if per_document is None else rng.sample(found, min(per_document, len(found)))
        for number, target in enumerate(chosen):
            yield from mutants(source, target, _turned(_possible(target, kinds), number), rng)


def _possible(target: Target, kinds: Sequence[str]) -> list[str]:
    printed = (*PROSE_KINDS, YEAR) if target.block_no is not None else TABLE_KINDS
    return [kind for kind in printed if kind in kinds]


def _turned(kinds: Sequence[str], by: int) -> list[str]:
    at = by % len(kinds) if kinds else 0
    return [*kinds[at:], *kinds[:at]]


def run(
    sources: Sequence[Source], drawn: Sequence[tuple[Source, Mutant]], directory: Path
) -> tuple[list[Verdict], list[tuple[str, Finding]]]:
    """Verdicts of all mutants, and the findings on the documents as they are."""
    verdicts: list[Verdict] = []
    findings: list[tuple[str, Finding]] = []
    for first in range(0, len(drawn), _CHUNK):
        database, worlds = build(directory, sources, drawn[first : first + _CHUNK])
        verdicts += read_verdicts(database, sources, worlds)
        findings = unchanged_findings(database, sources)
        print(f"{len(verdicts)} of {len(drawn)} changes judged", file=sys.stderr)
    return verdicts, findings


def _paths(options: argparse.Namespace) -> list[Path]:
    if options.disclosures:
        found = [path for place in options.disclosures for path in sorted(place.rglob("*")) if path.is_file()]
    else:
        corpus = corpus_path()
        found = [*sorted((corpus / "text").glob("*.txt")), *sorted((corpus / "pdf").glob("*.pdf"))]
    return found


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.mutations", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--disclosures", type=Path, action="append", metavar="DIR", help="default: the corpus")
    parser.add_argument("--document", default="", help="change only documents whose name contains this")
    parser.add_argument("--per-document", type=int, default=60, metavar="N", help="figures drawn of each document")
    parser.add_argument("--all", action="store_true", help="every figure of every document")
    parser.add_argument("--only", choices=list(EVIDENCE), action="append", help="where figures stand (default: all)")
    parser.add_argument("--rounds", type=int, default=1, metavar="N", help="draw so often, with other changes")
    parser.add_argument("--kind", action="append", choices=sorted({*TABLE_KINDS, *PROSE_KINDS, YEAR}))
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--directory", type=Path, metavar="DIR", help="where to work and leave the last database")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every verdict to this file")
    return parser.parse_args(argv)


def _drawn(sources: Sequence[Source], options: argparse.Namespace, rng: Random) -> Iterator[tuple[Source, Mutant]]:
    """Each round begins with another kind of change, so that a figure meets different ones."""
    kinds = options.kind or [*dict.fromkeys((*TABLE_KINDS, *PROSE_KINDS, YEAR))]
    evidence = {name for part in options.only or EVIDENCE for name in EVIDENCE[part]}
    count = None if options.all else options.per_document
    seen: set[str] = set()
    for _ in range(options.rounds):
        for source in (source for source in sources if options.document in source.name):
            for mutant in draw(source, count, rng.sample(kinds, len(kinds)), rng, evidence):
                # The same change twice would be one document twice.
                if mutant.document.key not in seen:
                    seen.add(mutant.document.key)
                    yield source, mutant


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns 0 where the shares reach their targets, 1 where not, 2 without documents."""
    options = _arguments(argv)
    sources = read_sources(_paths(options))
    if not sources:
        print("no documents: name them with --disclosures, or set GONGKAI_CORPUS", file=sys.stderr)
        return 2
    drawn = [*_drawn(sources, options, Random(options.seed))]
    with tempfile.TemporaryDirectory() as scratch:
        verdicts, findings = run(sources, drawn, options.directory or Path(scratch))
    print(report.text(verdicts, findings))
    if options.json:
        options.json.write_text(json.dumps(report.as_table(verdicts), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if report.passes(verdicts) else 1


if __name__ == "__main__":
    raise SystemExit(main())
