"""``gongkai``: the command line. Everything heavy is imported by the command that needs it."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from refresh import help as texts
from refresh.errors import FAILED, PUBLISHED, GongkaiError, UsageError
from refresh.layout import Warehouse

if TYPE_CHECKING:
    from refresh.nightly import Logging

    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _interrupt)
    options = _parser().parse_args(arguments)
    command: Command = options.run
    try:
        status = command(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (head, less) has seen enough; Python must not complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PUBLISHED
    except (GongkaiError, KeyboardInterrupt, OSError) as error:
        _say_failure(options, _sentence(error))
        return error.exit_status if isinstance(error, GongkaiError) else FAILED
    except Exception as error:
        traceback.print_exc()
        _say_failure(options, f"failed by an error of its own ({type(error).__name__}: {error}).")
        return FAILED
    return status


def _say_failure(options: argparse.Namespace, sentence: str) -> None:
    """The last line on stderr; in a log of JSON lines it is one of them."""
    if getattr(options, "log_format", None) == "json":
        from refresh.progress import json_line

        print(json_line({"event": "failure", "command": options.command, "text": sentence}), file=sys.stderr)
    else:
        from refresh.output import shown

        lines = [shown(line) for line in sentence.splitlines()]  # file names may hold what steers a terminal
        print(f"gongkai {options.command}: " + "\n".join(lines), file=sys.stderr)


def _interrupt(signal_number: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _sentence(error: BaseException) -> str:
    if isinstance(error, KeyboardInterrupt):
        return "interrupted; what is published stays as it was."
    if isinstance(error, OSError):
        return ": ".join(str(part) for part in (error.filename, error.strerror) if part) + "."
    return str(error)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gongkai",
        description=texts.MAIN.description,
        epilog=texts.MAIN.examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and leave")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", title="commands")
    _add_refresh(commands)
    _add_collect(commands)
    _add(commands, "status", texts.STATUS, _status)
    rollback = _add(commands, "rollback", texts.ROLLBACK, _rollback)
    rollback.add_argument(
        "version", metavar="VERSION", nargs="?", help="as gongkai status names it (default: the one before)"
    )
    _add_query(commands)
    trace = _add(commands, "trace", texts.TRACE, _trace)
    trace.add_argument("figure_id", metavar="FIGURE_ID", help="as in mart.published_figures")
    audit = _add(commands, "audit", texts.AUDIT, _audit)
    audit.add_argument("document", metavar="DOCUMENT", nargs="?", help="document key or file name")
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object, **__: object) -> None:
        from refresh.fingerprint import package_version

        print(f"gongkai {package_version()}")
        parser.exit()


def _add(
    commands: Commands, name: str, text: texts.Help, run: Command, *, has_warehouse: bool = True
) -> argparse.ArgumentParser:
    parser = commands.add_parser(
        name,
        help=text.line,
        description=text.description,
        epilog=text.examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if has_warehouse:
        parser.add_argument(
            "--warehouse",
            metavar="DIR",
            type=Path,
            default=Path(os.environ.get("GONGKAI_WAREHOUSE") or "warehouse"),
            help="warehouse directory (default: GONGKAI_WAREHOUSE, or warehouse)",
        )
    parser.set_defaults(run=run)
    return parser


def _add_refresh(commands: Commands) -> None:
    parser = _add(commands, "refresh", texts.REFRESH, _refresh)
    parser.add_argument(
        "--disclosures",
        metavar="DIR",
        action="append",
        help="directory of documents, with all its subdirectories; may be repeated (default: disclosures)",
    )
    parser.add_argument("--full", action="store_true", help="read every document again, build everything anew")
    parser.add_argument("--strict", action="store_true", help="exit status 3 on unacknowledged findings")
    parser.add_argument(
        "--keep", metavar="N", type=_versions, default=2, help="versions kept, the published one included (default: 2)"
    )
    parser.add_argument(
        "--engine",
        choices=("duckdb", "spark"),
        default=os.environ.get("GONGKAI_ENGINE") or "duckdb",
        help="what builds the models (default: GONGKAI_ENGINE, or duckdb); spark needs Java 17",
    )
    parser.add_argument(
        "--keep-removed", action="store_true", help="documents stay when their files are gone (copies: WAREHOUSE/kept)"
    )
    parser.add_argument("--collect", action="store_true", help="collect from the listed sources first")
    parser.add_argument(
        "--on-failure", metavar="COMMAND", help="run this when it fails, with JSON on its standard input"
    )
    parser.add_argument(
        "--on-findings", metavar="COMMAND", help="run this on new findings or files that cannot be loaded"
    )
    _add_sources(parser)
    _add_logging(parser)


def _add_collect(commands: Commands) -> None:
    parser = _add(commands, "collect", texts.COLLECT, _collect, has_warehouse=False)
    parser.add_argument(
        "--into",
        metavar="DIR",
        type=Path,
        default=Path("disclosures/collected"),
        help="where documents are put (default: disclosures/collected)",
    )
    parser.add_argument("--only", metavar="NAME", action="append", help="only this source; may be repeated")
    _add_sources(parser)
    _add_logging(parser)


def _add_sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--sources",
        metavar="FILE",
        type=Path,
        default=Path("sources.yml"),
        help="list of pages and files to watch (default: sources.yml)",
    )


def _add_logging(parser: argparse.ArgumentParser) -> None:
    from refresh.progress import LOG_FORMATS

    parser.add_argument("-q", "--quiet", action="store_true", help="no progress, only the summary")
    parser.add_argument(
        "--log-format",
        choices=LOG_FORMATS,
        default="auto",
        help="json: one object a line, also of the summary; auto: bars on a terminal, else lines",
    )


def _add_query(commands: Commands) -> None:
    from refresh.query import FORMATS

    parser = _add(commands, "query", texts.QUERY, _query)
    parser.add_argument("sql", metavar="SQL", nargs="?", help="one statement; - reads it from standard input")
    parser.add_argument("--file", metavar="FILE", type=Path, help="read the statement from a file")
    parser.add_argument("--format", choices=FORMATS, help="default: by the output file's name, else table")
    parser.add_argument("--output", metavar="FILE", type=Path, help="write into a file, whole or not at all")
    parser.add_argument(
        "--rows", metavar="N", type=int, default=200, help="most rows of a table; 0: all (default: 200)"
    )
    parser.add_argument(
        "--for-excel",
        action="store_true",
        help="csv: mark as UTF-8, as Excel wants it",
    )
    parser.add_argument(
        "--exact",
        action="store_true",
        help="csv: for programs; without it, ' is put before text that a spreadsheet would run as a formula",
    )


def _refresh(options: argparse.Namespace) -> int:
    from refresh.collecting.provenance import COLLECTED
    from refresh.hooks import Hooks
    from refresh.nightly import Collecting, run_refresh
    from refresh.pipeline import Request

    disclosures = options.disclosures or ["disclosures"]
    request = Request(
        disclosures=disclosures,
        warehouse=options.warehouse,
        is_full=options.full,
        is_strict=options.strict,
        keep=options.keep,
        keeps_removed=options.keep_removed,
        engine=options.engine,
    )
    collecting = Collecting(options.sources, Path(disclosures[0]) / COLLECTED) if options.collect else None
    return run_refresh(request, collecting, Hooks.of(options.on_failure, options.on_findings), _logging(options))


def _collect(options: argparse.Namespace) -> int:
    from refresh.nightly import Collecting, run_collecting

    collecting = Collecting(options.sources, options.into, tuple(options.only or ()))
    return run_collecting(collecting, _logging(options)).exit_status


def _logging(options: argparse.Namespace) -> Logging:
    from refresh.nightly import Logging

    return Logging(options.quiet, options.log_format)


def _versions(text: str) -> int:
    """At least two: a reader may be about to open the version before."""
    count = int(text)
    if count < 2:
        raise argparse.ArgumentTypeError("at least 2 versions are kept")
    return count


def _rollback(options: argparse.Namespace) -> int:
    from refresh.rollback import rollback

    run = rollback(options.warehouse, options.version)
    print(f"Published again in {options.warehouse}: {run.reason}.")
    print("The next refresh goes forward from there: correct or remove the documents first, or stop its schedule.")
    return PUBLISHED


def _status(options: argparse.Namespace) -> int:
    from refresh.status import print_status

    print_status(Warehouse(options.warehouse), sys.stdout)
    return PUBLISHED


def _query(options: argparse.Namespace) -> int:
    from refresh.query import Question, run_query

    question = Question(
        sql=_statement(options),
        format=options.format,
        output=options.output,
        most_rows=options.rows or None,
        is_for_excel=options.for_excel,
        is_exact=options.exact,
    )
    run_query(Warehouse(options.warehouse), question)
    return PUBLISHED


def _statement(options: argparse.Namespace) -> str:
    if (options.sql is None) == (options.file is None):
        raise UsageError("Give the statement as an argument, or its file with --file.")
    if options.file is not None:
        try:
            return str(options.file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"The query file {options.file} cannot be read: {error}.") from error
    return sys.stdin.read() if options.sql == "-" else str(options.sql)


def _trace(options: argparse.Namespace) -> int:
    from refresh.trace import print_trace

    print_trace(Warehouse(options.warehouse), options.figure_id, sys.stdout)
    return PUBLISHED


def _audit(options: argparse.Namespace) -> int:
    from refresh.audit import print_audit

    print_audit(Warehouse(options.warehouse), options.document, sys.stdout)
    return PUBLISHED
