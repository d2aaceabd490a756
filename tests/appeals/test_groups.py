"""Numbers that nobody can prove: groups' are shown as such, and one network's have a limit."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from petitions.accounts.audit import Entry
from petitions.appeals.operations import FAILURE_LIFE, SUM
from petitions.config import parse_rules
from petitions.db import db
from petitions.ops.retention import sweep
from tests.appeals.people import a_case, at, composed, failed, numbers, report, token, undo
from tests.conftest import both_databases, make_settings
from tests.db.test_recount import recount
from tests.factories import BEN
from tests.organisers import at_desk
from tests.pages import Visitor

pytestmark = both_databases

CASE = "/c/free-the-nurse"
NUMBERS = "/organise/campaigns/free-the-nurse/numbers"
MAIL, OFFICE = "minister@example.org", "office@example.org"
FAILING = "Reported as failing"
RIGHT = (0, "every number is right")


@pytest.fixture
def settings(tmp_path, database):
    """The usual limits."""
    rules = parse_rules("30 per 10 minutes; 1000 per day")
    return make_settings(tmp_path, database, sign_limit=rules)


@pytest.fixture
def case(app):
    return a_case(app)


def sent(visitor, number, channel="letter"):
    """Report as whoever composed it, so that it counts each time."""
    return report(visitor, channel, number=str(number), nonce=composed(visitor, channel))


def shown(visitor):
    return visitor.get(CASE).text('#counter [data-counter="letter"]')


@pytest.mark.parametrize(
    ("reported", "words"),
    [
        ([1, 1], "2 letters"),
        ([200], "200 letters by groups"),
        ([1, 9, 1], "11 letters, 9 of them by groups"),
    ],
)
def test_what_groups_report_is_shown_as_such(visitor, case, reported, words):
    for number in reported:
        sent(visitor, number)
    assert shown(visitor) == words
    assert numbers(visitor) == {"letter": sum(reported)}


def test_what_a_group_takes_back_is_shown_no_more(app, visitor, case):
    sent(visitor, 1)
    undo(visitor, token(visitor, sent(visitor, 9)))
    assert shown(visitor) == "1 letter"
    assert recount(app, "--check") == RIGHT


def test_the_reports_of_one_network_add_up_to_so_many_a_day(app, visitor, case, clock):
    for channel in ("letter", "email"):
        assert sent(visitor, 200, channel).status == 303
    answer = sent(visitor, 3, "fax")
    assert (answer.status, answer.headers["Retry-After"]) == (429, "86401")
    assert "we take 400 a day" in answer.text("#number-problem")
    assert answer.one("#number").attrs["value"] == "3"
    assert report(visitor, "fax").status == 429
    assert numbers(visitor) == {"letter": 200, "email": 200}
    assert sent(visitor.from_address("192.0.2.9"), 3, "fax").status == 303
    clock.shift(timedelta(days=1, seconds=1))
    assert sent(visitor, 5, "fax").status == 303
    assert numbers(visitor) == {"letter": 200, "email": 200, "fax": 8}
    assert recount(app, "--check") == RIGHT


def test_what_was_taken_back_may_be_reported_anew(visitor, case):
    for _ in range(4):
        undo(visitor, token(visitor, sent(visitor, 200)))
    assert sent(visitor, SUM.limit // 2).status == 303


def test_where_signing_has_no_limit_this_has_none(settings, another_app):
    app = another_app(make_settings(settings.instance, settings.database_url))
    a_case(app)
    visitor = Visitor(app)
    assert {sent(visitor, 200).status for _ in range(5)} == {303}


def mark(visitor, contact=MAIL):
    for number in range(4):
        assert failed(visitor.from_address(f"192.0.2.{number}"), contact).status == 303


def test_the_mark_of_a_failing_address_expires(app, visitor, case, clock):
    mark(visitor)
    clock.shift(FAILURE_LIFE - timedelta(hours=1))
    mark(visitor, OFFICE)
    with app.app_context():
        sweep()
    assert visitor.get(at("email")).text(".facts").count(FAILING) == 2
    clock.shift(timedelta(hours=2))
    with app.app_context():
        sweep()
    assert visitor.get(at("email")).text(".facts").count(FAILING) == 1
    assert recount(app, "--check") == RIGHT


def test_organisers_clear_the_mark_of_an_address_that_works(app, visitor, case):
    mark(visitor)
    mark(visitor, OFFICE)
    desk = at_desk(app, "editor")
    forms = desk.get(NUMBERS).all('form[action$="/numbers/failing"]')
    form = next(one for one in forms if OFFICE in one.to_html())
    fields = {field.attrs["name"]: field.attrs["value"] for field in form.query("input")}
    page = desk.get(desk.post(form.attrs["action"], fields).headers["Location"].partition("#")[0])
    assert "The mark is gone" in page.text(".notice-good")
    assert OFFICE not in page.text('[aria-labelledby="failing"]')
    assert MAIL in page.text('[aria-labelledby="failing"]')
    assert visitor.get(at("email")).text(".facts").count(FAILING) == 1
    with app.app_context():
        entry = db.session.scalars(select(Entry).order_by(Entry.number.desc())).first()
        assert (entry.actor, entry.verb) == (BEN, "cleared a failing address of")
    assert recount(app, "--check") == RIGHT


def test_viewers_do_not_and_another_campaign_is_another(app, visitor, case):
    mark(visitor)
    a_case(app, slug="other")
    form = {"target": "1", "channel": "email", "contact": MAIL}
    assert (
        at_desk(app, "viewer", "viewer@example.org").post(f"{NUMBERS}/failing", form).status == 403
    )
    editor = at_desk(app, "editor")
    other = NUMBERS.replace("free-the-nurse", "other")
    assert editor.post(f"{other}/failing", form).status == 404
    assert editor.post(f"{NUMBERS}/failing", form | {"target": "x"}).status == 404
    assert visitor.get(at("email")).text(".facts").count(FAILING) == 1
