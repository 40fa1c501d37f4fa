"""The summary at the end of a refresh: what changed, in a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from refresh.doubts import Doubt
from refresh.output import percent
from refresh.pipeline import Result
from refresh.plan import Changes
from refresh.runs import Run

_MOST_TOLD = 5


def summary(result: Result, warehouse: Path, doubts: Sequence[Doubt] = ()) -> str:
    """Lines for a person, and for the log of a nightly job."""
    if result.run is None or result.plan is None or result.ingested is None:
        documents = len(result.manifest.loaded)
        return (
            f"Nothing new: {documents} documents, published {result.manifest.published_at} UTC; "
            f"{result.manifest.findings_open} open findings."
        )
    run = result.run
    lines = [
        f"Published {warehouse} in {run.seconds:.1f} s ({run.mode}; {run.reason}).",
        f"  documents   {run.documents} ({_changes(result.plan.changes)}; {run.documents_parsed} read now)",
        f"  figures     {_figures(run)}",
        f"  findings    {_findings(run)}",
        *_told("quarantine", [f"{e.file_path}: {e.reason}" for e in result.ingested.quarantined], "gongkai status"),
        *_told("doubtful", [doubt.sentence() for doubt in doubts], "gongkai audit"),
        f"  slowest     {_slowest(run)}",
        f"  site        {warehouse / 'site' / 'index.html'}",
    ]
    return "\n".join(lines)


def _changes(changes: Changes) -> str:
    return changes.sentence().removeprefix("files: ")


def _figures(run: Run) -> str:
    share = "" if run.certified_share is None else f", {percent(run.certified_share)} certified"
    return f"{run.figures:,}{share}"


def _findings(run: Run) -> str:
    return f"{run.findings}, {run.findings_open} open ({run.findings_new} new, {run.findings_gone} gone)"


def _told(what: str, sentences: Sequence[str], command: str) -> list[str]:
    """The first few of a list, and where the others are."""
    lines = [f"  {what:<11} {sentence}" for sentence in sentences[:_MOST_TOLD]]
    if len(sentences) > _MOST_TOLD:
        lines.append(f"  {what:<11} and {len(sentences) - _MOST_TOLD} more: {command}")
    return lines


def _slowest(run: Run) -> str:
    steps = sorted(run.steps, key=lambda step: step[1], reverse=True)[:3]
    return ", ".join(f"{step} {seconds:.1f} s" for step, seconds in steps)
