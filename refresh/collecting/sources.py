"""``sources.yml``: which pages and files to watch, and how politely. Checked when read; nothing in it is executed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from refresh.errors import UsageError
from refresh.fingerprint import package_version

MAX_MIB = 256
"""What is larger would not be read by a refresh either."""


def _pattern(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError("give a regular expression as text")
    try:
        return re.compile(value)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from error


Pattern = Annotated[re.Pattern[str], BeforeValidator(_pattern)]


class _Strict(BaseModel):
    """A misspelt name is an error, not a setting that has no effect."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Politeness(_Strict):
    """How a host is asked. Seconds unless the name says otherwise.

    ``delay``: between two requests to one host (longer where its robots.txt says so); ``attempts``: how often one
    address is tried; ``patience``: the longest wait that a server may ask for before it is left alone until the
    next run; ``deadline``: for one whole answer, however slowly it comes.
    """

    delay: float = Field(default=2.0, ge=0, le=3600)
    attempts: int = Field(default=4, ge=1, le=10)
    backoff: float = Field(default=2.0, ge=0, le=600)
    patience: float = Field(default=120.0, ge=0, le=3600)
    timeout: float = Field(default=30.0, gt=0, le=600)
    deadline: float = Field(default=300.0, gt=0, le=3600)


class Source(_Strict):
    """One source: an address to watch.

    Without ``links`` the address is the document itself. With ``links`` it is a page: every link whose address
    the pattern is found in is a document; ``titles`` must be found in the link's text as well, where given.
    ``pages``: links to open in the same way, at most ``depth`` steps away (lists over several pages, articles with
    attachments). A link that both patterns know is kept and opened. ``hosts``: hosts besides the address's own.
    """

    name: str = Field(pattern=r"^[\w][\w.-]{0,63}$")
    url: str = Field(pattern=r"^https?://[^\s/]+\S*$")
    issuer: str | None = None
    links: Pattern | None = None
    titles: Pattern | None = None
    pages: Pattern | None = None
    depth: int = Field(default=2, ge=1, le=5)
    hosts: tuple[str, ...] = ()
    most_documents: int = Field(default=2_000, ge=1)
    most_pages: int = Field(default=200, ge=1)
    most_mib: int = Field(default=64, ge=1, le=MAX_MIB)
    check_again_days: float = Field(default=7.0, ge=0)
    politeness: Politeness | None = None

    @model_validator(mode="after")
    def _patterns_go_together(self) -> Source:
        if self.links is None and (self.pages is not None or self.titles is not None):
            raise ValueError("pages and titles choose among links: say with links which are documents")
        return self


class Sources(_Strict):
    """The whole file. ``contact`` tells the people behind a host whom to ask; it is part of the user agent."""

    sources: tuple[Source, ...]
    politeness: Politeness = Politeness()
    contact: str | None = Field(default=None, pattern=r"^[ -~]{1,200}$")

    @model_validator(mode="after")
    def _names_differ(self) -> Sources:
        names = [source.name for source in self.sources]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"several sources have the name {', '.join(twice)}")
        return self

    @property
    def user_agent(self) -> str:
        """Who asks: this program, its version, and whom to write to."""
        return f"gongkai/{package_version()}" + (f" ({self.contact})" if self.contact else "")

    def politeness_of(self, source: Source) -> Politeness:
        """The source's own, or the file's."""
        return source.politeness or self.politeness


def read_sources(path: Path) -> Sources:
    """Read the list. Raises ``UsageError`` naming the file and each entry that is wrong."""
    import yaml

    try:
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(
            f"There is no list of sources at {path}. Write one (see docs/operations.md), or name it with --sources."
        ) from None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError(f"The list of sources {path} cannot be read: {error}.") from error
    try:
        return Sources.model_validate(content or {"sources": []})
    except ValidationError as error:
        wrong = "; ".join(_told(content, item["loc"], item["msg"]) for item in error.errors())
        raise UsageError(f"The list of sources {path} is wrong: {wrong}.") from error


def _told(content: Any, place: tuple[int | str, ...], message: str) -> str:
    """One mistake, with the source's name where it has one."""
    if len(place) > 1 and place[0] == "sources" and isinstance(place[1], int):
        source = content["sources"][place[1]]
        name = source.get("name") if isinstance(source, dict) else None
        place = (f"source {name or place[1] + 1}", *place[2:])
    where = " ".join(str(part) for part in place)
    return f"{where}: {message.removeprefix('Value error, ')}" if where else message.removeprefix("Value error, ")
