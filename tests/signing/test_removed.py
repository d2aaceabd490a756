"""Organisers remove and put back: the count is right whatever happens at the same moment."""

from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import timedelta

import pytest

from petitions.db import db, now, transaction
from petitions.db.tally import count
from petitions.ops import worker
from petitions.signing import moderation
from petitions.signing.filters import Filters, removable
from petitions.signing.links import LinkProblem, signature_for_token
from petitions.signing.moderation import SelectionChanged, TooLate, UnknownRemoval
from petitions.signing.operations import confirm, withdraw
from tests.asked import asked
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign, stored
from tests.mails import body, link
from tests.signing.crowd import a_crowd, shown_number, states, the_removals, tokens_of
from tests.signing.steps import at_once, confirmed, sign, signed

ALL = Filters()


@pytest.fixture
def slug(app):
    return a_campaign(app)


def in_context(app, work):
    with app.app_context():
        try:
            return work()
        finally:
            db.session.remove()


def remove(app, filters=ALL, reason="duplicates"):
    """Remove all that the filters find, having looked at the number first."""

    def work():
        found = removable(1, filters)
        moderation.remove_matching(1, filters, found.max_id, found.number, reason, actor=BEN)

    in_context(app, work)


def put_back(app, number=1):
    in_context(app, lambda: moderation.put_back(1, number, actor=BEN))


@both_databases
def test_the_count_falls_by_the_confirmed_ones(app, slug):
    a_crowd(app, slug, 5, country="KZ")
    a_crowd(app, slug, 3, "pending", country="KZ")
    a_crowd(app, slug, 2)
    remove(app, Filters(country="KZ"))
    assert shown_number(app) == 2
    assert list(states(app).values()).count("withdrawn") == 8
    assert [(r.number, r.reason) for r in the_removals(app)] == [(5, "duplicates")]


@both_databases
def test_put_back_all_is_as_it_was(app, slug):
    a_crowd(app, slug, 3)
    a_crowd(app, slug, 2, "pending")
    before = stored(app)["signature"]
    remove(app)
    assert shown_number(app) == 0
    put_back(app)
    assert stored(app)["signature"] == before
    assert shown_number(app) == 3
    assert the_removals(app)[0].undone_at


@both_databases
def test_another_number_than_was_shown_removes_nothing(app, slug):
    a_crowd(app, slug, 3)
    before = stored(app)
    for shown in (0, 2, 4):
        with pytest.raises(SelectionChanged):
            in_context(
                app,
                lambda n=shown: moderation.remove_matching(1, ALL, 99, n, "duplicates", actor=BEN),
            )
    assert stored(app) == before


def test_those_who_came_after_the_number_was_shown_stay(app, slug):
    newest = a_crowd(app, slug, 3)[-1]
    a_crowd(app, slug, 4)
    in_context(app, lambda: moderation.remove_matching(1, ALL, newest, 3, "duplicates", actor=BEN))
    assert shown_number(app) == 4


def test_other_campaigns_are_left_alone(app, slug):
    a_crowd(app, a_campaign(app, slug="other"), 3)
    a_crowd(app, slug, 1)
    remove(app)
    assert shown_number(app, 2) == 3


def test_many_are_few_statements(app, slug):
    a_crowd(app, slug, 500)
    with asked(app) as made:
        remove(app)
    statements = [statement for statement, _ in made]
    assert len([s for s in statements if s.startswith("UPDATE signature")]) == 2
    assert len(statements) < 25


@both_databases
def test_who_withdrew_meanwhile_is_erased_and_stays_away(app, slug):
    ids = a_crowd(app, slug, 3)
    (token,) = tokens_of(app, ids[:1])
    remove(app)
    in_context(app, lambda: withdraw(token))
    assert "Ada Lovelace 1'" not in repr(stored(app))
    assert shown_number(app) == 0
    put_back(app)
    assert shown_number(app) == 2
    assert states(app)[ids[0]] == "withdrawn"


