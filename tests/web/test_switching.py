"""The switchboard: what is stored, what the log says of it, what a process keeps."""

from math import inf

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from petitions.accounts.audit import Entry, first_fault
from petitions.db import db, now, transaction
from petitions.desk.operations import set_flag, set_poll_seconds
from petitions.web.flags import PARTS, Flags, StoredFlags, cached_flags, flags, stored_flags
from tests.conftest import both_databases
from tests.factories import BEN
from tests.signing.steps import at_once

pytestmark = both_databases

ALL_ON = Flags(poll_seconds=10)


def entries():
    """Give (subject, details) of what was switched."""
    found = db.session.scalars(select(Entry).order_by(Entry.number))
    return [(one.actor, one.verb, one.subject, one.details) for one in found]


def test_all_is_on_where_nobody_has_switched_anything(in_app):
    assert flags() == ALL_ON
    assert stored_flags() is None


@pytest.mark.parametrize("part", PARTS)
def test_each_part_goes_off_and_on_by_itself(in_app, part):
    set_flag(part, on=False, actor=BEN)
    assert flags().off == [part]
    assert not getattr(flags(), part)
    set_flag(part, on=True, actor=BEN)
    assert flags() == ALL_ON


def test_the_log_says_how_it_was_and_how_it_is(in_app):
    set_flag("signing", on=False, actor=BEN)
    set_poll_seconds(60, actor=BEN)
    set_poll_seconds(None, actor=BEN)
    default = "10 seconds, as the server is set"
    assert entries() == [
        (BEN, "switched", "signing", {"before": "on", "after": "off"}),
        (BEN, "switched", "poll interval", {"before": default, "after": "60 seconds"}),
        (BEN, "switched", "poll interval", {"before": "60 seconds", "after": default}),
    ]
    assert first_fault() is None


def test_switching_to_where_it_is_already_changes_nothing(in_app):
    set_flag("names", on=True, actor=BEN)
    set_poll_seconds(None, actor=BEN)
    assert entries() == []
    assert stored_flags().changed_by is None


def test_the_board_says_who_changed_it_last(in_app, clock):
    set_flag("names", on=False, actor=BEN)
    set_flag("names", on=False, actor="cleo@example.org")
    assert (stored_flags().changed_by, stored_flags().changed_at) == (BEN, now())


def test_the_interval_is_what_was_set(in_app):
    set_poll_seconds(60, actor=BEN)
    assert flags().poll_seconds == 60


@pytest.mark.parametrize("seconds", [0, -1, 301])
def test_the_database_itself_takes_no_other_interval(in_app, seconds):
    with pytest.raises(IntegrityError):
        set_poll_seconds(seconds, actor=BEN)
    assert flags() == ALL_ON
    assert entries() == []


def test_two_who_switch_at_the_same_moment_both_stand_in_the_log(app):
    def off(part):
        with app.app_context():
            set_flag(part, on=False, actor=BEN)

    at_once([lambda part=part: off(part) for part in PARTS * 3])
    with app.app_context():
        assert flags().off == list(PARTS)
        assert sorted(subject for _, _, subject, _ in entries()) == sorted(PARTS)


def test_another_process_sees_it_when_its_time_is_over(app, another_app, settings):
    other = another_app(settings)
    with other.app_context():
        cached_flags().keep_seconds = inf
        assert flags() == ALL_ON
    with app.app_context():
        set_flag("signing", on=False, actor=BEN)
        assert flags().off == ["signing"]
    with other.app_context():
        assert flags() == ALL_ON
        cached_flags().keep_seconds = 0
        assert flags().off == ["signing"]


def test_a_database_that_fails_takes_nothing_down(in_app):
    cached_flags().keep_seconds = 0
    set_flag("signing", on=False, actor=BEN)
    assert flags().off == ["signing"]
    rename("switchboard", "gone")
    assert flags().off == ["signing"]
    rename("gone", "switchboard")
    with transaction() as session:
        session.get(StoredFlags, 1).reports = False
    assert flags().off == ["signing", "reports"]


def test_where_nothing_could_ever_be_read_all_is_on(in_app):
    rename("switchboard", "gone")
    assert flags() == ALL_ON


def rename(old, new):
    with db.engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
