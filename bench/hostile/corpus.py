"""All families together, and good documents with bytes changed at random."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from random import Random

from bench.hostile import archives, office, pages, pdf, places
from bench.hostile.case import Case

_Cases = Callable[[], Iterator[Case]]

FAMILIES: dict[str, _Cases] = {
    "archives": archives.cases,
    "office": office.cases,
    "pdf": pdf.cases,
    "pages": pages.cases,
    "places": places.cases,
}
SLOW: dict[str, _Cases] = {
    "archives": archives.slow_cases,
    "office": office.slow_cases,
    "pdf": pdf.slow_cases,
    "pages": pages.slow_cases,
}


def quick() -> Iterator[Case]:
    """What is made and read in no time; every file under a directory named by its family."""
    return _all(FAMILIES)


def corpus() -> Iterator[Case]:
    """Everything."""
    yield from quick()
    yield from _all(SLOW)


def _all(families: dict[str, _Cases]) -> Iterator[Case]:
    for family, cases in families.items():
        for case in cases():
            yield Case(f"{family}/{case.name}", case.data, case.must, case.make)


def write(cases: Iterable[Case], directory: Path) -> list[Case]:
    """Write the files and return what was written."""
    written = []
    for case in cases:
        case.write(directory)
        written.append(case)
    return written


def mutated(data: bytes, rng: Random) -> bytes:
    """The same document with a few bytes changed, removed, doubled or moved."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 20, 100))):
        if not changed:
            break
        at, length = rng.randrange(len(changed)), rng.choice((1, 1, 2, 8, 64, 1_000))
        match rng.randrange(5):
            case 0:
                changed[at] = rng.randrange(256)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length]
            case 3:
                other = rng.randrange(len(changed))
                changed[at : at + length] = changed[other : other + length]
            case _:
                changed[at : at + length] = rng.randbytes(length)
    return bytes(changed)


def mutated_inside(data: bytes, rng: Random) -> bytes:
    """A container with one of its members changed, so that the change is read and not only found by a checksum."""
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        members = {name: container.read(name) for name in container.namelist()}
    name = rng.choice([name for name, content in members.items() if content])
    return archives.packed(members | {name: mutated(members[name], rng)})


def mutants(good: Iterable[tuple[str, bytes]], each: int, seed: int) -> Iterator[Case]:
    """Documents with bytes changed; of containers every other one is changed inside."""
    for name, data in good:
        for number in range(each):
            rng = Random(f"{seed}:{name}:{number}")
            is_container = data.startswith(b"PK\x03\x04")
            changed = mutated_inside(data, rng) if is_container and number % 2 else mutated(data, rng)
            yield Case(f"{number:03d}_{name}", changed)
