"""How long a workbook takes, of 100,000 signatures and, by name only, of a million.

The floor is xlsxwriter alone, with rows that are ready before the time begins.
"""

from collections.abc import Collection, Iterator
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from xlsxwriter import Workbook

from bench import crowd, site
from bench.exporting import Worker
from bench.figures import ROUNDS, Figure, at_most, interleaved

ROWS = 100_000
PREPARED = 10_000
MOMENT = "2026-11-20T08:30:00Z"


def figures(names: Collection[str]) -> Iterator[Figure]:
    """Measure the workbook; that of a million once."""
    if "export_xlsx" in names:
        yield _figure("export_xlsx", ROWS, ROUNDS)
    if "export_xlsx_million" in names:
        yield _figure("export_xlsx_million", crowd.MILLION, rounds=1)


def _figure(name: str, number: int, rounds: int) -> Figure:
    with site.folder() as place:
        url = f"sqlite:///{place / 'petitions.sqlite'}"
        crowd.prepare(url)
        crowd.fill(url, number)
        worker = Worker(place, url, "xlsx", number)
        values = interleaved(worker, lambda: _alone(place, number), rounds=rounds)
    return Figure(name, values[0], f"s/{number:,}", values[1], at_most(1.3))


def _alone(place: Path, number: int) -> float:
    """Return the seconds of the same cells in constant memory."""
    rows = [_row(n) for n in range(PREPARED)]
    start = perf_counter()
    options = {"constant_memory": True, "tmpdir": str(place)}
    with Workbook(place / "floor.xlsx", options) as book:
        sheet = book.add_worksheet()
        for line, cells in enumerate(islice(cycle(rows), number)):
            sheet.write_number(line, 0, line)
            for column, words in enumerate(cells, start=1):
                sheet.write_string(line, column, words)
    return perf_counter() - start


def _row(n: int) -> tuple[str, ...]:
    comment = crowd.COMMENT if n % 10 == 0 else ""
    name, email = f"Ada Lovelace {n}", f"signer{n}@example.org"
    return (name, email, "GB", comment, "hidden", "no", MOMENT, MOMENT)
