"""Commands of the operator's that hear of a failure or of news: mail, a webhook. Whatever they do, the refresh goes on.

A hook is a line for ``sh``; it gets one JSON object on standard input and has a minute. What it prints goes to stderr.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Hooks:
    """What to run when; nothing where nothing is given."""

    on_failure: str | None = None
    on_findings: str | None = None

    @classmethod
    def of(cls, on_failure: str | None, on_findings: str | None) -> Hooks:
        """As the command says, otherwise as ``GONGKAI_ON_FAILURE`` and ``GONGKAI_ON_FINDINGS`` say."""
        environment = os.environ
        return cls(
            on_failure or environment.get("GONGKAI_ON_FAILURE") or None,
            on_findings or environment.get("GONGKAI_ON_FINDINGS") or None,
        )


def call(command: str | None, message: Mapping[str, Any], note: Callable[[str], None], seconds: float) -> None:
    """Run one hook; its failure is a note in the log and nothing else."""
    if command is None:
        return
    data = json.dumps(message, ensure_ascii=False, default=str).encode("utf-8", errors="backslashreplace")
    try:
        # A group of its own, so that a hook that hangs goes with everything it started.
        with subprocess.Popen(
            ["/bin/sh", "-c", command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        ) as process:
            _talk(process, data, note, seconds)
    except OSError as error:
        note(f"The hook {command!r} cannot be run: {error.strerror}.")


def _talk(process: subprocess.Popen[bytes], data: bytes, note: Callable[[str], None], seconds: float) -> None:
    import signal

    try:
        output, _ = process.communicate(data, timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        note(f"The hook took longer than {seconds:g} s and was stopped.")
        return
    said = output.decode("utf-8", errors="replace").strip()
    if said:
        note(f"hook: {said[:2000]}")
    if process.returncode:
        note(f"The hook ended with status {process.returncode}.")
