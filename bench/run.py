"""Measure speed: prints a table, one line a figure; writes results.json and docs/performance.md.

Names as arguments choose among them: `./run bench page counter`, or a module: `./run bench pages`.
"""

import json
import os
import platform
import sys
import time
import traceback
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))

# What each module measures. One that is missing a program or a library breaks alone.
MODULES = {
    "pages": ("page", "page_million", "counter", "counter_304"),
    "signing": ("sign_sqlite", "sign_postgres", "confirm", "sign_p99"),
    "letters": ("letter_pdf",),
    "exporting": (
        *("export_csv_sqlite", "export_csv_postgres", "export_csv_memory"),
        *("export_xlsx", "export_xlsx_million"),
    ),
    "starting": ("start", "memory"),
    "mailing": ("mail", "mail_postgres"),
    "nginx": ("page_nginx",),
    "slow": ("slow_p95",),
    "importing": ("importing",),
    "ablation": ("ablation",),
    "growth": ("growth",),
}
BY_NAME_ONLY = {"ablation", "growth", "export_xlsx_million", "importing"}  # take long
RESULTS = FOLDER / "results.json"
REPORT = FOLDER.parent / "docs" / "performance.md"
TABLE_START, TABLE_END = (
    "<!-- The table is written by ./run bench. -->\n",
    "<!-- End of the table. -->",
)
WIDTHS = (32, 22, 10, 7, 8, 7)
HEAD = ("name", "value", "floor", "ratio", "goal", "")


def main(wanted: list[str]) -> int:
    """Measure what has these names, or all; give 1 where a measurement broke."""
    chosen = _chosen(wanted)
    known = json.loads(RESULTS.read_text()) if wanted and RESULTS.exists() else {}
    conditions = f"{time.strftime('%Y-%m-%d')}, {_machine()}"
    print(f"{conditions}\n")
    for cells in (HEAD, ["-" * width for width in WIDTHS]):
        _print_row(cells)
    broken, rows = 0, []
    for module, names in chosen.items():
        # Where a measurement breaks, no number stands there.
        known = {name: known[name] for name in known if name.partition(".")[0] not in names}
        try:
            for figure in import_module(f"bench.{module}").figures(names):
                _print_row(figure.cells())
                known[figure.name] = figure.result()
                RESULTS.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n")
                rows.append(figure.cells())
        except Exception:  # whatever it is: no number, and the others go on
            traceback.print_exc()
            broken = 1
    if not wanted:
        write_report(conditions, rows)
    return broken


def write_report(conditions: str, rows: list[list[str]]) -> None:
    """Put the table of a whole run into docs/performance.md, in place of the last one."""
    before, _, rest = REPORT.read_text().partition(TABLE_START)
    after = rest.partition(TABLE_END)[2]
    table = [list(HEAD), ["---"] * len(HEAD), *rows]
    lines = "\n".join(f"| {' | '.join(cells)} |" for cells in table)
    REPORT.write_text(f"{before}{TABLE_START}\n{conditions}:\n\n{lines}\n\n{TABLE_END}{after}")


def _chosen(wanted: list[str]) -> dict[str, tuple[str, ...]]:
    known = {name for names in MODULES.values() for name in names}
    if unknown := set(wanted) - known - MODULES.keys():
        sys.exit(f"Unknown: {', '.join(unknown)}. There is {', '.join(sorted(known))}.")
    wanted = wanted or list(known - BY_NAME_ONLY)
    chosen = {
        module: names if module in wanted else tuple(name for name in names if name in wanted)
        for module, names in MODULES.items()
    }
    return {module: names for module, names in chosen.items() if names}


def _print_row(cells: Iterable[str]) -> None:
    padded = (cell.ljust(width) for cell, width in zip(cells, WIDTHS, strict=True))
    print(f"| {' | '.join(padded)} |", flush=True)


def _machine() -> str:
    """Return what the numbers hang on: `2 Some Processor, Linux 6.1, Python 3.11.2`."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        processor = next(line for line in lines if line.startswith("model name")).partition(": ")[2]
    except (OSError, StopIteration):
        processor = platform.processor() or platform.machine()
    system = f"{platform.system()} {platform.release()}"
    return f"{os.cpu_count()} {processor}, {system}, Python {platform.python_version()}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
