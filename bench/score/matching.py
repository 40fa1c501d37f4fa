"""One-to-one pairing of key items with observations: as many pairs as possible, the best agreeing first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence

from bench.score.model import KeyItem, Observed, Outcome, Pair


def compare(document: str, items: Sequence[KeyItem], observed: Sequence[Observed]) -> Outcome:
    """Pair one document's key items with what was read of it."""
    by_bucket: dict[tuple[str, Hashable], list[int]] = defaultdict(list)
    for index, observation in enumerate(observed):
        by_bucket[observation.pool, observation.bucket].append(index)
    candidates = [_candidates(item, by_bucket.get((item.pool, item.bucket), ()), observed) for item in items]
    # Pairs that agree in everything come first: among equal amounts each keeps the meaning that is its own.
    equal = [
        [i for i in found if not _differences(item, observed[i])] for item, found in zip(items, candidates, strict=True)
    ]
    claimed = _assign(candidates, _assign(equal, {}))
    pairs = tuple(_pair(items[item], observed[index]) for index, item in sorted(claimed.items()))
    answered = set(claimed.values())
    missing = tuple(item for no, item in enumerate(items) if no not in answered and not item.optional)
    extra = tuple(o for index, o in enumerate(observed) if index not in claimed and o.kind is not None)
    return Outcome(document, pairs, missing, extra)


def _candidates(item: KeyItem, indices: Iterable[int], observed: Sequence[Observed]) -> list[int]:
    """Observations that pass every strict check, those that agree in most else first."""
    fitting = [i for i in indices if all(c.test(observed[i]) for c in item.checks if c.strict)]
    return sorted(fitting, key=lambda i: len(_differences(item, observed[i])))


def _differences(item: KeyItem, observation: Observed) -> tuple[str, ...]:
    return tuple(check.name for check in item.checks if not check.strict and not check.test(observation))


def _pair(item: KeyItem, observation: Observed) -> Pair:
    return Pair(item, observation, _differences(item, observation))


def _assign(candidates: Sequence[Sequence[int]], owner: dict[int, int]) -> dict[int, int]:
    """Maximum bipartite matching by augmenting paths from ``owner`` on: observation index → item index.

    Items with the fewest candidates choose first; each tries its best candidate first.
    """

    def claim(item: int, tried: set[int]) -> bool:
        for index in candidates[item]:
            if index in tried:
                continue
            tried.add(index)
            if index not in owner or claim(owner[index], tried):
                owner[index] = item
                return True
        return False

    done = set(owner.values())
    for item in sorted(range(len(candidates)), key=lambda i: len(candidates[i])):
        if item not in done:
            claim(item, set())
    return owner
