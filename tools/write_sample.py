"""``python -m tools.write_sample``: write the bundled sample under ``disclosures/`` from ``tools/sample_facts/``.

Each document is printed in a layout and a file format of its own, so that a fresh clone shows every reader and many
layouts at work. Equal facts give equal bytes; a test holds the committed files against what this writes.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.writer.facts import load_facts
from tests.writer.formats import FORMATS, SUFFIXES
from tests.writer.layout import print_disclosure
from tests.writer.options import LayoutOptions

ROOT = Path(__file__).resolve().parent.parent
FACTS = ROOT / "tools" / "sample_facts"
SAMPLE = ROOT / "disclosures"


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """A document of the sample: its facts, file format and layout."""

    name: str
    file_format: str
    options: LayoutOptions

    @property
    def file_name(self) -> str:
        return f"{self.name}.{SUFFIXES[self.file_format]}"


DOCUMENTS = (
    SampleDocument("bazhong_shiwei_bangongshi_2022_targets", "text_rows", LayoutOptions()),
    SampleDocument("bazhong_shifu_bangongshi_2019_targets", "text_rows", LayoutOptions()),
    SampleDocument("bazhong_shifu_bangongshi_2022_final_accounts", "text_cells", LayoutOptions()),
    SampleDocument("chongqing_tongnan_quwei_bangongshi_2023_budget", "text_rows",
                   LayoutOptions(code_group=True, page_rows=20, repeat_title=True)),
    SampleDocument("hebei_julu_xianwei_bangongshi_2022_budget", "text_rows",
                   LayoutOptions(code_group=True, ordinals=True, column_numbers=True, page_rows=18,
                                 contents_list=True)),
    SampleDocument("jiangsu_shengwei_bangongting_2017_budget", "xlsx", LayoutOptions(thousands=True)),
    SampleDocument("jiangsu_shengwei_bangongting_2018_budget", "html",
                   LayoutOptions(thousands=True, title_place="glued", spaced_total=True)),
    SampleDocument("jiangsu_shengwei_bangongting_2019_budget", "docx",
                   LayoutOptions(thousands=True, total_cell="merged")),
    SampleDocument("shanghai_putuo_caizhengju_2024_final_accounts", "pdf",
                   LayoutOptions(thousands=True, codes="split", code_group=True, issuer_line=False,
                                 embedded_font=False)),
)  # fmt: skip


def sample_bytes(document: SampleDocument) -> bytes:
    """One document of the sample as bytes."""
    printed = print_disclosure(load_facts(FACTS / f"{document.name}.yml"), document.options)
    return FORMATS[document.file_format](printed, document.options)


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.write_sample", description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=SAMPLE, help="directory to write to (default: disclosures)")
    out = parser.parse_args(argv).out
    out.mkdir(parents=True, exist_ok=True)
    for document in DOCUMENTS:
        data = sample_bytes(document)
        (out / document.file_name).write_bytes(data)
        print(f"{document.file_name}  {len(data)} bytes")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
