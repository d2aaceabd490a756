"""How long a list of a million signatures takes, how much memory, and how long a workbook takes.

It is the worker's own step, from taking the order to the file that is ready, in a process that has
done nothing before. The floors write the same columns to a file, as the database gives them: on
SQLite csv.writer over the driver's cursor, on PostgreSQL COPY through psycopg. The workbook's floor
is xlsxwriter alone, with rows that are ready before the time begins.
"""

import csv
import json
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from time import perf_counter

import psycopg
from sqlalchemy import select
from xlsxwriter import Workbook

from bench import crowd, site
from bench.figures import ROUNDS, Broken, Figure, at_most, interleaved, seconds
from bench.raw import connect_sqlite
from petitions import create_app
from petitions.accounts.models import ADMIN, Organiser
from petitions.campaigns.models import Campaign
from petitions.config import ROOT, from_environment
from petitions.db import db, transaction
from petitions.desk.exports import operations
from petitions.desk.exports.jobs import make_due_export
from petitions.desk.exports.operations import ExportRequest
from petitions.desk.models import READY, Export
from petitions.signing.filters import Filters
from tests import postgres
from tests.factories import BEN

COLUMNS = "id, name, email, country, comment, visibility, updates, signed_at, confirmed_at"
QUESTION = f"SELECT {COLUMNS} FROM signature WHERE campaign_id = 1 AND state = 'confirmed'"
FLOOR = "floor.csv"
IN_ORDER = f"{QUESTION} ORDER BY id"
SHEET_ROWS, PREPARED_ROWS = 100_000, 10_000
MOMENT = "2026-11-20T08:30:00Z"


class Worker:
    """Makes lists of one campaign with so many signatures, each in a process of its own."""

    def __init__(self, place: Path, url: str, kind: str, number: int) -> None:
        self.arguments = [str(place), url, kind]
        self.number = number
        self.grown: list[float] = []

    def __call__(self) -> float:
        """Make the list; return the seconds."""
        command = [sys.executable, "-m", "bench.exporting", *self.arguments]
        answer = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        made = json.loads(answer.stdout)
        if made["rows"] != self.number:
            raise Broken(f"{made['rows']} rows of {self.number} are ready")
        self.grown.append(made["grown"])
        return float(made["seconds"])


def figures(names: Collection[str]) -> Iterator[Figure]:
    """Measure CSV on both databases, memory, and the workbook: that of a million once."""
    if {"export_csv_sqlite", "export_csv_memory"} & set(names):
        yield from (figure for figure in _csv_of_sqlite() if figure.name in names)
    if "export_csv_postgres" in names:
        yield _csv_of_postgres()
    if "export_xlsx" in names:
        yield _workbook("export_xlsx", SHEET_ROWS, ROUNDS)
    if "export_xlsx_million" in names:
        yield _workbook("export_xlsx_million", crowd.MILLION, rounds=1)


def _csv_of_sqlite() -> Iterator[Figure]:
    with site.folder() as place:
        url = crowd.million(place)
        worker = Worker(place, url, "csv", crowd.MILLION)
        values = interleaved(worker, lambda: seconds(lambda: _by_cursor(url, place)))
    yield Figure("export_csv_sqlite", values[0], "s", values[1], at_most(7))
    yield Figure("export_csv_memory", median(worker.grown), "MB", goal=at_most(48))


def _csv_of_postgres() -> Figure:
    with site.folder() as place, postgres.running() as url:
        crowd.prepare(url)
        crowd.fill(url, crowd.MILLION)
        worker = Worker(place, url, "csv", crowd.MILLION)
        values = interleaved(worker, lambda: seconds(lambda: _by_copy(url, place)))
    return Figure("export_csv_postgres", values[0], "s", values[1], at_most(7))


def _by_cursor(url: str, place: Path) -> None:
    with closing(connect_sqlite(url)) as opened, (place / FLOOR).open("w", newline="") as file:
        csv.writer(file).writerows(opened.execute(IN_ORDER))


def _by_copy(url: str, place: Path) -> None:
    question = f"COPY ({IN_ORDER}) TO STDOUT (FORMAT csv)"
    with (
        psycopg.connect(url) as opened,
        (place / FLOOR).open("wb") as file,
        opened.cursor().copy(question) as copy,
    ):
        file.writelines(copy)


def _workbook(name: str, number: int, rounds: int) -> Figure:
    with site.folder() as place:
        url = f"sqlite:///{place / 'petitions.sqlite'}"
        crowd.prepare(url)
        crowd.fill(url, number)
        worker = Worker(place, url, "xlsx", number)
        values = interleaved(worker, lambda: _by_xlsxwriter(place, number), rounds=rounds)
    return Figure(name, values[0], f"s/{number:,}", values[1], at_most(1.3))


def _by_xlsxwriter(place: Path, number: int) -> float:
    """Return the seconds of the same cells in constant memory."""
    rows = []
    for n in range(PREPARED_ROWS):
        comment = crowd.COMMENT if n % 10 == 0 else ""
        name, email = f"Ada Lovelace {n}", f"signer{n}@example.org"
        rows.append((name, email, "GB", comment, "hidden", "no", MOMENT, MOMENT))
    start = perf_counter()
    options = {"constant_memory": True, "tmpdir": str(place)}
    with Workbook(place / "floor.xlsx", options) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate(islice(cycle(rows), number)):
            sheet.write_number(line, 0, line)
            for column, words in enumerate(cells, start=1):
                sheet.write_string(line, column, words)
    return perf_counter() - start


def main(place: str, url: str, kind: str) -> None:
    """Order a list, make it, and print what it took, as JSON."""
    settings = from_environment({"PETITIONS_DATABASE_URL": url})
    with create_app(replace(settings, instance=Path(place))).app_context():
        number = _ordered(kind)
        before = _peak_mb()
        taken = seconds(make_due_export)
        made = db.session.get_one(Export, number)
        rows = made.rows if made.state == READY else 0
        print(json.dumps({"seconds": taken, "grown": _peak_mb() - before, "rows": rows}))
        operations.path_of(number).unlink(missing_ok=True)


def _ordered(kind: str) -> int:
    with transaction() as session:
        ben = session.scalars(select(Organiser)).first()
        ben = ben or Organiser(email=BEN, role=ADMIN, passphrase_hash="")
        session.add(ben)
    campaign = db.session.get_one(Campaign, 1)
    return operations.order(ben, campaign, ExportRequest(kind, 1, Filters()), 0, "to measure")


def _peak_mb() -> float:
    """Return the most memory that this process ever had resident."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    main(*sys.argv[1:])
