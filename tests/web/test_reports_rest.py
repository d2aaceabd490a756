"""While reports are off: nothing is counted and nothing asked; writing goes on."""

import pytest

from petitions.desk.operations import set_flag
from tests.appeals.people import (
    FILES,
    KINDS,
    a_case,
    at,
    back,
    composed,
    failed,
    numbers,
    report,
    token,
    undo,
)
from tests.conftest import both_databases
from tests.factories import BEN, stored

RESTS = "Reports rest for a while"


@pytest.fixture
def case(app):
    return a_case(app)


def reports(app, *, on):
    with app.app_context():
        set_flag("reports", on=on, actor=BEN)


@pytest.mark.parametrize("channel", KINDS)
def test_a_sentence_stands_in_place_of_the_buttons(app, visitor, case, channel):
    reports(app, on=False)
    page = visitor.get(at(channel))
    assert (page.status, page.all("#report form")) == (200, [])
    assert RESTS in page.text("#report")
    assert page.headers["Cache-Control"].startswith("public")
    assert not page.all("#report [data-focus]")


@both_databases
@pytest.mark.parametrize("act", [report, lambda v: failed(v, "minister@example.org")])
def test_what_is_sent_all_the_same_is_not_counted(app, visitor, case, act):
    reports(app, on=False)
    before = stored(app)
    page = act(visitor)
    assert (page.status, page.headers["Retry-After"]) == (503, "300")
    assert page.headers["Cache-Control"] == "no-store"
    assert "This was not counted." in page.text("#report")
    assert RESTS in page.text("#report")
    assert page.one("#report [data-focus]")
    assert stored(app) == before


@pytest.mark.parametrize("typed", ["0", "many", "9" * 5000, "\x00"])
def test_whatever_is_sent_is_answered_in_the_same_way(app, visitor, case, typed):
    reports(app, on=False)
    assert report(visitor, number=typed, nonce=typed).status == 503
    assert failed(visitor, typed).status == 503


def test_the_appeal_itself_goes_on(app, visitor, case):
    reports(app, on=False)
    assert "Ada Lovelace" in visitor.post(at(), {"name": "Ada Lovelace"}).html
    for name in FILES:
        assert visitor.get(at(name)).status == 200


def test_a_composed_page_counts_once_they_are_on_again(app, visitor, case):
    nonce = composed(visitor)
    reports(app, on=False)
    page = report(visitor, nonce=nonce)
    assert page.one("#nonce").attrs["value"] == nonce
    reports(app, on=True)
    report(visitor, nonce=nonce)
    assert numbers(visitor) == {"letter": 1}


def test_what_was_counted_can_be_taken_back(app, visitor, case):
    answer = report(visitor)
    sealed = token(visitor, answer)
    reports(app, on=False)
    assert "Counted: 1 letter." in back(visitor, answer).text("#report")
    page = back(visitor, undo(visitor, sealed))
    assert "taken back" in page.text("#report")
    assert RESTS in page.text("#report")
    assert numbers(visitor) == {}


def test_signing_goes_on(app, visitor, case):
    reports(app, on=False)
    assert visitor.get(f"/c/{case}").one("#sign")
