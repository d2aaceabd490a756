"""Keeping names for fewer days: nothing is erased for a day, and the other admins hear of it."""

import pytest
from sqlalchemy import select

from petitions.accounts.models import ADMIN, EDITOR, VIEWER
from petitions.campaigns.models import Campaign
from petitions.db import db
from petitions.signing.retention import SIGNATURES, campaigns_with_periods, number_due
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign
from tests.organisers import an_organiser, at_desk
from tests.signing.steps import confirmed

PATH = "/organise/campaigns/free-the-nurse"
DAY = 24 * 3600


def keep(desk, days, version=0):
    form = {"dates-keep_days": days, "dates-time_zone": "UTC", "dates-version": str(version)}
    assert desk.post(PATH, form).status == 303


def due(app):
    with app.app_context():
        (campaign,) = campaigns_with_periods()
        return number_due(campaign, SIGNATURES)


@pytest.fixture
def ended(app, visitor, mailbox, clock):
    """A campaign that ended two days ago, with one signature."""
    slug = a_campaign(app)
    confirmed(visitor, mailbox, slug)
    desk = at_desk(app, EDITOR)
    form = {"state": "won", "seen": "open", "note": "She is free."}
    assert desk.post(f"/organise/campaigns/{slug}/state", form).status == 303
    clock.shift(2 * DAY)
    return slug


@both_databases
def test_nothing_is_erased_for_a_day(app, ended, clock):
    keep(at_desk(app, EDITOR, "cleo@example.org"), "1")
    assert due(app) == 0
    clock.shift(DAY - 1)
    assert due(app) == 0
    clock.shift(2)
    assert due(app) == 1


def test_within_the_day_it_can_be_taken_back(app, ended, clock):
    cleo = at_desk(app, EDITOR, "cleo@example.org")
    keep(cleo, "1")
    keep(cleo, "30", version=1)
    clock.shift(2 * DAY)
    assert due(app) == 0


def test_a_longer_time_holds_at_once_and_nobody_is_told(app, ended, mailbox):
    an_organiser(app, ADMIN, "ada@example.org")
    keep(at_desk(app, EDITOR, "cleo@example.org"), "90")
    assert mailbox.receive() == []


@pytest.mark.parametrize("role", [EDITOR, ADMIN])
def test_the_other_admins_are_told(app, mailbox, clock, role):
    a_campaign(app)
    for number, other in enumerate([ADMIN, ADMIN, EDITOR, VIEWER]):
        an_organiser(app, other, f"{other}{number}@example.org")
    keep(at_desk(app, role), "1")
    mails = mailbox.receive()
    assert sorted(mail["To"] for mail in mails) == ["admin0@example.org", "admin1@example.org"]
    words = mails[0].get_body(("plain",)).get_content()
    assert BEN in words
    assert "30 before, 1 now" in words
    assert "before 23 November 2026, 12:00 UTC" in words
    assert f"{PATH}#section-dates" in words


def test_of_a_draft_nobody_is_told(app, mailbox):
    a_campaign(app, "draft")
    an_organiser(app, ADMIN, "ada@example.org")
    keep(at_desk(app, EDITOR), "1")
    assert mailbox.receive() == []
    with app.app_context():
        assert db.session.scalars(select(Campaign.keep_days)).one() == 1
        assert db.session.scalars(select(Campaign.erase_not_before)).one() is None