@both_databases
def test_putting_back_at_once_counts_once(app, slug):
    a_crowd(app, slug, 3)
    remove(app)
    at_once([lambda: put_back(app)] * 6)
    assert shown_number(app) == 3


def test_after_30_days_nobody_is_there_to_put_back(app, slug, clock):
    a_crowd(app, slug, 2)
    remove(app)
    clock.shift(timedelta(days=30))
    in_context(app, worker.erase)
    assert "Ada" in repr(stored(app)["signature"])
    clock.shift(timedelta(seconds=1))
    in_context(app, worker.erase)
    assert "Ada" not in repr(stored(app)["signature"])
    with pytest.raises(TooLate):
        put_back(app)
    assert shown_number(app) == 0


def test_what_was_put_back_is_not_forgotten(app, slug, clock):
    a_crowd(app, slug, 2)
    remove(app)
    put_back(app)
    clock.shift(timedelta(days=31))
    in_context(app, worker.erase)
    assert repr(stored(app)["signature"]).count("Ada") == 2


def test_a_removal_of_another_campaign_is_unknown(app, slug):
    a_crowd(app, a_campaign(app, slug="other"), 1)
    in_context(app, lambda: moderation.remove_one(2, 1, "a test", actor=BEN))
    for number in (1, 9, 2**40):
        with pytest.raises(UnknownRemoval):
            put_back(app, number)


@both_databases
def test_people_who_confirm_at_that_moment_are_counted_right(app, slug):
    ids = a_crowd(app, slug, 24, "pending")
    a_crowd(app, slug, 200)
    tokens = tokens_of(app, ids)

    def try_confirm(token):
        with suppress(LinkProblem):
            in_context(app, lambda: confirm(token))

    works = [lambda t=token: try_confirm(t) for token in tokens]
    at_once([*works[:12], lambda: remove(app), *works[12:]])
    assert shown_number(app) == 0
    (done,) = the_removals(app)
    rows = [row for row in stored(app)["signature"] if row[12]]  # confirmed_at
    assert done.number == len(rows) >= 200
    put_back(app)
    assert shown_number(app) == len(rows)


@both_databases
def test_a_confirmation_on_its_way_is_waited_for_and_counted(app, slug):
    ids = a_crowd(app, slug, 3, "pending")
    (token,) = tokens_of(app, ids[:1])
    with app.app_context(), ThreadPoolExecutor(1) as pool, transaction():
        signature, campaign = signature_for_token(token, lock=True)[:2]
        signature.state, signature.confirmed_at = "confirmed", now()
        count(campaign.tally_key, +1)
        removing = pool.submit(remove, app)
        assert wait([removing], timeout=0.5).not_done
    removing.result()
    assert [done.number for done in the_removals(app)] == [1]
    assert shown_number(app) == 0


@both_databases
def test_whatever_happens_at_once_the_count_is_that_of_the_rows(app, slug):
    ids = a_crowd(app, slug, 10, "pending") + a_crowd(app, slug, 10)
    tokens = tokens_of(app, ids)

    def attempt(work, *given, **named):
        with suppress(LinkProblem, SelectionChanged, UnknownRemoval):
            in_context(app, lambda: work(*given, **named))

    works = [lambda t=t: attempt(confirm, t) for t in tokens]
    works += [lambda t=t: attempt(withdraw, t) for t in tokens[5:15]]
    works += [lambda n=n: attempt(moderation.remove_one, 1, n, "x", actor=BEN) for n in ids[::2]]
    works += [lambda: attempt(remove, app)] * 3
    works += [lambda n=n: attempt(moderation.put_back, 1, n, actor=BEN) for n in range(1, 8)]
    at_once(works)
    assert shown_number(app) == list(states(app).values()).count("confirmed")


def removed_person(app, visitor, mailbox, slug):
    """Sign, confirm, and be removed; give the mail with the links."""
    mail = confirmed(visitor, mailbox, slug)
    in_context(app, lambda: moderation.remove_one(1, 1, "duplicates", actor=BEN))
    return mail


