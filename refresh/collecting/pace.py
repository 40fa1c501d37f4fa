"""How fast each host is asked, and when it is left alone until the next run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

GIVE_UP_AFTER = 3
"""Answers in a row that did not come at all; a host that is down must not cost an hour of waiting."""


@dataclass(slots=True)
class _Host:
    next_at: float = 0.0
    failures: int = 0
    gone: str | None = None


@dataclass(slots=True)
class Pace:
    """Rate limit and patience by host. ``wait`` sleeps; tests count instead."""

    wait: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic
    _hosts: dict[str, _Host] = field(default_factory=dict)

    def _host(self, name: str) -> _Host:
        return self._hosts.setdefault(name, _Host())

    def take_turn(self, host: str, delay: float) -> None:
        """Wait until this host may be asked again, and note that it is asked now."""
        state = self._host(host)
        left = state.next_at - self.now()
        if left > 0:
            self.wait(left)
        state.next_at = max(self.now(), state.next_at) + delay

    def rest(self, host: str, seconds: float) -> None:
        """Ask this host nothing for so long."""
        state = self._host(host)
        state.next_at = max(state.next_at, self.now() + seconds)

    def leave_alone(self, host: str, reason: str) -> None:
        """Ask this host nothing more in this run."""
        self._host(host).gone = reason

    def gone(self, host: str) -> str | None:
        """Why this host is not asked any more in this run."""
        return self._host(host).gone

    def answered(self, host: str) -> None:
        """The host gave an answer, whatever it was."""
        self._host(host).failures = 0

    def failed(self, host: str, reason: str) -> None:
        """The host gave no answer at all."""
        state = self._host(host)
        state.failures += 1
        if state.failures >= GIVE_UP_AFTER:
            self.leave_alone(host, reason)
