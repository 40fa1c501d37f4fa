"""What ``--help`` teaches: per command one line, a paragraph, and examples that work as they stand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Help:
    """Texts of one command."""

    line: str
    description: str
    examples: str


MAIN = Help(
    line="",
    description="""\
The warehouse of China's local-government budget disclosures (公开): published
documents in, a reconciled DuckDB database out. Every figure leads back to the
file, table, row and column where it is printed.""",
    examples="""\
first steps:
  gongkai refresh                     read disclosures/, publish into warehouse/
  gongkai status                      what is published, and since when
  gongkai query "show all tables"     look around
  gongkai audit                       which documents to trust, and where not

Each command explains itself: gongkai COMMAND --help
Another warehouse than ./warehouse: --warehouse DIR, or set GONGKAI_WAREHOUSE.""",
)

REFRESH = Help(
    line="bring the warehouse up to date with the documents",
    description="""\
Reads every document that is new or changed, builds and tests all models, checks
the expectations, and publishes database and site in one instant. Readers are not
disturbed; where anything fails, the published warehouse stays as it was. With
nothing new it changes nothing and ends within seconds.""",
    examples="""\
examples:
  gongkai refresh
  gongkai refresh --disclosures /data/sichuan --disclosures /data/hebei
  gongkai refresh --strict            for CI: status 3 on unacknowledged findings
  gongkai refresh --full              trust nothing kept from earlier refreshes
  gongkai refresh --collect           fetch what the sources publish first
  gongkai refresh --log-format json --on-failure 'mail -s gongkai root'
  gongkai refresh --engine spark      models on Apache Spark (after: make spark)

exit status:
  0   published, or nothing to do
  1   failed; the published warehouse is untouched
  2   wrong usage (an option, or a directory that is not there)
  3   with --strict: published, with findings that nobody has acknowledged
  75  another refresh is at work in the same warehouse""",
)

ROLLBACK = Help(
    line="publish an earlier version again",
    description="""\
Makes the version before the published one (or the one that is named) the published
one again, database and site in one instant; readers are not disturbed. Nothing is
removed: naming the newer version takes the rollback back. The next refresh starts
from what is published then and brings in what the documents say, so correct or
remove the documents first, or stop its schedule. How many versions are kept says
gongkai refresh --keep.""",
    examples="""\
examples:
  gongkai rollback
  gongkai rollback 20260701T021504117Z

exit status:
  0   published
  1   there is no earlier version
  2   wrong usage (a version that is not kept)
  75  a refresh is at work in the same warehouse""",
)

COLLECT = Help(
    line="fetch what is new or changed on the pages listed in sources.yml",
    description="""\
Visits every listed source once: pages are opened, documents behind their links are
fetched where they are new or changed. Politely (robots.txt, pauses, conditional
requests), only from listed hosts, within limits of size, time and type; nothing that
comes is run. Documents lie under disclosures/collected, with their address and the
time of retrieval; the next refresh reads them.""",
    examples="""\
examples:
  gongkai collect
  gongkai collect --only chengdu_finance
  gongkai collect --sources /etc/gongkai/sources.yml --into /data/collected

exit status:
  0   every source was asked
  1   a source could not be asked; the others were
  2   wrong usage, or a wrong entry in the list of sources
  75  another collect is at work in the same directory""",
)

STATUS = Help(
    line="what is published, when, from how many documents; quarantine; last runs",
    description="""\
Shows the published version, what is in it, the files that could not be loaded
with the reason, and how the last refreshes went.""",
    examples="""\
examples:
  gongkai status
  gongkai status --warehouse /srv/gongkai""",
)

QUERY = Help(
    line="ask the published database in SQL",
    description="""\
Answers one SQL statement from the published database. It is opened read-only and
shut off from all other files, so no query can do harm. The marts are in schema
mart; begin with: gongkai query "show all tables".""",
    examples="""\
examples:
  gongkai query "select issuer_name, fiscal_year, certified_share from mart.dim_disclosure"
  gongkai query "describe mart.published_figures"
  gongkai query --file analyses/what_does_not_add_up.sql
  gongkai query "from mart.findings" --format json
  gongkai query "from mart.fct_three_public" --output three_public.parquet
  gongkai query "from mart.published_figures" --output figures.csv --for-excel

Amounts (amount_yuan) are exact, in yuan. The format follows the name of the output
file; without one it is a table of at most 200 rows. In CSV, text that a spreadsheet
would run as a formula begins with '; --exact leaves it as it is.""",
)

TRACE = Help(
    line="where one figure was published",
    description="""\
Leads from a figure of the warehouse to the place where it is printed: file, page
or line, table, row and column headings, text as printed; and tells with which
other figures it was compared.""",
    examples="""\
examples:
  gongkai query "select figure_id, subject_name, amount_yuan from mart.published_figures limit 5"
  gongkai trace 0123456789abcdef.g7r12c3

exit status:
  0   found
  1   no published figure has this id""",
)

AUDIT = Help(
    line="how well documents were read and how far they prove themselves",
    description="""\
Without DOCUMENT: one line per document, worst first. With DOCUMENT (its key, the
beginning of it, or the file's name): tables found and statutory tables missing,
figures and their certified share, cells that were not read, remarks of the loaders,
findings, and the worst places first.""",
    examples="""\
examples:
  gongkai audit
  gongkai audit 0123456789abcdef
  gongkai audit budget_2023.txt""",
)
