"""The formats of an export, and how each is written: rows in, a file out, in bounded memory."""

import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from io import TextIOWrapper
from json import JSONEncoder
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

import regex
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from petitions.desk.exports import handover
from petitions.desk.exports.operations import (
    PROGRESS_ROWS,
    WORK_PREFIX,
    ExportRequest,
    OnProgress,
    export_folder,
)
from petitions.signing.filters import ExportRow, export_rows

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

HANDOVER = "handover"
COLUMNS = ExportRow._fields
SHEET_ROWS = 1_000_000  # a sheet holds 1,048,576 and drops what comes after without a word
SHEET_NAME = "Signatures"
WIDTHS = dict(zip(COLUMNS, (9, 28, 32, 9, 48, 11, 9, 20, 20), strict=True))  # in characters

# What a program may pass over before it looks for the first character: spaces of any width,
# zero-width characters, marks without a letter, letters that look empty; quotation marks, which
# stand round a cell where the separator is another one.
_EMPTY_LETTERS = r"\u115f\u1160\u3164\uffa0"
_UNSEEN = rf"(?:(?![\t\r\n])[\p{{Z}}\p{{C}}\p{{M}}{_EMPTY_LETTERS}\u2800\"])*"
# = + - @, their full-width, small, raised and lowered forms, and the minus sign.
_BEGINS = r"[\t\r\n=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−⩵⩶﬩]"
_FORMULA = regex.compile(rf"(?:^|(?<=[;\t\r\n]))(?={_UNSEEN}{_BEGINS})")
# A quick first look at cells with a line end before each, which finds a little more than it must:
# no cell is a formula that begins with a letter or a digit, of whatever alphabet.
_SUSPECT = re.compile(rf"[;\t\r\n][\" ]*(?![^\W{_EMPTY_LETTERS}])[^\" ]")


@dataclass(frozen=True)
class ExportFormat:
    """One format. Up to `at_once` rows the request itself makes it, in half a second."""

    name: str
    label: LazyString
    purpose: LazyString
    mimetype: str
    at_once: int

    def extension(self, number: int) -> str:
        """Return how the name of a file with so many rows ends."""
        if self.name != HANDOVER:
            return self.name
        return "pdf" if number <= handover.VOLUME_NAMES else "zip"

    def mimetype_of(self, number: int) -> str:
        """Return the media type of a file with so many rows."""
        return "application/zip" if self.extension(number) == "zip" else self.mimetype


FORMATS = {
    format_.name: format_
    for format_ in (
        ExportFormat(
            "xlsx",
            _l("XLSX (for Excel)"),
            _l(
                "A workbook for Excel and LibreOffice: columns, dates and letters of every "
                "language open as they should. In some countries, Excel shows a CSV as a single "
                "column."
            ),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            5_000,
        ),
        ExportFormat(
            HANDOVER,
            _l("PDF (for the official)"),
            _l(
                "Paper to hand over: a letter, the names as each signer chose, a receipt. Who "
                "chose to be counted only has neither name nor country on it."
            ),
            "application/pdf",
            500,
        ),
        ExportFormat(
            "csv",
            _l("CSV"),
            _l(
                "A table for other programs. Spreadsheets take what begins with + - = or @ for a "
                "formula, so we put an apostrophe in front, also of an e-mail address. It is not a "
                "part of the address. XLSX has each address as it is."
            ),
            "text/csv",
            20_000,
        ),
        ExportFormat(
            "jsonl",
            _l("JSON Lines"),
            _l("Data for programs: one signature a line, every text as it was typed."),
            "application/jsonl",
            20_000,
        ),
    )
}


def write_export(request: ExportRequest, file: BinaryIO, on_progress: OnProgress) -> int:
    """Write the export into a file; return the number of its rows."""
    number = 0

    def counted(rows: Iterable[ExportRow]) -> Iterator[ExportRow]:
        nonlocal number
        for row in rows:
            number = row.number
            if number % PROGRESS_ROWS == 0:
                on_progress(number)
            yield row

    with TemporaryDirectory(dir=export_folder(), prefix=WORK_PREFIX) as work:
        if request.kind == HANDOVER:
            number = handover.write(request, file, Path(work), on_progress)
        else:
            write = {"csv": write_csv, "xlsx": write_xlsx, "jsonl": write_jsonl}[request.kind]
            with closing(export_rows(request.campaign_id, request.filters)) as rows:
                write(counted(rows), file, Path(work))
        file.flush()
    return number


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe goes in front.

    After https://owasp.org/www-community/attacks/CSV_Injection: a cell that begins with = + - @,
    a tab or a line end is computed, or opens a link that carries the sheet's content away. So it
    is within a cell after `;`, a tab or a line end, where a program that expects another
    separator than the comma begins a new cell.
    """
    return str(_FORMULA.sub("'", text)) if _SUSPECT.search(f"\n{text}") else text


def _cells(row: ExportRow) -> tuple[int | str, ...]:
    """Return the cells of a row; behind what somebody typed, the site itself wrote them."""
    # One look at all four: it takes most of the time of a row.
    if not _SUSPECT.search(f"\n{row.name}\n{row.email}\n{row.country}\n{row.comment}"):
        return row
    return (row.number, *map(harmless, row[1:5]), *row[5:])


def write_csv(rows: Iterable[ExportRow], file: BinaryIO, _folder: Path) -> None:
    """Write UTF-8 with BOM, as RFC 4180 has it; no cell can become a formula."""
    text = TextIOWrapper(file, encoding="utf-8", newline="")
    text.write("\ufeff")  # Python's own utf-8-sig looks for the start at every row
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    writer.writerows(map(_cells, rows))
    text.detach()


def write_jsonl(rows: Iterable[ExportRow], file: BinaryIO, _folder: Path) -> None:
    """Write one JSON object a line: for programs, so with every text as it was typed."""
    encode = JSONEncoder(ensure_ascii=False).encode
    for row in rows:
        values = row._asdict() | {
            "updates": row.updates == "yes",
            "confirmed_at": row.confirmed_at or None,
        }
        file.write(encode(values).encode() + b"\n")


def write_xlsx(rows: Iterable[ExportRow], file: BinaryIO, folder: Path) -> None:
    """Write a workbook of texts and dates; what does not fit a sheet goes on in the next.

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
        head = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        # As with an apostrophe that one types: no formula, even after somebody edits the cell.
        as_text = book.add_format({"quote_prefix": True})
        for row in rows:
            line = (row.number - 1) % SHEET_ROWS + 1
            if line == 1:
                part = row.number // SHEET_ROWS + 1
                sheet = book.add_worksheet(SHEET_NAME if part == 1 else f"{SHEET_NAME} {part}")
                _write_head(sheet, head)
            sheet.write_number(line, 0, row.number)
            name, email, *others = _cells(row)[1:-2]
            sheet.write_string(line, 1, name)
            # An address is of use only as it is; a text in a workbook is never computed.
            sheet.write_string(line, 2, row.email, as_text if email != row.email else None)
            for column, words in enumerate(others, start=3):
                sheet.write_string(line, column, words)
            for column, words in enumerate(row[-2:], start=len(COLUMNS) - 2):
                if words:
                    at = datetime.fromisoformat(words).replace(tzinfo=None)
                    sheet.write_datetime(line, column, at, moment)
        for sheet in book.worksheets():
            sheet.autofilter(0, 0, sheet.dim_rowmax or 0, len(COLUMNS) - 1)


def _write_head(sheet: "Worksheet", bold: "Format") -> None:
    """Write the names of the columns, which stay in view, and their widths."""
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, WIDTHS[name])
        sheet.write_string(0, column, name, bold)
