"""``python -m bench.load_speed DIR``: what loading PDFs costs, as a ratio to the floor.

The floor is bare text extraction of the same pages by pypdfium2. Measured against it: reading (text and tables), and
the whole load of a document (bytes to staged Parquet) in one and in two worker processes, prepared as those of a
refresh are. Shared machines vary, so everything is measured in alternation, round by round, each as the best of its
rounds; processor time stands beside it, which other people's work disturbs less.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import pypdfium2

from loaders.documents import content_hash
from loaders.readers.pdf import read_pdf
from loaders.staged import staged_dir
from refresh.load import Job, Limits, prepare_worker, stage_file

_LOADS = {"whole load, 1 worker": 1, "whole load, 2 workers": 2}


@dataclass(slots=True)
class Measure:
    """Seconds of the fastest round so far, by the clock and by the processor."""

    clock: float = field(default=float("inf"))
    processor: float = field(default=float("inf"))

    def take(self, clock: float, processor: float) -> None:
        """One more round."""
        self.clock, self.processor = min(self.clock, clock), min(self.processor, processor)


def pages_and_text(data: bytes) -> int:
    """The floor: every page's text, nothing else. Gives the number of pages."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.get_textpage().get_text_range()
    return len(document)


def load(job: Job) -> tuple[float, float]:
    """One document from its bytes to its staged entry. Gives its processor seconds and this worker's peak in MiB."""
    began = time.process_time()
    failure = stage_file(job)
    if failure is not None:
        raise RuntimeError(f"{job.location}: {failure}")
    return time.process_time() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _timed(measure: Measure, work: Callable[[], object]) -> None:
    clock, processor = time.perf_counter(), time.process_time()
    work()
    measure.take(time.perf_counter() - clock, time.process_time() - processor)


def _jobs(paths: Sequence[Path], root: Path) -> list[Job]:
    hashes = [content_hash(path.read_bytes()) for path in paths]
    return [
        Job(sha256[:16], sha256, path, staged_dir(root, sha256[:16]))
        for path, sha256 in zip(paths, hashes, strict=True)
    ]


def _load_round(pool: ProcessPoolExecutor, paths: Sequence[Path], measure: Measure) -> float:
    """One load of all documents into a new directory. Gives the peak of the largest worker in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        jobs = _jobs(paths, Path(folder))
        began = time.perf_counter()
        costs = list(pool.map(load, jobs))
        measure.take(time.perf_counter() - began, sum(seconds for seconds, _ in costs))
    return max(peak for _, peak in costs)


def measured(paths: Sequence[Path], rounds: int) -> tuple[dict[str, Measure], float]:
    """What each way of reading costs, and the peak of the largest worker in MiB."""
    contents = [path.read_bytes() for path in paths]
    costs = {name: Measure() for name in ("bare text (floor)", "text and tables", *_LOADS)}
    peak = 0.0
    with ExitStack() as stack:
        pools = {name: stack.enter_context(_pool(workers)) for name, workers in _LOADS.items()}
        for name, pool in pools.items():
            # Every worker imports the loaders and compiles their catalogue before anything is measured.
            for _ in range(_LOADS[name]):
                _load_round(pool, paths, Measure())
        for _ in range(rounds):
            _timed(costs["bare text (floor)"], lambda: [pages_and_text(data) for data in contents])
            _timed(costs["text and tables"], lambda: [read_pdf(data) for data in contents])
            for name, pool in pools.items():
                peak = max(peak, _load_round(pool, paths, costs[name]))
    return costs, peak


def _pool(workers: int) -> ProcessPoolExecutor:
    limit = Limits().memory_bytes
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=prepare_worker, initargs=(limit,))


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table. Status 2 where the directory holds no PDF."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, help="folder of PDF disclosures")
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args(argv)
    paths = sorted(options.directory.glob("*.pdf"))
    if not paths:
        print(f"{options.directory} holds no PDF", file=sys.stderr)
        return 2
    pages = sum(pages_and_text(path.read_bytes()) for path in paths)
    measures, peak = measured(paths, options.rounds)
    floor, _, one, two = measures.values()
    print(f"{len(paths)} documents, {pages} pages, best of {options.rounds} rounds; in brackets: processor time")
    for name, cost in measures.items():
        clock, processor = cost.clock / pages * 1000, cost.processor / pages * 1000
        ratios = cost.clock / floor.clock, cost.processor / floor.processor
        print(f"{name:<22} {clock:6.2f} ({processor:5.2f}) ms a page  {ratios[0]:5.2f} ({ratios[1]:4.2f}) x the floor")
    print(f"two workers are {one.clock / two.clock:.2f} times as fast as one; largest worker {peak:.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
