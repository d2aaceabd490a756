"""Nobody can find out who has signed: the answer is always the same, only the mails differ."""

import pytest

from tests.conftest import both_databases
from tests.factories import a_campaign, stored
from tests.mails import body, link
from tests.signing.steps import confirmed, sign, signed

# What was typed is sealed with the minute.
pytestmark = [both_databases, pytest.mark.usefixtures("clock")]


def seen(page):
    """Give all that a signer's browser sees of an answer."""
    headers = [pair for pair in page.headers if pair[0] != "Date"]
    return page.response.status, headers, page.response.get_data()


def whole_answer(visitor, slug, **changes):
    page = sign(visitor, slug, **changes)
    return seen(page), seen(visitor.get(page.headers["Location"]))


def test_a_new_a_pending_and_a_confirmed_address_get_the_same_answer(app, visitor, mailbox):
    slug = a_campaign(app)
    new = whole_answer(visitor, slug)
    pending = whole_answer(visitor, slug)
    visitor.post(link(mailbox.receive()[0], "confirm"))
    assert new == pending == whole_answer(visitor, slug)


def test_an_address_that_gets_no_more_mails_gets_the_same_answer(app, visitor):
    slug = a_campaign(app)
    first, *others = [whole_answer(visitor, slug) for _ in range(5)]
    assert others == [first] * 4


def test_a_withdrawn_address_gets_the_same_answer(app, visitor, mailbox):
    slug = a_campaign(app)
    new = whole_answer(visitor, slug)
    visitor.post(link(mailbox.receive()[0], "withdraw"))
    assert whole_answer(visitor, slug) == new


def test_a_mistake_shows_no_more_of_a_confirmed_address(app, visitor, mailbox):
    slug = a_campaign(app)
    before = seen(sign(visitor, slug, name=""))
    confirmed(visitor, mailbox, slug)
    assert seen(sign(visitor, slug, name="")) == before


def test_the_mails_tell_new_pending_and_confirmed_apart(app, visitor, mailbox):
    slug = a_campaign(app)
    first, second = signed(visitor, mailbox, slug), signed(visitor, mailbox, slug)
    assert first["Subject"] == second["Subject"] == "Please confirm: Free the nurse"
    assert link(first, "confirm") != link(second, "confirm")
    visitor.post(link(first, "confirm"))
    assert signed(visitor, mailbox, slug)["Subject"] == "You have signed already: Free the nurse"


def test_a_confirmed_signature_is_not_changed_by_signing_again(app, visitor, mailbox):
    slug = a_campaign(app)
    confirmed(visitor, mailbox, slug)
    before = stored(app)["signature"]
    already = signed(visitor, mailbox, slug, name="Cleo Cloud", comment="Never.", visibility="full")
    assert stored(app)["signature"] == before
    assert "/confirm/" not in body(already)
