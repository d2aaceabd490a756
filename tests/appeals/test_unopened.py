"""Where no mail program opens, the page has other ways, and a number says how often that was."""

from datetime import timedelta

import pytest

from petitions.appeals.queries import unopened
from petitions.desk.operations import set_flag
from tests.appeals.people import AMBASSADOR, MINISTER, a_case, at, numbers
from tests.conftest import both_databases
from tests.factories import BEN, stored


@pytest.fixture
def case(app):
    return a_case(app, targets=[MINISTER, AMBASSADOR])


def note(visitor, target="minister", slug="free-the-nurse", form=None):
    """Say that no mail program opened, as the browser does."""
    return visitor.post(at("email", "unopened", target, slug), form)


def noticed(app, campaign_id=1):
    with app.app_context():
        return unopened(campaign_id)


@both_databases
def test_it_is_counted_once_a_day_for_a_network_and_campaign(app, visitor, case, clock):
    other = a_case(app, slug="other")
    for target in ("minister", "minister", "ambassador"):
        answer = note(visitor, target)
        assert (answer.status, answer.headers["Cache-Control"]) == (204, "no-store")
    note(visitor, slug=other)
    assert (noticed(app), noticed(app, 2)) == (1, 1)
    note(visitor.from_address("192.0.2.2"))
    clock.shift(timedelta(days=1))
    note(visitor)
    assert noticed(app) == 3
    assert numbers(visitor) == {}


def test_nothing_is_stored_but_the_number(app, visitor, case):
    before = stored(app)
    note(visitor.from_address("192.0.2.77"), form={"words": "Wilhelmina"})
    after = stored(app)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"tally_delta", "allowance"}
    assert not [one for one in ("192.0.2.77", "Wilhelmina") if one in repr(after)]


def test_while_reports_rest_nothing_is_counted(app, visitor, case):
    with app.app_context():
        set_flag("reports", on=False, actor=BEN)
    before = stored(app)
    assert note(visitor).status == 204
    assert stored(app) == before


def test_only_where_one_can_write_something_is_counted(app, visitor):
    a_case(app, slug="paused", state="paused")
    a_case(app)
    before = stored(app)
    assert note(visitor, slug="paused").status == 410
    assert note(visitor, "nobody").status == note(visitor, slug="none").status == 404
    assert visitor.post(at("letter", "unopened")).status == 404
    assert visitor.get(at("email", "unopened")).status in (404, 405)
    assert stored(app) == before


def test_without_javascript_the_other_ways_are_there(visitor, case):
    for page in (visitor.get(at("email")), visitor.post(at("email"), {"words": "Please."})):
        assert "hidden" in page.one("#unopened").attrs
        ways = page.one("#other-ways").to_html()
        assert all(word in ways for word in ("mail.google.com", "outlook.live.com", "letter.eml"))
        assert page.one("#unopened").attrs["data-unopened"] == at("email", "unopened")
        assert page.one("a[data-mailto]").attrs["href"].startswith("mailto:minister@")
