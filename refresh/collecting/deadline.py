"""A time limit for a whole exchange: a server that sends a byte now and then passes every timeout of single reads."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


class Late(Exception):
    """The time is over."""


def _ring(signal_number: int, frame: object) -> NoReturn:
    raise Late


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise ``Late`` in the block after so many seconds. Signals reach the main thread only: elsewhere no limit."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
