"""What is past its time is erased: for good, from everywhere, and without changing the count."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update

from petitions.accounts.audit import Entry
from petitions.campaigns.models import Campaign
from petitions.campaigns.operations import change_state
from petitions.db import db, now, transaction
from petitions.mail.models import Mail
from petitions.ops import retention, worker
from petitions.signing.models import Link, Removal, Signature
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign, stored
from tests.mails import link
from tests.signing.steps import confirmed, count_of, sign, signed

pytestmark = both_databases

PERSON = {
    "name": "Wilhelmina Quartermain",
    "email": "wilhelmina.q@example.net",
    "comment": "Because my grandmother was a midwife.",
    "visibility": "full",
}
TYPED = ("Wilhelmina", "Quartermain", "wilhelmina.q", "grandmother")
MOMENT = timedelta(seconds=1)


@pytest.fixture
def slug(app):
    return a_campaign(app)


@pytest.fixture
def one_at_a_time(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 1)


def forget(app):
    """Erase all that is due; give how many rows."""
    with app.app_context():
        return sum(retention.erase("command line"))


def ended(app, slug, state="closed"):
    with app.app_context():
        change_state(slug, state, "", actor=BEN)


def removed(app, **changes):
    """Let the organisers take every signature from the list."""
    with app.app_context(), transaction() as session:
        removal = Removal(campaign_id=1, reason="spam", number=1, made_at=now(), **changes)
        session.add(removal)
        session.flush()
        values = {"state": "withdrawn", "withdrawn_at": now(), "removal_id": removal.id}
        session.execute(update(Signature).values(values))


def rows(app, model):
    with app.app_context():
        return list(db.session.scalars(select(model)))


def known(app):
    """Tell whether anything of the person stands in any table."""
    everything = repr(stored(app))
    return any(word in everything for word in TYPED)


def checks(app):
    runner = app.test_cli_runner()
    return [runner.invoke(args=[name, "--check"]).exit_code for name in ("recount", "audit")]


def test_a_pending_signature_goes_after_a_week_with_its_links(app, visitor, mailbox, slug, clock):
    signed(visitor, mailbox, slug, **PERSON)
    clock.shift(timedelta(days=7))
    assert forget(app) == 0
    clock.shift(MOMENT)
    assert forget(app) == 1
    assert rows(app, Signature) == rows(app, Link) == []
    assert not known(app)


def test_one_whose_mail_went_out_late_has_its_whole_week(app, visitor, mailbox, slug, clock):
    sign(visitor, slug)
    clock.shift(timedelta(days=5))
    (mail,) = mailbox.receive()
    clock.shift(timedelta(days=6))
    assert forget(app) == 0
    assert visitor.post(link(mail, "confirm")).status == 303


def test_one_who_signs_anew_has_a_new_week(app, visitor, slug, clock):
    sign(visitor, slug)
    clock.shift(timedelta(days=6))
    sign(visitor, slug)
    clock.shift(timedelta(days=6))
    assert forget(app) == 0


def test_the_link_of_a_forgotten_signature_is_unknown(app, visitor, mailbox, slug, clock):
    mail = signed(visitor, mailbox, slug)
    clock.shift(timedelta(days=8))
    forget(app)
    assert visitor.get(link(mail, "confirm")).status == 404


@pytest.mark.parametrize("state", ["won", "closed"])
def test_persons_go_a_month_after_the_end_and_still_count(app, visitor, mailbox, clock, state):
    slug = a_campaign(app)
    confirmed(visitor, mailbox, slug, **PERSON)
    ended(app, slug, state)
    clock.shift(timedelta(days=30))
    assert forget(app) == 0
    clock.shift(MOMENT)
    assert forget(app) >= 1
    assert not known(app)
    assert rows(app, Link) == []
    assert count_of(visitor, slug) == 1
    assert checks(app) == [0, 0]


def test_what_stays_is_a_row_without_a_person(app, visitor, mailbox, slug, clock):
    confirmed(visitor, mailbox, slug, updates="y", **PERSON)
    ended(app, slug)
    clock.shift(timedelta(days=31))
    forget(app)
    (row,) = rows(app, Signature)
    assert (row.state, row.visibility, row.updates) == ("confirmed", "hidden", False)
    assert (row.forgotten_at, row.comment_shown) == (now(), False)
    personal = ("email_digest", "email", "name", "country", "comment")
    assert {getattr(row, name) for name in personal} == {None}


def test_a_campaign_has_its_own_time(app, visitor, mailbox, clock):
    slug = a_campaign(app, keep_days=3)
    confirmed(visitor, mailbox, slug, **PERSON)
    signed(visitor, mailbox, slug, email="pending@example.org")
    ended(app, slug)
    clock.shift(timedelta(days=3) + MOMENT)
    forget(app)
    assert not known(app)
    assert "pending@" not in repr(stored(app))


def test_one_that_is_open_again_keeps_its_signers(app, visitor, mailbox, slug, clock):
    confirmed(visitor, mailbox, slug, **PERSON)
    ended(app, slug)
    ended(app, slug, "open")
    clock.shift(timedelta(days=400))
    forget(app)
    assert known(app)


def test_one_that_is_won_and_later_closed_ends_once(app, slug, clock):
    ended(app, slug, "won")
    first = now()
    clock.shift(timedelta(days=20))
    ended(app, slug, "closed")
    assert rows(app, Campaign)[0].ended_at == first


@pytest.mark.usefixtures("one_at_a_time")
def test_one_that_is_opened_while_it_is_erased_keeps_the_rest(app, visitor, mailbox, slug, clock):
    for n in range(3):
        confirmed(visitor, mailbox, slug, email=f"ada{n}@example.org")
    ended(app, slug)
    clock.shift(timedelta(days=31))
    with app.app_context():
        erasing = retention.erase("command line")
        assert next(erasing) == 1
        change_state(slug, "open", "", actor=BEN)
        list(erasing)
    assert len([row for row in rows(app, Signature) if row.name]) == 2


def test_removed_persons_go_after_a_month(app, visitor, mailbox, slug, clock):
    confirmed(visitor, mailbox, slug, **PERSON)
    removed(app)
    clock.shift(timedelta(days=30))
    assert forget(app) == 0
    assert known(app)
    clock.shift(MOMENT)
    forget(app)
    assert not known(app)
    assert rows(app, Signature)[0].state == "withdrawn"


def test_the_worker_erases_removed_persons_and_records_it(app, visitor, mailbox, slug, clock):
    """As a served site does: it sweeps each minute, and forgets each hour."""
    confirmed(visitor, mailbox, slug, **PERSON)
    removed(app)
    clock.shift(timedelta(days=30) + MOMENT)
    with app.app_context():
        retention.sweep()
        worker.erase()
    assert not known(app)
    (row,) = rows(app, Signature)
    assert (row.state, row.forgotten_at) == ("withdrawn", now())
    entry = rows(app, Entry)[-1]
    assert (entry.actor, entry.verb, entry.details) == ("worker", "forgot", {"removed": 1})


def test_a_removal_that_was_undone_erases_nobody(app, visitor, mailbox, slug, clock):
    confirmed(visitor, mailbox, slug, **PERSON)
    removed(app, undone_at=now())
    clock.shift(timedelta(days=31))
    forget(app)
    assert known(app)


def test_links_mails_sessions_and_invitations_go_too(app, visitor, mailbox, slug, clock):
    mail = confirmed(visitor, mailbox, slug)
    visitor.post(link(mail, "withdraw"))
    app.test_cli_runner().invoke(args=["add-organiser", BEN, "--role", "viewer"])
    clock.shift(timedelta(days=30) + timedelta(minutes=6))
    assert forget(app) == 3
    assert rows(app, Link) == rows(app, Mail) == []
    assert len(rows(app, Signature)) == 1


def test_a_mail_that_nobody_could_send_stays_for_the_organisers(app, visitor, slug, clock):
    sign(visitor, slug)
    with app.app_context(), transaction() as session:
        session.execute(update(Mail).values(state="parked"))
    clock.shift(timedelta(days=90))
    forget(app)
    assert len(rows(app, Mail)) == 1


def test_the_audit_log_has_numbers_and_no_names(app, visitor, mailbox, slug, clock):
    confirmed(visitor, mailbox, slug, **PERSON)
    signed(visitor, mailbox, slug, email="pending@example.org")
    ended(app, slug)
    clock.shift(timedelta(days=31))
    forget(app)
    entry = rows(app, Entry)[-1]
    assert (entry.actor, entry.verb, entry.subject) == (
        "command line",
        "forgot",
        f"campaign {slug}",
    )
    assert entry.details == {"unconfirmed": 1, "signatures": 1}


def test_nothing_due_leaves_no_entry(app, slug):
    before = len(rows(app, Entry))
    assert forget(app) == 0
    assert len(rows(app, Entry)) == before


@pytest.mark.usefixtures("one_at_a_time")
def test_who_stops_half_way_has_recorded_what_was_done(app, visitor, mailbox, slug, clock):
    for n in range(3):
        signed(visitor, mailbox, slug, email=f"ada{n}@example.org")
    clock.shift(timedelta(days=8))
    with app.app_context():
        erasing = retention.erase("worker")
        assert next(erasing) == 1
        erasing.close()
    assert rows(app, Entry)[-1].details == {"unconfirmed": 1}
    assert forget(app) == 2


@pytest.mark.slow
@pytest.mark.usefixtures("one_at_a_time")
def test_people_confirm_meanwhile(app, visitor, mailbox, slug, clock):
    for n in range(40):
        signed(visitor, mailbox, slug, email=f"old{n}@example.org")
    clock.shift(timedelta(days=8))
    mails = [signed(visitor, mailbox, slug, email=f"new{n}@example.org") for n in range(10)]
    with ThreadPoolExecutor(2) as pool:
        erasing = pool.submit(forget, app)
        answers = [visitor.post(link(mail, "confirm")).status for mail in mails]
        assert erasing.result() == 40
    assert answers == [303] * 10
    assert count_of(visitor, slug) == 10
    assert checks(app) == [0, 0]


def test_a_thousand_and_more_go_in_several_batches(app, slug, clock):
    old = {"state": "pending", "visibility": "hidden", "updates": False, "consent_version": "1"}
    with app.app_context(), transaction() as session:
        session.execute(delete(Signature))
        values = [old | {"campaign_id": 1, "signed_at": now()} for _ in range(2_500)]
        session.bulk_insert_mappings(Signature.__mapper__, values)
    clock.shift(timedelta(days=8))
    with app.app_context():
        assert list(retention.erase("worker")) == [1000, 1000, 500]
        assert db.session.scalar(select(func.count()).select_from(Signature)) == 0
