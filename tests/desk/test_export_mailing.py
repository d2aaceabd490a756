"""Who did not ask for news is on no list for mailing, and every other list says so."""

import json

import pytest

from tests.conftest import both_databases
from tests.desk.lists import CSV, JSONL, SLUG, TAB, XLSX, form, sheet, signed, table
from tests.factories import a_campaign
from tests.organisers import at_desk

LIST = f"/organise/campaigns/{SLUG}/signatures"


@pytest.fixture
def desk(app):
    a_campaign(app)
    signed(
        app,
        {"email": "news@example.org", "updates": True},
        {"email": "none@example.org"},
        {"email": "unsure@example.org", "updates": True, "state": "pending"},
        {"email": "both@example.org", "updates": True, "country": "FR"},
    )
    return at_desk(app)


@both_databases
def test_the_filter_holds_for_list_and_export(desk):
    for query, found in {
        "updates=yes": ["news@example.org", "both@example.org"],
        "updates=yes&country=FR": ["both@example.org"],
        "updates=no": ["none@example.org"],
        "updates=perhaps": ["news@example.org", "none@example.org", "both@example.org"],
    }.items():
        rows = table(desk.post(f"{CSV}?{query}", form(desk)))[1:]
        assert [row[2] for row in rows] == found
        page = desk.get(f"{LIST}?{query}&state=confirmed")
        shown = [element.to_text() for element in page.all("tbody .email")]
        assert sorted(shown) == sorted(found)


def test_one_press_leads_to_the_list_for_mailing(desk):
    links = {link.to_text(): link.attrs["href"] for link in desk.get(LIST).all("main a")}
    address = links["List for mailing"]
    assert address == f"{TAB}?updates=yes"
    assert "only those who asked for news" in desk.get(address).text()
    rows = sheet(desk.post(f"{XLSX}?updates=yes", form(desk)).response.data)[1:]
    assert [row[2].value for row in rows] == ["news@example.org", "both@example.org"]
    rows = desk.post(f"{JSONL}?updates=yes", form(desk)).response.data.decode().splitlines()
    assert all(json.loads(row)["updates"] for row in rows)


def test_every_other_list_says_that_it_is_not_for_mailing(desk):
    for address in (TAB, CSV):
        page = desk.get(f"{address}?country=GB")
        assert "did not ask for news" in page.text("main")
        links = [link.attrs["href"] for link in page.all("main a")]
        assert f"{address}?country=GB&updates=yes" in links


def test_excel_comes_first_with_the_reason(desk):
    first = desk.get(TAB).all("main .kind")[0].to_text()
    assert "XLSX (for Excel)" in first
    assert "as a single column" in first
