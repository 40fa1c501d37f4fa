"""Counts of a comparison and their printing; what falls below its threshold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bench.score.model import KINDS, Outcome

# Share of the key found and share of what was found that is in the key, by part of the corpus and kind.
# Agreement is the share of pairs that agree in everything else (place, names, meaning of a sentence).
DEFAULT_THRESHOLD = {"text": 1.0, "pdf": 0.999}
THRESHOLDS = {
    ("text", "prose"): 0.98,
    ("pdf", "prose"): 0.98,
    ("pdf", "identity"): 1.0,
    ("pdf", "tables"): 1.0,
}
AGREEMENT = {"text": 0.99, "pdf": 0.98}


@dataclass(frozen=True, slots=True)
class Score:
    """One kind in one document (or in all of a part): numbers of items, and the ratios that follow."""

    part: str
    document: str
    kind: str
    matched: int
    missing: int
    extra: int
    agreeing: int

    @property
    def recall(self) -> float:
        """Share of the key that was found; 1 where the key holds nothing."""
        return self.matched / (self.matched + self.missing) if self.matched + self.missing else 1.0

    @property
    def precision(self) -> float:
        """Share of what was found that the key holds; 1 where nothing was found."""
        return self.matched / (self.matched + self.extra) if self.matched + self.extra else 1.0

    @property
    def agreement(self) -> float:
        """Share of matched items that agree in place, name and meaning too."""
        return self.agreeing / self.matched if self.matched else 1.0

    @property
    def threshold(self) -> float:
        return THRESHOLDS.get((self.part, self.kind), DEFAULT_THRESHOLD[self.part])

    @property
    def passes(self) -> bool:
        """Recall and precision reach the threshold of this kind, and agreement its own."""
        return min(self.recall, self.precision) >= self.threshold and self.agreement >= AGREEMENT[self.part]


def scores(part: str, outcome: Outcome) -> list[Score]:
    """One score a kind that the key or the loaders speak of in this document."""
    found = []
    for kind in KINDS:
        pairs = [p for p in outcome.pairs if p.item.kind == kind]
        missing = sum(item.kind == kind for item in outcome.missing)
        extra = sum(o.kind == kind for o in outcome.extra)
        if pairs or missing or extra:
            agreeing = sum(not p.differs for p in pairs)
            found.append(Score(part, outcome.document, kind, len(pairs), missing, extra, agreeing))
    return found


def totals(all_scores: Iterable[Score]) -> list[Score]:
    """The same counts over all documents of a part."""
    sums: dict[tuple[str, str], list[int]] = {}
    for score in all_scores:
        counts = sums.setdefault((score.part, score.kind), [0, 0, 0, 0])
        for at, value in enumerate((score.matched, score.missing, score.extra, score.agreeing)):
            counts[at] += value
    return [Score(part, "all", kind, *counts) for (part, kind), counts in sums.items()]


def score_lines(found: Sequence[Score]) -> Iterator[str]:
    """A table of scores, one line each."""
    for score in found:
        mark = "ok  " if score.passes else "LOW "
        yield (
            f"{mark}{score.kind:16} key {score.matched + score.missing:5} found {score.matched:5} "
            f"extra {score.extra:4} recall {score.recall:.4f} precision {score.precision:.4f} "
            f"agreement {score.agreement:.4f}"
        )


def difference_lines(outcome: Outcome, kinds: Sequence[str], verbose: bool) -> Iterator[str]:
    """Every missing and every extra item; with ``verbose`` pairs that differ in place, name or meaning."""
    for item in outcome.missing:
        if item.kind in kinds:
            yield f"  missing  {item.kind:16} {item.text}"
    for observed in outcome.extra:
        if observed.kind in kinds:
            yield f"  extra    {observed.kind:16} {observed.text}"
    if verbose:
        yield from _disagreements(outcome, kinds)


def _disagreements(outcome: Outcome, kinds: Sequence[str]) -> Iterator[str]:
    for pair in outcome.pairs:
        if pair.differs and pair.item.kind in kinds:
            wanted = {check.name: check.wanted for check in pair.item.checks}
            differs = ", ".join(f"{name} (key: {wanted[name]})" for name in pair.differs)
            yield f"  differs  {pair.item.kind:16} {pair.observed.text} — {differs}"


def as_table(found: Iterable[Score]) -> list[Mapping[str, object]]:
    """Scores as plain records, for files and other programs."""
    return [
        {
            "part": s.part,
            "document": s.document,
            "kind": s.kind,
            "matched": s.matched,
            "missing": s.missing,
            "extra": s.extra,
            "recall": round(s.recall, 4),
            "precision": round(s.precision, 4),
            "agreement": round(s.agreement, 4),
            "passes": s.passes,
        }
        for s in found
    ]
