"""From what a warehouse is built: the documents, the loaders, the dbt project and the versions of the libraries.

Two equal fingerprints mean equal warehouses, so a refresh with nothing new is recognised before anything heavy is
imported. Code is known by the digest of its files, not by a number that somebody must remember to raise.
"""

from __future__ import annotations

import hashlib
import platform
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from loaders import LOADER_VERSION
from refresh.layout import PROJECT

_LOADER_FILES = ("loaders/**/*.py", "loaders/**/*.yml", "loaders/**/*.csv")
_LOADER_SEEDS = ("regions", "functional_classification", "economic_classification")
"""Code lists that the loaders look names up in; other seeds may change without a document being read again."""

_PROJECT_FILES = (
    "dbt_project.yml",
    "profiles.yml",
    "selectors.yml",
    "models/**/*",
    "seeds/**/*",
    "macros/**/*",
    "tests/dbt/**/*",
    "expectations/**/*",
    "refresh/**/*",
)
_PACKAGES = ("dbt-core", "dbt-duckdb", "duckdb", "great-expectations", "polars", "jinja2")


@dataclass(frozen=True, slots=True)
class Code:
    """What processes the documents. ``components`` are rows of ``meta.versions``."""

    loader_version: str
    components: tuple[tuple[str, str], ...]


def current_code() -> Code:
    """The code as it is now."""
    loader = loader_version()
    components = {
        "gongkai": package_version(),
        "loaders": loader,
        "project": _digest(_files(_PROJECT_FILES)),
        "python": platform.python_version(),
    }
    components |= {name: _installed(name) for name in _PACKAGES}
    return Code(loader, tuple(components.items()))


@cache
def loader_version() -> str:
    """The loaders' version with the digest of their files: equal versions read equal bytes equally."""
    seeds = (PROJECT / "seeds" / f"{name}.csv" for name in _LOADER_SEEDS)
    return f"{LOADER_VERSION}-{_digest([*_files(_LOADER_FILES), *seeds])[:8]}"


def package_version() -> str:
    """Version of this project."""
    with (PROJECT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _files(patterns: Iterable[str]) -> list[Path]:
    return [path for pattern in patterns for path in PROJECT.glob(pattern) if "__pycache__" not in path.parts]


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(set(paths)):
        if path.is_file():
            data = path.read_bytes()
            digest.update(f"{path.relative_to(PROJECT).as_posix()} {len(data)}\n".encode())
            digest.update(data)
    return digest.hexdigest()[:16]