def test_its_link_neither_counts_nor_thanks(app, visitor, mailbox, slug):
    path = link(removed_person(app, visitor, mailbox, slug), "confirm")
    for page in (visitor.get(path), visitor.post(path)):
        assert page.status == 410
        assert page.text("h1") == "The organisers have removed this signature"
    assert shown_number(app) == 0


def test_a_pending_one_cannot_be_confirmed_any_more(app, visitor, mailbox, slug):
    mail = signed(visitor, mailbox, slug)
    in_context(app, lambda: moderation.remove_one(1, 1, "made-up names", actor=BEN))
    assert visitor.post(link(mail, "confirm")).status == 410
    assert shown_number(app) == 0
    put_back(app)
    assert visitor.post(link(mail, "confirm")).status == 303
    assert shown_number(app) == 1


def test_its_link_to_withdraw_erases_and_counts_nothing(app, visitor, mailbox, slug):
    path = link(removed_person(app, visitor, mailbox, slug), "withdraw")
    page = visitor.get(path)
    assert "The organisers have removed this signature" in page.text()
    assert page.text("main button") == "Erase my signature"
    visitor.post(path)
    assert visitor.get(path).text("h1") == "Your signature is erased"
    assert "Lovelace" not in repr(stored(app))
    assert shown_number(app) == 0


@both_databases
def test_signing_again_changes_nothing_and_only_the_mail_says_why(app, visitor, mailbox, slug):
    removed_person(app, visitor, mailbox, slug)

    def page_after(email):
        answer = sign(visitor, slug, name="Cleo Cloud", email=email)
        return visitor.get(answer.headers["Location"]).text().replace(email, "")

    new = page_after("cleo@example.org")
    mailbox.receive()
    before = stored(app)["signature"]
    assert page_after("ada@example.org") == new
    assert stored(app)["signature"] == before
    [mail] = mailbox.receive()
    assert (mail["To"], mail["Subject"]) == ("ada@example.org", "Your signature is not counted")
    for kind in ("plain", "html"):
        words = body(mail, kind)
        assert "The organisers have removed the signature of this mailbox" in words
        assert not [one for one in ("/confirm/", "Cleo", "Lovelace") if one in words]
    visitor.post(link(mail, "withdraw"))
    assert "ada@example.org" not in repr(stored(app))


@both_databases
def test_one_that_is_removed_before_its_mail_goes_is_told_too(app, visitor, mailbox, slug):
    sign(visitor, slug)
    in_context(app, lambda: moderation.remove_one(1, 1, "duplicates", actor=BEN))
    [mail] = mailbox.receive()
    assert mail["Subject"] == "Your signature is not counted"


def test_one_that_is_put_back_before_its_mail_goes_is_asked_to_confirm(app, visitor, mailbox, slug):
    signed(visitor, mailbox, slug)
    in_context(app, lambda: moderation.remove_one(1, 1, "duplicates", actor=BEN))
    sign(visitor, slug)
    put_back(app)
    [mail] = mailbox.receive()
    assert visitor.post(link(mail, "confirm")).status == 303
    assert shown_number(app) == 1


def test_a_removed_one_and_others_are_one_mail(app, visitor, mailbox, slug):
    removed_person(app, visitor, mailbox, slug)
    other = a_campaign(app, slug="other", title="Free the driver")
    sign(visitor, slug)
    sign(visitor, other)
    [mail] = mailbox.receive()
    assert mail["Subject"] == "Please confirm your signature"
    assert body(mail).count("/withdraw/") == 2
    assert "The organisers have removed" in body(mail)


def test_the_audit_log_has_numbers_and_the_reason_but_no_person(app, slug):
    a_crowd(app, slug, 2)
    remove(app, Filters(search="Lovelace"))
    put_back(app)
    first, second = stored(app)["audit_entry"][-2:]
    numbers = {"removal": 1, "confirmed": 2, "pending": 0, "reason": "duplicates"}
    assert (first[3], first[5]) == ("removed signatures", {"filters": ["search"]} | numbers)
    assert (second[3], second[5]) == ("put back signatures", numbers)
