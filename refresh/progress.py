"""What a refresh says while it works: bars on a terminal, plain lines with the time of day elsewhere, or JSON lines.

All on stderr.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from typing import Protocol

Advance = Callable[[int, int], None]
"""Hears how many of how many items of a step are done."""

_SECONDS_BETWEEN_LINES = 5.0


class Reporter(Protocol):
    """Hears of the steps of a refresh."""

    def step(self, name: str) -> AbstractContextManager[Advance]:
        """A step goes on while the context is open."""

    def note(self, text: str) -> None:
        """Something worth a line of its own."""


class Silent:
    """Says nothing."""

    @contextmanager
    def step(self, name: str) -> Iterator[Advance]:
        """A step that nobody hears of."""
        yield lambda done, total: None

    def note(self, text: str) -> None:
        """Nothing."""


class Lines:
    """One line when a step begins, and one every few seconds in a long one: for logs and cron's mail."""

    def __init__(self) -> None:
        self._said_at = 0.0

    @contextmanager
    def step(self, name: str) -> Iterator[Advance]:
        """Say that a step begins and, now and then, how far it is."""
        self.note(name)

        def advance(done: int, total: int) -> None:
            if time.monotonic() - self._said_at >= _SECONDS_BETWEEN_LINES:
                self.note(f"{name}: {done} of {total}")

        yield advance

    def note(self, text: str) -> None:
        """One line with the time of day."""
        self._said_at = time.monotonic()
        print(time.strftime("%H:%M:%S"), text, file=sys.stderr, flush=True)


class JsonLines:
    """One JSON object a line: ``at`` (UTC), ``event`` (step, progress, done, note ...) and what belongs to it."""

    def __init__(self) -> None:
        self._said_at = 0.0

    @contextmanager
    def step(self, name: str) -> Iterator[Advance]:
        """A step begins, goes on, and ends with the seconds that it took; one that fails has no end."""
        began = time.monotonic()
        self._say("step", step=name)

        def advance(done: int, total: int) -> None:
            if time.monotonic() - self._said_at >= _SECONDS_BETWEEN_LINES:
                self._say("progress", step=name, done=done, total=total)

        yield advance
        self._say("done", step=name, seconds=round(time.monotonic() - began, 3))

    def note(self, text: str) -> None:
        """One line."""
        self._say("note", text=text)

    def _say(self, event: str, **content: object) -> None:
        self._said_at = time.monotonic()
        print(json_line({"event": event, **content}), file=sys.stderr, flush=True)


def json_line(content: Mapping[str, object]) -> str:
    """One line of a JSON log; a line break within a text is an escape, so that a line is always a whole object."""
    at = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds")
    return json.dumps({"at": at, **content}, ensure_ascii=False, default=str)


class Bars:
    """A bar a step, on a terminal."""

    def __init__(self) -> None:
        from rich.console import Console

        self._console = Console(stderr=True)

    @contextmanager
    def step(self, name: str) -> Iterator[Advance]:
        """Show a bar while the step goes on, and what it took when it ends."""
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=self._console) as progress:
            task = progress.add_task(name, total=None)
            yield lambda done, total: progress.update(task, completed=done, total=total)
            total = progress.tasks[0].total or 1
            progress.update(task, completed=total, total=total)

    def note(self, text: str) -> None:
        """One line."""
        self._console.print(text, markup=False, highlight=False)


LOG_FORMATS = ("auto", "text", "json")


def reporter(*, is_quiet: bool, log_format: str = "auto") -> Reporter:
    """The reporter that suits where stderr goes: bars on a terminal, unless lines of text or JSON are asked for."""
    if is_quiet:
        return Silent()
    if log_format == "json":
        return JsonLines()
    if log_format == "text":
        return Lines()
    return Bars() if sys.stderr.isatty() else Lines()
