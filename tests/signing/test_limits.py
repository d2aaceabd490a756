"""One network signs only so often; that is counted in the database, and no address is kept."""

import re
from datetime import date, timedelta

import pytest

from petitions.config import parse_rules
from petitions.db import transaction
from petitions.ops.retention import sweep
from petitions.web.limits import TooManyAttempts, count_attempt, network_digest
from tests.conftest import both_databases, make_settings
from tests.factories import a_campaign, sign_form, stored
from tests.pages import Visitor
from tests.signing.steps import at_once, one_group, sign, signing

PERIOD = timedelta(minutes=10)
GOOD = {
    "": [],
    " ; ": [],
    "1 per second": [(1, timedelta(seconds=1))],
    "30 per 10 minutes": [(30, PERIOD)],
    "30 per 10 minutes; 1000 per day": [(30, PERIOD), (1000, timedelta(days=1))],
    "5 per hour;": [(5, timedelta(hours=1))],
    "2 per 3 days": [(2, timedelta(days=3))],
    "1 per 1 minute": [(1, timedelta(minutes=1))],
}
BAD = [
    "30",
    "30 per",
    "30 per 10",
    "thirty per hour",
    "-1 per hour",
    "30 per week",
    "30 per hour, 2 per day",
    "30 per 1.5 hours",
    "30/hour",
    "0 per hour",
    "30 per 0 minutes",
    "٣ per hour",
]


@pytest.fixture
def settings(tmp_path, database):
    rules = parse_rules("30 per 10 minutes; 1000 per day")
    return make_settings(tmp_path, database, sign_limit=rules)


@pytest.fixture
def slug(app):
    return a_campaign(app)


def use_up(visitor, slug, times=30):
    for number in range(times):
        assert sign(visitor, slug, email=f"ada{number}@example.org").status == 303


@pytest.mark.parametrize(("text", "rules"), GOOD.items())
def test_rules_can_be_written(text, rules):
    assert [(rule.limit, rule.period) for rule in parse_rules(text)] == rules


@pytest.mark.parametrize("text", BAD)
def test_rules_in_another_form_are_refused(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        parse_rules(text)


@both_databases
def test_the_31st_attempt_is_refused(app, visitor, slug, clock):
    use_up(visitor, slug)
    before = stored(app)
    page = sign(visitor, slug, email="last@example.org", comment="Do not lose this.")
    assert (page.status, page.headers["Retry-After"]) == (429, "601")
    assert stored(app) == before
    assert page.value("email") == "last@example.org"
    assert page.value("comment") == "Do not lose this."
    assert "Please wait 11 minutes" in page.text("#sign")


def test_it_says_how_long_is_left(visitor, slug, clock):
    use_up(visitor, slug)
    clock.shift(timedelta(minutes=9, seconds=30))
    assert sign(visitor, slug).headers["Retry-After"] == "31"


@both_databases
def test_after_the_period_one_can_sign_again(visitor, slug, clock):
    use_up(visitor, slug)
    clock.shift(PERIOD - timedelta(microseconds=1))
    assert sign(visitor, slug).status == 429
    clock.shift(timedelta(microseconds=1))
    use_up(visitor, slug)
    assert sign(visitor, slug).status == 429


def test_trying_again_and_again_does_not_make_the_wait_longer(visitor, slug, clock):
    use_up(visitor, slug)
    for _ in range(5):
        clock.shift(timedelta(minutes=1))
        assert sign(visitor, slug).status == 429
    clock.shift(timedelta(minutes=5))
    assert sign(visitor, slug).status == 303


def test_the_day_has_a_limit_of_its_own(tmp_path, database, another_app, clock):
    rules = parse_rules("2 per minute; 3 per day")
    app = another_app(make_settings(tmp_path, database, sign_limit=rules))
    visitor, slug = Visitor(app), a_campaign(app)
    statuses = []
    for _ in range(4):
        statuses.append(sign(visitor, slug).status)
        clock.shift(timedelta(minutes=1))
    assert statuses == [303, 303, 303, 429]


def test_a_mistake_in_the_form_does_not_count(visitor, slug):
    for _ in range(31):
        visitor.post(f"/c/{slug}/sign", {"name": "Ada"})
    assert sign(visitor, slug).status == 303


def test_all_campaigns_count_together(app, visitor, slug):
    use_up(visitor, slug)
    assert sign(visitor, a_campaign(app, slug="another")).status == 429


@pytest.mark.parametrize(
    ("used", "other", "status"),
    [
        ("192.0.2.1", "192.0.2.2", 303),
        ("192.0.2.1", "::ffff:192.0.2.1", 429),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff:ffff:ffff:ffff", 429),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", 303),
    ],
)
def test_who_counts_as_one_network(visitor, slug, used, other, status):
    use_up(visitor.from_address(used), slug)
    assert sign(visitor.from_address(other), slug).status == status


