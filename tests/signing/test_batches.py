"""People who sign or confirm at the same moment are stored together, and each for themselves."""

from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from sqlalchemy import select, update

from petitions.db import commit_in_batch, db, transaction
from petitions.mail.operations import enqueue
from petitions.signing import operations
from petitions.signing.models import Signature
from petitions.web.limits import address_digest
from tests.conftest import both_databases
from tests.factories import a_campaign, stored
from tests.mails import body, link
from tests.pages import Visitor
from tests.signing.steps import confirmed, count_of, one_group, sign, signed, signing

pytestmark = both_databases


@pytest.fixture
def slug(app):
    return a_campaign(app)


def signatures(app):
    with app.app_context():
        return db.session.scalars(select(Signature).order_by(Signature.email)).all()


def addresses(app):
    return [signature.email for signature in signatures(app)]


def test_each_of_a_group_is_stored_and_gets_a_mail(app, slug, mailbox):
    with one_group(app) as (send, answers):
        for name in ("ada", "ben", "cleo"):
            send(name, signing(app, slug, name))
    assert answers == dict.fromkeys(("ada", "ben", "cleo"), 303)
    assert addresses(app) == [f"{name}@example.org" for name in ("ada", "ben", "cleo")]
    assert {mail["To"] for mail in mailbox.receive()} == set(addresses(app))


def test_two_forms_of_one_address_make_one_signature_and_one_mail(app, slug, mailbox):
    with one_group(app) as (send, answers):
        send("first", signing(app, slug, "ada", visibility="full"))
        send("second", signing(app, slug, "ada", visibility="initials", name="Ada L."))
        send("other", signing(app, slug, "ben"))
    assert set(answers.values()) == {303}
    ada, _ben = signatures(app)
    assert (ada.name, ada.visibility) == ("Ada Lovelace", "full")
    assert [row[3:7:3] for row in stored(app)["signature_attempt"]] == [("Ada L.", "initials")]
    assert len(mailbox.receive()) == 2


def test_one_address_for_two_campaigns(app, slug, mailbox):
    other = a_campaign(app, slug="another-case")
    with one_group(app) as (send, answers):
        send("one", signing(app, slug, "ada"))
        send("two", signing(app, other, "ada"))
    assert answers == {"one": 303, "two": 303}
    assert len({signature.campaign_id for signature in signatures(app)}) == 2
    (mail,) = mailbox.receive()
    assert body(mail).count("/confirm/") == 2


def test_who_has_confirmed_gets_the_other_mail(app, slug, visitor, mailbox):
    confirmed(visitor, mailbox, slug, email="ada@example.org")
    with one_group(app) as (send, answers):
        send("ada", signing(app, slug, "ada"))
        send("ben", signing(app, slug, "ben"))
    assert answers == {"ada": 303, "ben": 303}
    assert {mail["To"] for mail in mailbox.receive()} == {"ada@example.org", "ben@example.org"}
    assert [signature.state for signature in signatures(app)] == ["confirmed", "pending"]


def test_a_closed_campaign_refuses_its_own_signers_alone(app, slug):
    closed = a_campaign(app, "closed", note="It is over.", slug="another-case")
    with one_group(app) as (send, answers):
        send("ada", signing(app, closed, "ada"))
        send("ben", signing(app, slug, "ben"))
    assert answers == {"ada": 410, "ben": 303}
    assert addresses(app) == ["ben@example.org"]


def test_what_only_one_can_be_blamed_for_takes_nobody_along(app, slug, monkeypatch):
    with app.app_context():
        ada = address_digest("ada@example.org")

    def break_over_ada(*drafts):
        if any(draft.recipient == ada for draft in drafts):
            raise ZeroDivisionError
        return enqueue(*drafts)

    monkeypatch.setattr(operations, "enqueue", break_over_ada)
    with one_group(app) as (send, answers):
        for name in ("ada", "ben", "cleo"):
            send(name, signing(app, slug, name))
    assert answers == {"ada": 500, "ben": 303, "cleo": 303}
    assert addresses(app) == ["ben@example.org", "cleo@example.org"]


def test_who_signs_again_while_withdrawing_is_somebody_new(app, slug, visitor, mailbox):
    signed(visitor, mailbox, slug)
    with ThreadPoolExecutor(1) as pool:
        with app.app_context(), transaction() as session:
            gone = {"state": "withdrawn", "email_digest": None}
            session.execute(update(Signature).values(gone))
            answer = pool.submit(lambda: sign(Visitor(app), slug).status)
            assert not wait([answer], timeout=0.2).done
        assert answer.result() == 303
    assert sorted(row.state for row in signatures(app)) == ["pending", "withdrawn"]


def test_links_of_one_signature_count_it_once(app, slug, visitor, mailbox):
    first, second = (signed(visitor, mailbox, slug) for _ in range(2))
    with one_group(app) as (send, answers):
        for name, mail in {"first": first, "second": second}.items():
            send(name, lambda mail=mail: visitor.post(link(mail, "confirm")).status)
        send("unknown", lambda: Visitor(app).post("/confirm/never-sent").status)
    assert answers == {"first": 303, "second": 303, "unknown": 404}
    assert count_of(visitor, slug) == 1


def test_who_waits_for_the_group_holds_no_connection(app, slug):
    def read_and_store():
        with app.app_context():
            assert db.session.scalar(select(Signature.id)) is None
            return commit_in_batch(list, "ada")

    with app.app_context():
        connections = db.engine.pool
    with one_group(app) as (send, answers):
        send("ada", read_and_store)
        send("ben", read_and_store)
        assert connections.checkedout() == 0
    assert answers == {"ada": "ada", "ben": "ada"}
