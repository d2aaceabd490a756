"""Which lists there are, and how each is made."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, TypeAlias

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from petitions.desk.exports import handover, lists
from petitions.desk.exports.wishes import WORK, Watch, Wish, folder, is_time_to_look
from petitions.signing.exporting import Row, pieces, rows

HANDOVER = "handover"
Make: TypeAlias = Callable[[Wish, BinaryIO, Path, Watch], int]


@dataclass(frozen=True)
class Kind:
    """One kind of list. Up to `at_once` rows the request itself makes it, in half a second."""

    name: str
    label: LazyString
    purpose: LazyString
    mimetype: str
    at_once: int
    make: Make

    def extension(self, number: int) -> str:
        """Give how the name of a file with so many rows ends."""
        if self.name != HANDOVER:
            return self.name
        return "pdf" if number <= handover.VOLUME_NAMES else "zip"

    def mimetype_of(self, number: int) -> str:
        """Give the media type of a file with so many rows."""
        return "application/zip" if self.extension(number) == "zip" else self.mimetype


def make(wish: Wish, file: BinaryIO, watch: Watch) -> int:
    """Write the list into a file; give the number of its rows. Memory does not grow with it."""
    with TemporaryDirectory(dir=folder(), prefix=WORK) as work:
        number = KINDS[wish.kind].make(wish, file, Path(work), watch)
        file.flush()
    return number


def _csv(wish: Wish, file: BinaryIO, _work: Path, watch: Watch) -> int:
    with closing(pieces(wish.campaign_id, wish.filters)) as found:
        return lists.write_csv(found, file, watch)


def _table(write: Callable[[Iterable[Row], BinaryIO, Path], None]) -> Make:
    def make(wish: Wish, file: BinaryIO, work: Path, watch: Watch) -> int:
        with closing(rows(wish.campaign_id, wish.filters)) as found:
            counted = _Counted(found, watch)
            write(counted, file, work)
        return counted.number

    return make


class _Counted:
    """Rows, and how many of them have gone by."""

    def __init__(self, rows: Iterable[Row], watch: Watch) -> None:
        self.rows, self.watch, self.number = rows, watch, 0

    def __iter__(self) -> Iterator[Row]:
        for row in self.rows:
            self.number = row.number
            if is_time_to_look(row.number):
                self.watch(row.number)
            yield row


# Measured on two cores of a small server: 20,000 rows of CSV take 0.1 seconds, of JSON Lines 0.2,
# 5,000 of XLSX 0.3, 500 names on paper 0.2, and 0.5 where it is the first of a process.
_ALL = (
    Kind(
        "csv",
        _l("CSV"),
        _l("A table for spreadsheets and mailing programs."),
        "text/csv",
        20_000,
        _csv,
    ),
    Kind(
        "xlsx",
        _l("XLSX"),
        _l("A workbook for Excel and LibreOffice."),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        5_000,
        _table(lists.write_xlsx),
    ),
    Kind(
        "jsonl",
        _l("JSON Lines"),
        _l("Data for programs: one signature a line, every text as it was typed."),
        "application/jsonl",
        20_000,
        _table(lambda rows, file, _: lists.write_jsonl(rows, file)),
    ),
    Kind(
        HANDOVER,
        _l("Hand-over"),
        _l("Paper for an official: a letter, the names as each signer chose, a receipt."),
        "application/pdf",
        500,
        handover.make,
    ),
)
KINDS = {kind.name: kind for kind in _ALL}
