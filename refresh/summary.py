"""The summary at the end of a refresh: what changed since the version before, in a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from refresh.doubts import Doubt
from refresh.output import percent, shown
from refresh.pipeline import Result
from refresh.plan import Changes, Manifest
from refresh.runs import Run

_MOST_TOLD = 5


def summary(result: Result, warehouse: Path, doubts: Sequence[Doubt] = ()) -> str:
    """Lines for a person, and for the log of a nightly job."""
    if result.run is None or result.plan is None or result.ingested is None:
        return _nothing_new(result.manifest)
    run, before = result.run, result.before
    known = {path for path, _, _ in run.quarantined}
    old = sum(entry.file_path not in known for entry in result.ingested.quarantined)
    lines = [
        f"Published {warehouse} in {run.seconds:.1f} s ({run.mode}; {run.reason}).",
        f"  documents   {_documents(run, before, _changes(result.plan.changes, result.manifest))}",
        *_not_loaded(run),
        f"  figures     {_figures(run, before)}",
        f"  findings    {_findings(run)}",
        *(_told("new finding", run.new_findings, "gongkai audit") if before else []),
        *_told("quarantine", [f"{path}: {reason}" for path, _, reason in run.quarantined], "gongkai status"),
        *([f"  quarantine  {old} as before: gongkai status"] if old else []),
        *_told("doubtful", [doubt.sentence() for doubt in doubts], "gongkai audit"),
        f"  slowest     {_slowest(run)}",
        f"  site        {warehouse / 'site' / 'index.html'}",
    ]
    # File names and reasons hold what strangers wrote: nothing in them may steer a terminal.
    return "\n".join(shown(line) for line in lines)


def _nothing_new(manifest: Manifest) -> str:
    """The same files as yesterday: what is published, and what still is not."""
    failed = len({*manifest.files.values()} - {*manifest.loaded}) + len(manifest.refused)
    not_loaded = f" {failed} files are not loaded, the same as before;" if failed else ""
    return (
        f"Nothing new: {len(manifest.loaded)} documents, published {manifest.published_at} UTC;{not_loaded} "
        f"{manifest.findings_open} open findings."
    )


def _changes(changes: Changes, manifest: Manifest) -> str:
    """What happened to the documents that are published; files that could not be loaded have a line of their own."""
    loaded = set(manifest.loaded)

    def published(paths: Sequence[str]) -> int:
        return len({manifest.files[path] for path in paths} & loaded)

    counts = {
        "new": published(changes.added),
        "changed": published(changes.changed),
        "renamed": published(changes.renamed),
        "gone": len(changes.removed),
    }
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "none new, changed or gone"


def _documents(run: Run, before: Run | None, changes: str) -> str:
    since = f", {before.documents} before" if before and before.documents != run.documents else ""
    return f"{run.documents} published{since} ({changes}; files read now: {run.documents_parsed})"


def _not_loaded(run: Run) -> list[str]:
    """How many files are in quarantine; which and why is told below."""
    if not run.documents_quarantined:
        return []
    return [
        f"  not loaded  files in quarantine: {run.documents_quarantined}, {run.quarantined_new or 'none'} of them new"
    ]


def _figures(run: Run, before: Run | None) -> str:
    change = _change(run.figures, before.figures if before else None)
    if run.certified_share is None:
        return f"{run.figures:,}{change}"
    shares = percent(run.certified_share)
    if before and before.certified_share is not None and percent(before.certified_share) != shares:
        shares += f" certified, {percent(before.certified_share)} before"
    else:
        shares += " certified"
    return f"{run.figures:,}{change}, {shares}"


def _change(now: int | None, before: int | None) -> str:
    """The difference to the version before, with its sign; nothing where there is none."""
    difference = (now or 0) - (before or 0)
    return f" ({difference:+,})" if before is not None and difference else ""


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


def event(result: Result, text: str) -> dict[str, Any]:
    """The same for a program: the run as it was recorded, what is published, and the text."""
    manifest = result.manifest
    return {
        "event": "summary",
        "is_published_now": result.run is not None,
        "version": manifest.run_id,
        "published_at": manifest.published_at,
        "documents": len(manifest.loaded),
        "findings_open": manifest.findings_open,
        "run": asdict(result.run) if result.run else None,
        "text": text,
    }
