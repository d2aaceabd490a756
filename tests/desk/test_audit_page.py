"""The audit log, to read: who, when, what, from which state to which."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from petitions.accounts.audit import Entry, record
from petitions.accounts.models import ADMIN, EDITOR, VIEWER
from petitions.db import transaction
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign, stored
from tests.organisers import at_desk

AUDIT = "/organise/audit"
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def desk(app):
    return at_desk(app, EDITOR)


def recorded(app, *entries):
    """Record (actor, verb, subject, details), as operations do."""
    with app.app_context():
        for actor, verb, subject, details in entries:
            with transaction():
                record(actor, verb, subject, **details)


def some(app, number):
    recorded(app, *((BEN, "changed", f"campaign {n}", {}) for n in range(1, number + 1)))


def shown(page):
    """Give the numbers of the entries on a page."""
    return [int(entry.attrs["id"].removeprefix("entry-")) for entry in page.all(".entries > li")]


def test_an_entry_reads_as_a_sentence(app, clock):
    a_campaign(app, "paused")
    page = at_desk(app, EDITOR).get(AUDIT)
    assert page.text("#entry-2") == (
        "No. 2 · 22 November 2026, 12:00 UTC ben@example.org changed the status of "
        "campaign free-the-nurse . “Open” → “Paused”"
    )
    moment = page.all("#entry-2 time")[0].attrs["datetime"]
    assert moment == "2026-11-22T12:00:00+00:00"


@both_databases
def test_pages_go_back_to_the_first_entry(app, desk):
    some(app, 120)
    found, address = [], AUDIT
    while address:
        page = desk.get(address)
        found += shown(page)
        older = [one for one in page.all(".pages a") if one.to_text() == "Older"]
        address = older[0].attrs["href"] if older else None
    assert found == list(range(120, 0, -1))


@both_databases
def test_filters_find_what_they_say(app, desk, clock):
    for actor, verb, subject in (
        (BEN, "created", "campaign nurse"),
        (BEN, "published", "campaign nurse"),
        ("cleo@example.org", "created", "campaign poet"),
    ):
        recorded(app, (actor, verb, subject, {}))
        clock.shift(timedelta(days=1))
    editor = at_desk(app, EDITOR, "ed@example.org")
    for query, numbers in (
        ("who=cleo@example.org", [3]),
        ("what=published", [2]),
        ("about=NURSE", [2, 1]),
        ("about=%25", []),
        ("since=2026-11-24", [3]),
        ("until=2026-11-23", [2, 1]),
        ("since=2026-11-23&until=2026-11-23", [2]),
        ("who=ben@example.org&what=created", [1]),
        ("until=9999-12-31", [3, 2, 1]),
    ):
        assert shown(editor.get(f"{AUDIT}?{query}")) == numbers, query


def test_filters_stay_as_chosen_and_go_on_to_older_pages(app, desk):
    some(app, 60)
    page = desk.get(f"{AUDIT}?who={BEN}&about=campaign&who=x")
    assert (page.value("who"), page.value("about")) == (BEN, "campaign")
    assert "about=campaign" in page.all(".pages a")[-1].attrs["href"]


@both_databases
def test_odd_addresses_are_answered(app, desk):
    some(app, 1)
    for query in (
        *("before=x", f"before={'9' * 5000}", "before=-1", "who=%00", "about=%00", "since=x"),
        *("since=0001-01-01", "until=9999-99-99", f"about={'x' * 5000}", "what=nothing"),
    ):
        assert desk.get(f"{AUDIT}?{query}").status == 200, query


@both_databases
def test_a_whole_log_is_said_to_be_whole(app, desk):
    some(app, 3)
    assert "3 entries were read." in desk.get(f"{AUDIT}?check=y").text(".notice-good")
    assert not desk.get(AUDIT).all(".notice")


@both_databases
def test_a_removed_entry_is_noticed(app, desk):
    some(app, 3)
    with app.app_context(), transaction() as session:
        session.execute(delete(Entry).where(Entry.number == 2))
    assert "This was found: entry 2 is missing." in desk.get(f"{AUDIT}?check=y").text()


def test_hostile_words_are_shown_as_words(app, desk):
    details = {"reason": HOSTILE, HOSTILE: [HOSTILE], "before": HOSTILE, "after": ""}
    recorded(app, (BEN, "removed", HOSTILE, details))
    assert desk.get(AUDIT).text("#entry-1").count(HOSTILE) == 5


def test_an_empty_log_says_so(desk):
    assert "Nothing has been changed yet." in desk.get(AUDIT).text()


@pytest.mark.parametrize(("role", "status"), [(VIEWER, 403), (EDITOR, 200), (ADMIN, 200)])
def test_editors_may_read_it(app, role, status):
    assert at_desk(app, role).get(AUDIT).status == status


def test_reading_and_checking_leave_no_trace(app, desk):
    some(app, 3)
    before = stored(app)
    desk.get(f"{AUDIT}?check=y")
    assert stored(app) == before
