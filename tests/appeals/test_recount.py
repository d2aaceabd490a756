"""`recount` compares what is shown of each channel with the reports, and sets it right."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import delete, insert, update

from petitions.appeals.models import Failure, Report
from petitions.appeals.queries import failures_key
from petitions.db import db, transaction
from petitions.db.tally import Delta, Total, count, fold
from tests.appeals.people import CHANNELS, KINDS, a_case, failed, numbers, report, token, undo
from tests.conftest import both_databases
from tests.db.test_recount import recount
from tests.pages import Visitor

pytestmark = [both_databases, pytest.mark.slow]

RIGHT = (0, "every number is right")
ADDRESS = "minister@example.org"


@pytest.fixture
def case(app, visitor):
    """A case for which supporters used every channel: 1 letter, 2 e-mails, 3 web forms …"""
    a_case(app)
    for number, channel in enumerate(CHANNELS, 1):
        report(visitor, channel, number=str(number))
    assert recount(app, "--check") == RIGHT


def fold_all(app):
    with app.app_context():
        while fold():
            pass


def change(app, *statements):
    with app.app_context(), transaction() as session:
        for statement in statements:
            session.execute(statement)


def test_reports_undos_and_failures_add_up(app, visitor, case):
    for number in range(5):
        who = visitor.from_address(f"198.51.100.{number}")
        undo(who, token(who, report(who, number="9")))
        failed(who, ADDRESS)
    assert recount(app, "--check") == RIGHT
    assert numbers(visitor) == {channel: n for n, channel in enumerate(CHANNELS, 1)}


def test_folding_leaves_it_right(app, visitor, case):
    failed(visitor, ADDRESS)
    sealed = token(visitor, report(visitor.from_address("192.0.2.2"), number="9"))
    fold_all(app)
    undo(visitor, sealed)
    for _ in range(2):
        assert recount(app, "--check") == RIGHT
        fold_all(app)
    assert numbers(visitor)["letter"] == 1


@pytest.mark.parametrize("channel", KINDS)
def test_a_lost_report_is_found_and_set_right(app, visitor, case, channel):
    number = CHANNELS.index(channel) + 1
    change(app, delete(Report).where(Report.channel == channel))
    line = f"campaign/1/{channel}: shown {number}, counted 0"
    if number > 1:  # what is reported at once by several is counted by itself as well
        line += f"\ncampaign/1/{channel}/groups: shown {number}, counted 0"
    assert recount(app, "--check") == (1, line)
    assert recount(app) == (0, line)
    assert recount(app, "--check") == RIGHT
    assert channel not in numbers(visitor)


@pytest.mark.parametrize("channel", KINDS)
def test_a_wrong_number_is_found_left_alone_and_set_right(app, visitor, case, channel):
    fold_all(app)
    key, before = f"campaign/1/{channel}", numbers(visitor)
    change(app, update(Total).where(Total.key == key).values(value=1_000_000))
    for _ in range(2):
        found = (1, f"{key}: shown 1000000, counted {before[channel]}")
        assert recount(app, "--check") == found
    assert recount(app)[0] == 0
    assert numbers(visitor) == before


def test_a_lost_delta_is_found(app, visitor, case):
    change(app, delete(Delta).where(Delta.key == "campaign/1/fax"))
    assert recount(app, "--check") == (1, "campaign/1/fax: shown 0, counted 4")
    recount(app)
    assert numbers(visitor)["fax"] == 4


def test_every_wrong_channel_has_its_line(app, case):
    with app.app_context(), transaction():
        for channel in CHANNELS:
            count(f"campaign/1/{channel}", 10)
    code, lines = recount(app, "--check")
    assert code == 1
    assert lines.splitlines() == [
        f"campaign/1/{channel}: shown {number + 10}, counted {number}"
        for number, channel in enumerate(CHANNELS, 1)
    ]


def test_a_report_that_was_taken_back_behind_our_back_is_found(app, visitor, case):
    undo(visitor, token(visitor, report(visitor.from_address("192.0.2.2"), number="9")))
    change(app, update(Report).where(Report.number == 9).values(undone_at=None))
    lines = "campaign/1/letter: shown 1, counted 10\ncampaign/1/letter/groups: shown 0, counted 9"
    assert recount(app, "--check") == (1, lines)


def test_a_wrong_number_of_failures_is_found_and_set_right(app, visitor, case):
    failed(visitor, ADDRESS)
    key = failures_key(1, "email", ADDRESS)
    with app.app_context(), transaction():
        count(key, 7)
    assert recount(app, "--check") == (1, f"{key}: shown 8, counted 1")
    assert recount(app)[0] == 0
    assert recount(app, "--check") == RIGHT


def test_a_lost_failure_is_found(app, visitor, case):
    failed(visitor, ADDRESS)
    change(app, delete(Failure))
    key = failures_key(1, "email", ADDRESS)
    assert recount(app, "--check") == (1, f"{key}: shown 1, counted 0")


def test_the_other_campaign_is_counted_apart(app, visitor, case):
    a_case(app, slug="another")
    row = {"campaign_id": 2, "target_id": 3, "channel": "letter", "number": 6}
    change(app, insert(Report).values(row))
    lines = "campaign/2/letter: shown 0, counted 6\ncampaign/2/letter/groups: shown 0, counted 6"
    assert recount(app) == (0, lines)
    assert numbers(visitor, "another") == {"letter": 6}
    assert numbers(visitor)["letter"] == 1


@pytest.mark.slow
def test_a_check_while_people_report_raises_no_false_alarm(app, visitor, case):
    def act(part):
        for number in range(15):
            who = Visitor(app, f"198.51.100.{2 * number + part}")
            sealed = token(who, report(who, number="2"))
            if number % 3 == 0:
                undo(who, sealed)
        with app.app_context():
            db.session.remove()

    with ThreadPoolExecutor(2) as pool:
        parts = [pool.submit(act, part) for part in range(2)]
        answers = {
            recount(app, "--check") for _ in iter(lambda: all(p.done() for p in parts), True)
        }
        [part.result() for part in parts]
    assert answers == {RIGHT}
    assert numbers(visitor)["letter"] == 1 + 2 * 2 * 10
