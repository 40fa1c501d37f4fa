"""``python -m bench.corpus_score``: the loaders against the answer key of real disclosures.

Prints recall, precision and agreement by document and kind, then every missing and every extra item. The
corpus is ``$GONGKAI_CORPUS`` or ``../shared/corpus`` beside the repository. Exit status 0 when every kind of
every document reaches its threshold, 1 when one does not, 2 when there is no corpus.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from bench.score.key import KeyDocument, load_key
from bench.score.matching import compare
from bench.score.model import KINDS, Outcome
from bench.score.observed import observe
from bench.score.report import Score, as_table, difference_lines, score_lines, scores, totals

DEFAULT_CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def corpus_path() -> Path:
    """Where the real disclosures and their key lie."""
    return Path(os.environ.get("GONGKAI_CORPUS", DEFAULT_CORPUS))


def score_document(document: KeyDocument) -> Outcome:
    """Stage one document and hold it against the key. A document that cannot be staged misses everything."""
    from loaders.stage import stage_document

    try:
        # The key of the PDFs holds amounts only, that of the texts percentages too.
        observed = observe(stage_document(document.path.read_bytes()).rows, rates=document.part == "text")
    except Exception:
        traceback.print_exc()
        observed = []
    return compare(document.name, document.items, observed)


def score_corpus(
    corpus: Path, parts: Sequence[str] = ("text", "pdf"), document: str = ""
) -> list[tuple[KeyDocument, Outcome]]:
    """Outcomes of all documents of these parts whose name contains ``document``."""
    chosen = [d for d in load_key(corpus) if d.part in parts and document in d.name]
    return [(d, score_document(d)) for d in chosen]


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.corpus_score",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--document", default="", help="only documents whose name contains this")
    parser.add_argument("--part", choices=("text", "pdf"), action="append", help="only texts or only PDFs")
    parser.add_argument("--kind", choices=KINDS, action="append", help="only these kinds")
    parser.add_argument("--verbose", action="store_true", help="list pairs that differ in place, name or meaning")
    parser.add_argument("--summary", action="store_true", help="no list of differences")
    parser.add_argument("--json", type=Path, help="write the scores to this file")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns the exit status."""
    options = _arguments(argv)
    kinds = options.kind or KINDS
    outcomes = score_corpus(corpus_path(), options.part or ("text", "pdf"), options.document)
    if not outcomes:
        print(f"no documents under {corpus_path()}: set GONGKAI_CORPUS", file=sys.stderr)
        return 2
    everything: list[Score] = []
    for document, outcome in outcomes:
        found = [s for s in scores(document.part, outcome) if s.kind in kinds]
        everything += found
        print(f"\n{document.name}", *score_lines(found), sep="\n")
        if not options.summary:
            print(*difference_lines(outcome, kinds, options.verbose), sep="\n")
    for part in ("text", "pdf"):
        print(
            f"\nall {part} documents",
            *score_lines([t for t in totals(everything) if t.part == part]),
            sep="\n",
        )
    if options.json:
        options.json.write_text(json.dumps(as_table(everything), ensure_ascii=False, indent=1), encoding="utf-8")
    return 0 if all(score.passes for score in everything) else 1


if __name__ == "__main__":
    raise SystemExit(main())
