"""CSV, XLSX and JSON Lines: what stands in them, to the byte."""

import csv
import json
from datetime import datetime
from io import BytesIO, StringIO

import pytest
import regex
from openpyxl import load_workbook

from petitions.desk.exports import writers
from tests.conftest import both_databases
from tests.desk.lists import CSV, JSONL, XLSX, form, sheet, signed, table
from tests.factories import a_campaign
from tests.organisers import at_desk

HEAD = "number,name,email,country,comment,visibility,updates,signed_at,confirmed_at"
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠A1",
    "﹦1",
    "−1",
    "   =1",
    "\u200b=1",
    "\ufeff\u2060＝1",
    "\u00a0\u3000-1",
    "\u00ad\u200e@x",
    "\u0301=1",
    "\u3164=1",
    "⩵1",
    "﬩1",
]
WITHIN = ['A;"=1+1;', 'line\n"=1+1;', "x;=1", 'x\t"+1', 'x;"=HYPERLINK(A1);']
DANGEROUS = regex.compile(r"^[\p{Z}\p{C}\p{M}\u3164]*[=+\-@＝＋－＠﹦−]|^[\t\r\n]")


@pytest.fixture
def desk(app):
    a_campaign(app)
    return at_desk(app)


def exported(desk, address):
    page = desk.post(address, form(desk))
    assert page.status == 200
    return page


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_no_formula_begins_where_another_separator_is_expected(desk, app, delimiter):
    signed(app, *({"name": words, "comment": words} for words in WITHIN))
    text = exported(desk, CSV).response.data.decode("utf-8-sig")
    cells = [
        cell for row in csv.reader(StringIO(text, newline=""), delimiter=delimiter) for cell in row
    ]
    assert len(cells) > len(WITHIN)
    assert not list(filter(DANGEROUS.match, cells))


@both_databases
def test_csv_has_the_promised_columns_and_bytes(app, desk):
    signed(app, {"comment": 'She said "no",\nthen left.', "updates": True})
    page = exported(desk, CSV)
    line = '1,Ada Lovelace,ada0@example.org,GB,"She said ""no"",\nthen left.",hidden,yes,'
    line += "2026-11-20T08:30:00Z,2026-11-20T08:30:00Z\r\n"
    assert page.response.data == b"\xef\xbb\xbf" + f"{HEAD}\r\n{line}".encode()
    assert page.headers["Content-Disposition"].startswith('attachment; filename="free-the-nurse-20')
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"


@both_databases
def test_only_confirmed_signatures_that_the_filters_find(app, desk):
    signed(app, {"country": "FR"}, {"country": "GB"}, {"country": "FR", "state": "pending"})
    page = exported(desk, f"{CSV}?country=FR&state=pending")
    assert [row[2] for row in table(page)[1:]] == ["ada0@example.org"]


@both_databases
def test_a_list_longer_than_a_page_is_whole_and_in_order(app, desk, monkeypatch):
    monkeypatch.setattr("petitions.signing.filters.FETCH_ROWS", 3)
    signed(app, *({} for _ in range(10)))
    rows = table(exported(desk, CSV))[1:]
    assert [(row[0], row[2]) for row in rows] == [
        (str(n + 1), f"ada{n}@example.org") for n in range(10)
    ]


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_no_cell_becomes_a_formula(app, desk, address):
    people = [{"name": words, "comment": words, "email": f"{words}@x.org"} for words in FORMULAS]
    signed(app, *people)
    content = exported(desk, address).response
    if address == CSV:
        found = [cell for row in table(exported(desk, CSV))[1:] for cell in row]
    else:
        # An address is as it was typed: a text, which is not computed after editing either.
        cells = [cell for row in sheet(content.data)[1:] for cell in row[1:-2]]
        assert {cell.data_type for cell in cells} <= {"s", "n"}
        assert not [cell for cell in cells if cell.data_type == "n" and cell.value is not None]
        addresses = [cell for cell in cells if cell.column_letter == "C"]
        assert all(cell.quotePrefix for cell in addresses)
        found = [cell.value or "" for cell in cells if cell not in addresses]
    assert len(found) >= 5 * len(FORMULAS)
    assert not [cell for cell in found if DANGEROUS.match(cell)]


def test_nor_where_another_separator_is_expected(app, desk):
    signed(app, {"comment": "x;=1\n=2\t\u200b+3"})
    assert table(exported(desk, CSV))[1][4] == "x;'=1\n'=2\t'\u200b+3"


def test_xlsx_keeps_strings_as_strings(app, desk):
    signed(app, {"name": "0012", "comment": "https://example.org"})
    number, name, _, _, comment, *_ = sheet(exported(desk, XLSX).response.data)[1]
    assert (number.value, name.value, name.data_type) == (1, "0012", "s")
    assert (comment.value, comment.hyperlink) == ("https://example.org", None)


@pytest.mark.parametrize("email", ["+x0@example.org", "-x@example.org", "=x@example.org"])
def test_xlsx_has_each_address_as_it_is_and_csv_says_what_it_adds(app, desk, email):
    signed(app, {"email": email})
    assert sheet(exported(desk, XLSX).response.data)[1][2].value == email
    assert table(exported(desk, CSV))[1][2] == f"'{email}"
    assert "apostrophe in front, also of an e-mail address" in desk.get(CSV).text()
    assert json.loads(exported(desk, JSONL).response.data)["email"] == email


def test_xlsx_opens_as_people_expect(app, desk):
    signed(app, {}, {"confirmed_at": None})
    book = load_workbook(BytesIO(exported(desk, XLSX).response.data))
    (page,) = book.worksheets
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:I3")
    assert page.column_dimensions["C"].width > 30
    assert [cell.value for cell in page[1]] == HEAD.split(",")
    signed_at, confirmed_at = page[2][7:]
    assert signed_at.value == confirmed_at.value == datetime(2026, 11, 20, 8, 30)
    assert (signed_at.data_type, signed_at.number_format) == ("d", "yyyy-mm-dd hh:mm:ss")
    assert page[3][8].value is None


def test_xlsx_goes_on_in_another_sheet(app, desk, monkeypatch):
    monkeypatch.setattr(writers, "SHEET_ROWS", 2)
    signed(app, {}, {}, {})
    rows = sheet(exported(desk, XLSX).response.data)
    assert len(rows) == 3


def test_jsonl_has_real_types_and_what_was_typed(app, desk):
    signed(app, {"name": "=王小明", "updates": True}, {"name": None, "email": None})
    first, second = map(json.loads, exported(desk, JSONL).response.data.decode().splitlines())
    assert (first["number"], first["name"], first["updates"]) == (1, "=王小明", True)
    assert first["signed_at"] == "2026-11-20T08:30:00Z"
    assert (second["name"], second["email"]) == ("", "")
    assert ",".join(first) == HEAD


def test_nobody_else_on_this_machine_reads_what_is_written(app, desk, settings):
    signed(app, {})
    exported(desk, XLSX)
    folder = settings.instance / "exports"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert not list(folder.iterdir())
