"""``python -m bench.synthetic``: a synthetic corpus of disclosures, by seed value.

Every document is a valid disclosure of an invented department: real counties, codes and names, amounts that satisfy
the identities, in one of three families of tables, in a random layout and file format. Document ``i`` of a seed is
always the same, so a corpus of 1,000 is the beginning of one of 10,000.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from tests.writer.formats import FORMATS, SUFFIXES
from tests.writer.invent import invent_disclosure
from tests.writer.layout import print_disclosure
from tests.writer.options import random_options

# Share of file formats: most disclosures come as PDF, web pages and office files follow.
_SHARES = {"pdf": 50, "docx": 15, "xlsx": 15, "html": 10, "text_rows": 4, "text_cells": 2, "markdown": 2, "csv": 2}


def documents(count: int, seed: int, formats: Sequence[str], first: int = 0) -> Iterator[tuple[str, bytes]]:
    """File names and contents, one at a time."""
    weights = [_SHARES[name] for name in formats]
    for number in range(first, first + count):
        rng = Random(f"{seed}:{number}")
        disclosure, options = invent_disclosure(rng), random_options(rng)
        file_format = rng.choices(formats, weights)[0]
        name = f"{number:07d}_{disclosure.region_code}_{disclosure.fiscal_year}_{disclosure.stage}"
        data = FORMATS[file_format](print_disclosure(disclosure, options), options)
        yield f"{name}.{SUFFIXES[file_format]}", data


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.synthetic", description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, required=True, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.add_argument("--first", type=int, default=0, metavar="I", help="number of the first document")
    parser.add_argument("--format", choices=list(FORMATS), action="append", help="only these (default: a mixture)")
    options = parser.parse_args(argv)
    total = 0
    for name, data in documents(options.documents, options.seed, options.format or list(FORMATS), options.first):
        # A thousand files a folder: file systems and people manage no more.
        folder = options.out / name[:4]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        total += len(data)
    print(f"{options.documents} documents, {total} bytes, under {options.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
