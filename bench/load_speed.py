"""``python -m bench.load_speed DIR``: what loading PDFs costs, as a ratio to the floor.

The floor is bare text extraction of the same pages by pypdfium2. Measured against it: reading (text and tables), the
whole load of a document (bytes to staged Parquet), and the whole load in two worker processes. Shared machines vary,
so ratios count, not seconds; each is the best of several rounds.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pypdfium2

from loaders.readers.pdf import read_pdf
from loaders.stage import stage_document
from loaders.staged import staged_dir, write_staged


def pages_and_text(data: bytes) -> int:
    """The floor: every page's text, nothing else. Gives the number of pages."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    return len(document)


def load(job: tuple[Path, Path]) -> None:
    """One document from its bytes to its staged entry."""
    path, root = job
    staged = stage_document(path.read_bytes())
    write_staged(staged.rows, staged_dir(root, staged.document_key))


def best(work: Callable[[], object], rounds: int) -> float:
    """Seconds of the fastest round."""
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def _in_workers(paths: Sequence[Path], workers: int, rounds: int) -> float:
    """Seconds of the fastest round with warm workers; every round stages into a new directory."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        with tempfile.TemporaryDirectory() as warm:
            list(pool.map(load, [(path, Path(warm) / str(n)) for n, path in enumerate(paths)]))

        def round_() -> None:
            with tempfile.TemporaryDirectory() as folder:
                list(pool.map(load, [(path, Path(folder)) for path in paths]))

        return best(round_, rounds)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table. Status 2 where the directory holds no PDF."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, help="folder of PDF disclosures")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(argv)
    paths = sorted(options.directory.glob("*.pdf"))
    if not paths:
        print(f"{options.directory} holds no PDF", file=sys.stderr)
        return 2
    contents = [path.read_bytes() for path in paths]
    pages = sum(map(pages_and_text, contents))
    floor = best(lambda: [pages_and_text(data) for data in contents], options.rounds)
    reading = best(lambda: [read_pdf(data) for data in contents], options.rounds)
    one, two = (_in_workers(paths, workers, options.rounds) for workers in (1, 2))
    print(f"{len(paths)} documents, {pages} pages, best of {options.rounds} rounds")
    for name, seconds in (
        ("bare text (floor)", floor),
        ("text and tables", reading),
        ("whole load, 1 worker", one),
        ("whole load, 2 workers", two),
    ):
        print(f"{name:<22} {seconds / pages * 1000:6.2f} ms a page  {seconds / floor:5.2f} x the floor")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"two workers are {one / two:.2f} times as fast as one; largest worker {peak:.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
