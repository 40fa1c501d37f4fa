"""How a command ends when it cannot do its work: a sentence for a person and an exit status."""

from __future__ import annotations

PUBLISHED = 0
FAILED = 1
WRONG_USAGE = 2
OPEN_FINDINGS = 3
LOCKED = 75


class GongkaiError(Exception):
    """Work that cannot go on. The text is a sentence or more, naming the file, the place and the reason."""

    exit_status = FAILED


class UsageError(GongkaiError):
    """The command as given cannot mean anything: an argument is missing, unknown or names nothing."""

    exit_status = WRONG_USAGE


class LockedError(GongkaiError):
    """Another refresh is at work in the same warehouse."""

    exit_status = LOCKED
