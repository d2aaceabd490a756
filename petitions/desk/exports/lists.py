"""The list as CSV, JSON Lines and XLSX: rows in, a file out, never the whole list in memory."""

from collections.abc import Iterable
from json import JSONEncoder
from pathlib import Path
from typing import BinaryIO

from petitions.desk.exports.wishes import Watch
from petitions.signing.exporting import Row
from petitions.signing.reading import Piece
from petitions.web.cells import harmless, harmless_csv

COLUMNS = Row._fields
SHEET_ROWS = 1_000_000  # a sheet holds 1,048,576 and drops what comes after without a word
_SHEET = "Signatures"
_BOM = "\ufeff"


def write_csv(pieces: Iterable[Piece], file: BinaryIO, watch: Watch) -> int:
    """Write UTF-8 with BOM, as RFC 4180 has it; no cell can become a formula. Give the number."""
    number = 0
    file.write(f"{_BOM}{','.join(COLUMNS)}\r\n".encode())
    for piece in pieces:
        file.write(harmless_csv(*piece).encode())
        number += piece.number
        watch(number)
    return number


def write_jsonl(rows: Iterable[Row], file: BinaryIO) -> None:
    """Write one JSON object a line: for programs, so with every text as it was typed."""
    encode = JSONEncoder(ensure_ascii=False).encode
    for row in rows:
        values = row._asdict() | {
            "updates": row.updates == "yes",
            "confirmed_at": row.confirmed_at or None,
        }
        file.write(encode(values).encode() + b"\n")


def write_xlsx(rows: Iterable[Row], file: BinaryIO, folder: Path) -> None:
    """Write a workbook of strings; what does not fit a sheet goes on in the next.

    `folder` takes the rows until the end: they are names, and must lie where nobody else reads.
    """
    from xlsxwriter import Workbook

    options = {
        "constant_memory": True,
        "tmpdir": str(folder),
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with Workbook(file, options) as book:
        for row in rows:
            line = (row.number - 1) % SHEET_ROWS + 1
            if line == 1:
                sheet = _new_sheet(book, row.number // SHEET_ROWS + 1)
            sheet.write_number(line, 0, row.number)
            for column, words in enumerate(map(harmless, row[1:]), start=1):
                sheet.write_string(line, column, words)


def _new_sheet(book: "Workbook", number: int) -> "Worksheet":  # type: ignore[name-defined]  # noqa: F821
    sheet = book.add_worksheet(_SHEET if number == 1 else f"{_SHEET} {number}")
    for column, name in enumerate(COLUMNS):
        sheet.write_string(0, column, name)
    return sheet
