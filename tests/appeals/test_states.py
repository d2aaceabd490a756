"""Nobody is helped to write when writing could do harm; what is not public is not there."""

from datetime import date, timedelta

import pytest

from tests.appeals.people import (
    ACTS,
    CHANNELS,
    FILES,
    KINDS,
    a_case,
    at,
    composed,
    numbers,
    report,
    token,
    undo,
)
from tests.campaigns.test_states import set_state
from tests.conftest import both_databases
from tests.factories import stored

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 22)
PAST = {"deadline": TODAY - timedelta(days=1)}
ASK_FIRST = "Please ask the organisers before you write to an official: a late letter can do harm."
HEADINGS = {
    "paused": "Please do not write now: this campaign is paused",
    "won": "Nobody needs to write any more: this campaign was won",
    "closed": "Please do not write now: this campaign is closed",
}
PLACES = [*CHANNELS, *FILES]
POSTED = [*((place, "") for place in PLACES), *((c, act) for c in CHANNELS for act in ACTS)]
TYPED = {"name": "Ada", "number": "3", "contact": "minister@example.org", "token": "x"}


def answers(visitor, slug="free-the-nurse", target="minister"):
    """Ask for every page, file and act of a target; give the answers."""
    for place in PLACES:
        yield visitor.get(at(place, target=target, slug=slug))
    for place, act in POSTED:
        yield visitor.post(at(place, act, target, slug), TYPED)


@pytest.mark.parametrize("channel", KINDS)
def test_after_the_deadline_every_channel_says_to_ask_first(app, visitor, clock, channel):
    a_case(app, contact_email="ben@example.org", **PAST)
    for page in (visitor.get(at(channel)), visitor.post(at(channel), {"words": "Please."})):
        notice = page.text("main > .notice")
        assert (page.status, ASK_FIRST in notice) == (200, True)
        assert "The last day to write was 21 November 2026." in notice
        assert page.one(".notice a").attrs["href"] == "mailto:ben@example.org"


def test_where_no_contact_is_given_none_is_named(app, visitor, clock):
    a_case(app, **PAST)
    assert ASK_FIRST in visitor.get(at()).text("main > .notice")
    assert "mailto:" not in visitor.get(at()).html


def test_the_card_says_to_ask_first_and_no_button_stands_out(app, visitor, clock):
    a_case(app, **PAST)
    page = visitor.get("/c/free-the-nurse")
    assert "please ask first" in page.text("#target-minister")
    assert not page.all(".offers a:not(.button-quiet)")


def test_on_the_last_day_nothing_warns(app, visitor, clock):
    a_case(app, deadline=TODAY)
    for channel in CHANNELS:
        assert not visitor.get(at(channel)).all("main > .notice")
    clock.shift(timedelta(hours=12))
    for channel in CHANNELS:
        assert visitor.get(at(channel)).all("main > .notice")


def test_after_the_deadline_what_was_sent_still_counts(app, visitor, clock):
    a_case(app, **PAST)
    assert report(visitor).status == 303
    assert numbers(visitor) == {"letter": 1}


@pytest.mark.parametrize("state", HEADINGS)
def test_it_says_why_one_should_not_write_and_counts_nothing(app, visitor, state):
    a_case(app, state=state, note="Her lawyer asks for silence.")
    before = stored(app)
    for page in answers(visitor):
        assert (page.status, page.text("h1")) == (410, HEADINGS[state])
        assert "Her lawyer asks for silence." in page.text()
        assert page.headers["Cache-Control"] == "no-store"
    assert stored(app) == before


@pytest.mark.parametrize("state", HEADINGS)
def test_without_a_note_it_says_so_too(app, visitor, state):
    a_case(app, state=state)
    page = visitor.get(at())
    assert (page.status, page.text("h1")) == (410, HEADINGS[state])
    assert ("to keep people safe" in page.text()) == (state == "paused")


@pytest.mark.parametrize("state", HEADINGS)
def test_a_page_that_is_still_open_somewhere_counts_no_more(app, visitor, state):
    slug = a_case(app)
    nonce, sealed = composed(visitor), token(visitor, report(visitor, "fax"))
    set_state(app, slug, state)
    assert report(visitor, nonce=nonce).status == 410
    assert undo(visitor, sealed, "fax").status == 410
    assert numbers(visitor) == {"fax": 1}


def test_a_campaign_that_goes_on_takes_appeals_again(app, visitor):
    slug = a_case(app, state="paused")
    set_state(app, slug, "open")
    assert visitor.get(at()).status == 200
    assert report(visitor).status == 303


def test_a_draft_is_not_there(app, visitor):
    a_case(app, state="draft")
    before = stored(app)
    for page in answers(visitor):
        assert (page.status, page.text("h1")) == (404, "There is no page here")
        assert "nurse" not in page.html
    assert stored(app) == before


@both_databases
def test_an_unknown_campaign_or_target_is_not_there(app, visitor):
    a_case(app)
    before = stored(app)
    for slug, target in (
        ("another", "minister"),
        ("free-the-nurse", "king"),
        ("free-the-nurse", "%00"),
        ("%00", "minister"),
        ("%ff", "minister"),
        ("free-the-nurse", "x" * 3000),
        ("x" * 3000, "minister"),
    ):
        found = {page.status for page in answers(visitor, slug, target)}
        assert found == {404}, (slug, target)
    assert stored(app) == before


@pytest.mark.parametrize("place", ["Minister/letter", "minister/Letter", "minister/letter.PDF"])
def test_capitals_lead_to_the_page_that_was_meant(app, visitor, place):
    path = f"/c/{a_case(app)}/appeals"
    page = visitor.get(f"{path}/{place}")
    assert (page.status, page.headers["Location"]) == (302, f"{path}/{place.lower()}")
    assert visitor.post(f"{path}/{place}").status == 404


@pytest.mark.parametrize("target", ["ambassador", "king"])
def test_a_target_of_another_campaign_is_not_there(app, visitor, target):
    a_case(app)
    a_case(app, slug="another", targets=[])
    assert {page.status for page in answers(visitor, "another", target)} == {404}


@pytest.mark.parametrize(
    "name",
    ["pigeon", "letter.odt", "fax.eml", "%00", "..%2fletter", "x" * 3000],
    ids=lambda text: text[:15],
)
def test_an_unknown_channel_or_file_is_not_there(app, visitor, name):
    a_case(app)
    before = stored(app)
    pages = [visitor.get(at(name)), visitor.post(at(name), TYPED)]
    pages += [visitor.post(at(name, act), TYPED) for act in ACTS]
    assert {page.status for page in pages} == {404}
    assert stored(app) == before


@pytest.mark.parametrize("act", ACTS)
def test_following_a_link_reports_nothing(app, visitor, act):
    a_case(app)
    before = stored(app)
    assert visitor.get(at("letter", act)).status == 405
    assert stored(app) == before
