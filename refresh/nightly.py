"""One refresh as a schedule starts it: collect where asked, refresh, tell what changed, call the hooks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from refresh.errors import GongkaiError, LockedError, UsageError
from refresh.hooks import TIMEOUT_SECONDS, Hooks, call
from refresh.layout import Warehouse
from refresh.pipeline import Request, Result, refresh
from refresh.progress import Reporter, json_line, reporter
from refresh.steps import default_steps

if TYPE_CHECKING:
    from refresh.collecting.gather import Gathered


@dataclass(frozen=True, slots=True)
class Logging:
    """How to tell what goes on."""

    is_quiet: bool = False
    format: str = "auto"

    @property
    def reporter(self) -> Reporter:
        """Who hears of the steps."""
        return reporter(is_quiet=self.is_quiet, log_format=self.format)

    def say(self, text: str, event: Callable[[], dict[str, Any]]) -> None:
        """The result, on standard output: text for a person, or one JSON object."""
        print(json_line(event()) if self.format == "json" else text, flush=True)


@dataclass(frozen=True, slots=True)
class Collecting:
    """Which list of sources to collect from, into which directory; ``only`` names some of them."""

    sources: Path
    into: Path
    only: tuple[str, ...] = ()


def run_refresh(request: Request, collecting: Collecting | None, hooks: Hooks, logging: Logging) -> int:
    """Collect and refresh; returns the exit status. Raises what ``pipeline.refresh`` raises, once the hook heard it."""
    told = logging.reporter
    try:
        if collecting is not None:
            request = replace(request, gathered=_collected(collecting, logging))
        result = refresh(request, default_steps(engine=request.engine), told)
    except LockedError:
        raise  # the other refresh tells how it ends
    except BaseException as error:
        message = {"event": "failure", "warehouse": str(request.warehouse), "failure": str(error) or repr(error)}
        call(hooks.on_failure, message, told.note, TIMEOUT_SECONDS)
        raise
    _tell(result, request, hooks, logging)
    return result.exit_status


def _collected(collecting: Collecting, logging: Logging) -> Gathered | None:
    """What was collected; where that is impossible the rest still goes on, so only a wrong list is an error."""
    try:
        gathered = run_collecting(collecting, logging)
    except UsageError:
        raise
    except (GongkaiError, OSError) as error:
        logging.reporter.note(f"Nothing could be collected: {error} What is there already is refreshed.")
        return None
    return gathered


def run_collecting(collecting: Collecting, logging: Logging) -> Gathered:
    """Visit the sources and tell what they gave. Raises ``UsageError``, ``LockedError``."""
    from refresh.collecting.gather import gather
    from refresh.collecting.sources import read_sources

    sources = read_sources(collecting.sources)
    gathered = gather(sources, collecting.into, logging.reporter, collecting.only)
    text = "\n".join(gathered.summary())
    logging.say(text, lambda: {"event": "collected", "text": text, **asdict(gathered)})
    return gathered


def _tell(result: Result, request: Request, hooks: Hooks, logging: Logging) -> None:
    from refresh.doubts import doubtful_documents
    from refresh.published import open_published
    from refresh.summary import event, summary

    doubts = []
    if result.run is not None:
        with open_published(Warehouse(request.warehouse)) as connection:
            doubts = doubtful_documents(connection)
    text = summary(result, request.warehouse, doubts)
    logging.say(text, lambda: event(result, text))
    run = result.run
    if run is not None and (run.findings_new or run.quarantined_new):
        message = event(result, text) | {"event": "findings", "warehouse": str(request.warehouse)}
        call(hooks.on_findings, message, logging.reporter.note, TIMEOUT_SECONDS)
