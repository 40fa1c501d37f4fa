"""All families together, and good documents with bytes changed at random."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

from bench.hostile import archives, office, pages, pdf, places
from bench.hostile.case import Case

FAMILIES = {
    "archives": archives.cases,
    "office": office.cases,
    "pdf": pdf.cases,
    "pages": pages.cases,
    "places": places.cases,
}


def corpus() -> Iterator[Case]:
    """Every hostile file, under a directory named by its family."""
    for family, cases in FAMILIES.items():
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
