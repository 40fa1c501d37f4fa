"""``gongkai collect``: every listed source visited once, one failing source never in the way of the others."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from refresh.collecting.fetch import Fetcher
from refresh.collecting.pace import Pace
from refresh.collecting.sources import Source, Sources
from refresh.collecting.store import Store, open_store
from refresh.collecting.watch import Watch, Watched
from refresh.errors import FAILED, PUBLISHED, UsageError
from refresh.lock import hold_lock
from refresh.progress import Reporter
from refresh.runs import utc_now

LOCK = ".collect.lock"
_MOST_TOLD = 5


@dataclass(frozen=True, slots=True)
class Gathered:
    """What one run of collecting gave, source by source."""

    sources: tuple[Watched, ...]

    @property
    def failed(self) -> tuple[Watched, ...]:
        """Sources that could not be asked at all."""
        return tuple(source for source in self.sources if not source.is_reached)

    @property
    def exit_status(self) -> int:
        """1 where a source could not be asked, so that a nightly job says so."""
        return FAILED if self.failed else PUBLISHED

    def total(self, name: str) -> int:
        """One count over all sources."""
        return sum(getattr(source, name) for source in self.sources)

    def summary(self) -> list[str]:
        """Lines for a person: counts, then what went wrong, the first few of each source."""
        lines = [
            f"Collected from {len(self.sources) - len(self.failed)} of {len(self.sources)} sources: "
            f"{self.total('new')} new, {self.total('changed')} changed, {self.total('same')} as before."
        ]
        if self.failed and len(self.failed) == len(self.sources):
            lines.append("  No source could be asked. Is this machine offline? What was collected before stays.")
        for source in self.sources:
            lines += [f"  {source.source}: {text}" for text in _troubles(source)]
        return lines


def _troubles(source: Watched) -> list[str]:
    told = [source.failure] if source.failure else []
    told += [f"{url}: {reason}" for url, reason in source.failures[:_MOST_TOLD]]
    if len(source.failures) > _MOST_TOLD:
        told.append(f"and {len(source.failures) - _MOST_TOLD} addresses more that gave nothing.")
    return told + source.remarks


def gather(
    sources: Sources, root: Path, reporter: Reporter, only: Collection[str] = (), pace: Pace | None = None
) -> Gathered:
    """Visit the sources. Raises ``UsageError`` for a name that is not listed, ``LockedError`` where one is at work."""
    chosen = _chosen(sources, only)
    root.mkdir(parents=True, exist_ok=True)
    fetcher = Fetcher(sources.user_agent, pace)
    with hold_lock(root / LOCK) as lock, open_store(root) as store:
        lock.announce(utc_now())
        watched = [_visit(sources, source, fetcher, store, reporter) for source in chosen]
    return Gathered(tuple(watched))


def _chosen(sources: Sources, only: Collection[str]) -> Sequence[Source]:
    unknown = set(only) - {source.name for source in sources.sources}
    if unknown:
        raise UsageError(f"No source is called {', '.join(sorted(unknown))}.")
    return [source for source in sources.sources if not only or source.name in only]


def _visit(sources: Sources, source: Source, fetcher: Fetcher, store: Store, reporter: Reporter) -> Watched:
    with reporter.step(f"collect {source.name}") as advance:
        return Watch(source, sources.politeness_of(source), fetcher, store, advance).visit()