@both_databases
def test_two_processes_count_together(settings, another_app, visitor, slug):
    second = Visitor(another_app(settings))
    use_up(visitor, slug, 15)
    use_up(second, slug, 15)
    assert sign(visitor, slug).status == sign(second, slug).status == 429


@both_databases
def test_attempts_at_the_same_moment_are_counted_one_by_one(app, slug):
    works = [lambda: sign(Visitor(app), slug).status] * 40
    assert sorted(at_once(works)) == [303] * 30 + [429] * 10


def test_no_limit_where_none_is_set(tmp_path, database, another_app):
    app = another_app(make_settings(tmp_path, database))
    use_up(Visitor(app), a_campaign(app), 31)
    assert stored(app)["allowance"] == []


def test_the_network_address_is_kept_nowhere(app, visitor, slug, tmp_path):
    for address in ("192.0.2.77", "2001:db8:77::1"):
        sign(visitor.from_address(address), slug)
    files = b"".join(path.read_bytes() for path in tmp_path.glob("petitions.sqlite*"))
    for trace in (b"192.0.2.77", b"\xc0\x00\x02\x4d", b"2001:db8:77", b"\x20\x01\x0d\xb8\x00\x77"):
        assert trace not in files


def test_the_digest_of_a_network_is_another_one_each_day(app):
    with app.app_context():
        one, other = (network_digest("192.0.2.1", date(2026, 11, day)) for day in (22, 23))
        assert one != other
        assert network_digest("192.0.2.1", date(2026, 11, 22)) == one


@pytest.mark.parametrize("address", [None, "", "unix:", "fe80::1%eth0", "1.2.3.4.5"])
def test_an_address_of_an_odd_form_is_counted_too(app, address):
    with app.app_context():
        assert len(network_digest(address, date(2026, 11, 22))) == 32


@both_databases
def test_what_limits_nobody_any_more_is_swept(app, visitor, slug, clock):
    sign(visitor, slug)
    assert len(stored(app)["allowance"]) == 2
    clock.shift(timedelta(days=1, seconds=1))
    with app.app_context():
        sweep()
    assert stored(app)["allowance"] == []


def test_the_trap_uses_nothing_up(app, visitor, slug):
    for _ in range(31):
        visitor.post(f"/c/{slug}/sign", sign_form(leave_empty="x"))
    assert stored(app)["allowance"] == []


@both_databases
def test_who_is_refused_by_one_rule_is_not_counted_by_another(in_app):
    rules = parse_rules("5 per minute; 1 per day")
    with transaction():
        count_attempt("sign", b"ada", rules)
    before = stored(in_app)["allowance"]
    with transaction(), pytest.raises(TooManyAttempts):
        count_attempt("sign", b"ada", rules)
    assert len(before) == 2
    assert stored(in_app)["allowance"] == before


@both_databases
def test_a_used_up_limit_takes_nobody_along_who_signs_at_the_same_moment(app, slug):
    use_up(Visitor(app, "192.0.2.1"), slug)
    late = Visitor(app, "192.0.2.1")
    with one_group(app) as (send, answers):
        send("late", lambda: sign(late, slug, email="late@example.org").status)
        send("ben", signing(app, slug, "ben"))
    assert answers == {"late": 429, "ben": 303}
    assert len(stored(app)["signature"]) == 31
