"""A page makes at most three reads from the database, the case itself five, whatever it shows.

The switches come on top, once in two seconds for all pages of a process.
"""

from datetime import date

import pytest

from petitions.campaigns.drafts import ContactDraft, TargetDraft, UpdateDraft
from tests import asked
from tests.conftest import both_databases
from tests.factories import NURSE, a_campaign
from tests.web.routes import routes_in_use

LONG = {
    "demands": ["Set her free."] * 9,
    "targets": [
        TargetDraft(f"target-{n}", "Ann", "Minister", "Dear", "", [ContactDraft("fax", "+7")] * 3)
        for n in range(9)
    ],
    "updates": [UpdateDraft(date(2026, 11, day), "News.") for day in range(1, 20)],
}

# The case, its targets, its news, all its numbers, others in need; its papers have the picture.
FULL = {"/c/<slug>": 5, **dict.fromkeys(("/c/<slug>/thanks", "/c/<slug>.json"), 4)}
FULL |= dict.fromkeys(("/c/<slug>.pdf", "/c/<slug>.docx"), 4)


@pytest.fixture
def reads(app):
    """The reads made so far."""
    with asked.reads(app) as made:
        yield made


@both_databases
def test_no_page_reads_more_often(app, visitor, mailbox, reads):
    for route in routes_in_use(app, visitor, mailbox):
        if "GET" in route.methods:
            reads.clear()
            assert visitor.get(route.path).status == 200
            assert len(reads) <= FULL.get(route.rule, 3), route


def test_a_long_case_takes_no_more_reads_than_a_short_one(app, visitor, reads):
    assert NURSE.slug == a_campaign(app)
    long = a_campaign(app, slug="long", **LONG)
    for slug in (NURSE.slug, long):
        reads.clear()
        page = visitor.get(f"/c/{slug}")
        assert len(reads) == 5
    assert len(page.all(".target")) == 9


def test_a_list_is_read_at_once(app, visitor, reads):
    for number in range(20):
        a_campaign(app, slug=f"case-{number}")
    reads.clear()
    assert len(visitor.get("/").all(".case")) == 20
    assert len(reads) == 2  # those that are open, those that were won
