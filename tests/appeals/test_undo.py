"""Whoever reported can take it back for a day, once."""

from datetime import timedelta

import pytest

from petitions.appeals.operations import new_nonce, undo_token
from tests.appeals.people import (
    KINDS,
    a_case,
    at,
    back,
    composed,
    numbers,
    report,
    token,
    undo,
)
from tests.conftest import both_databases
from tests.db.test_recount import recount
from tests.factories import stored
from tests.pages import Visitor
from tests.signing.steps import at_once

pytestmark = both_databases
GONE = "This cannot be taken back any more"


@pytest.fixture
def case(app):
    return a_case(app)


@pytest.mark.parametrize("channel", KINDS)
def test_the_thank_you_line_takes_it_back(visitor, case, channel):
    sealed = token(visitor, report(visitor, channel, number="7"))
    assert numbers(visitor) == {channel: 7}
    page = back(visitor, undo(visitor, sealed, channel))
    assert "Your report was taken back." in page.text("#report")
    assert numbers(visitor) == {}


def test_pressed_again_it_takes_back_nothing_more(visitor, case):
    report(visitor.from_address("192.0.2.2"))
    sealed = token(visitor, report(visitor))
    for _ in range(3):
        assert undo(visitor, sealed).status == 303
    assert numbers(visitor) == {"letter": 1}


def test_pressed_16_times_at_the_same_moment_it_takes_back_once(app, visitor, case):
    report(visitor.from_address("192.0.2.2"), number="50")
    sealed = token(visitor, report(visitor, number="3"))
    pages = at_once([lambda: undo(Visitor(app), sealed)] * 16)
    assert {page.status for page in pages} == {303}
    assert numbers(visitor) == {"letter": 50}


def test_what_was_taken_back_can_be_reported_anew(visitor, case):
    undo(visitor, token(visitor, report(visitor)))
    assert "Counted: 2 letters." in back(visitor, report(visitor, number="2")).text("#report")
    assert numbers(visitor) == {"letter": 2}


def test_a_composed_page_can_report_anew_once(visitor, case):
    nonce = composed(visitor)
    undo(visitor, token(visitor, report(visitor, nonce=nonce)))
    for _ in range(2):
        report(visitor, nonce=nonce)
    assert numbers(visitor) == {"letter": 1}


def test_the_old_token_does_not_take_back_the_new_report(visitor, case):
    old = token(visitor, report(visitor))
    undo(visitor, old)
    report(visitor)
    undo(visitor, old)
    assert numbers(visitor) == {"letter": 1}


def test_a_report_that_was_not_counted_has_no_undo(visitor, case):
    report(visitor)
    page = back(visitor, report(visitor))
    assert not page.all(".undo")


def test_a_made_up_token_is_a_page_that_says_so(app, visitor, case):
    report(visitor)
    before = stored(app)
    for sealed in ("", "again", "noted", "1", "x" * 5000, "a.b.c", "\x00", "é"):
        page = undo(visitor, sealed)
        assert (page.status, page.text("h1")) == (410, GONE), sealed
    assert stored(app) == before


def test_a_token_of_ours_for_something_else_takes_nothing_back(app, visitor, case):
    report(visitor)
    with app.app_context():
        others = [undo_token(99), undo_token("1"), new_nonce(1, "letter")]
    sealed = token(visitor, report(visitor, "fax"))
    for other in [*others, sealed[:-3], "x" + sealed]:
        assert undo(visitor, other).status == 410, other
    assert numbers(visitor) == {"letter": 1, "fax": 1}


def test_it_works_for_a_day(visitor, case, clock):
    sealed = token(visitor, report(visitor))
    clock.shift(timedelta(days=1))
    assert undo(visitor, sealed).status == 303
    assert numbers(visitor) == {}


def test_after_a_day_it_is_too_late(app, visitor, case, clock):
    answer = report(visitor)
    sealed = token(visitor, answer)
    clock.shift(timedelta(days=1, seconds=1))
    page = undo(visitor, sealed)
    assert (page.status, page.text("h1")) == (410, GONE)
    assert numbers(visitor) == {"letter": 1}
    assert not back(visitor, answer).all(".undo")


def test_a_recount_leaves_out_what_was_taken_back(app, visitor, case):
    report(visitor.from_address("192.0.2.2"), number="4")
    undo(visitor, token(visitor, report(visitor, number="9")))
    assert recount(app, "--check") == (0, "every number is right")
    assert numbers(visitor) == {"letter": 4}


def test_the_page_with_the_undo_is_kept_by_no_cache(visitor, case):
    answer = report(visitor)
    assert answer.headers["Cache-Control"] == "no-store"
    assert back(visitor, answer).headers["Cache-Control"] == "no-store"
    assert undo(visitor, token(visitor, answer)).headers["Cache-Control"] == "no-store"
    assert visitor.get(at()).headers["Cache-Control"].startswith("public")
