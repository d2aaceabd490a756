"""The time of an answer tells nobody who has signed: the statements are the same in every state."""

import pytest

from petitions.signing.moderation import remove_one
from tests.asked import asked, reads
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign
from tests.mails import link
from tests.signing.steps import confirmed, sign, signed

pytestmark = pytest.mark.slow

# What a stranger types with an address: always other words than its owner.
STRANGE = {"name": "Cleo Cloud", "comment": "I have been here.", "visibility": "full"}


def fresh(*_):
    pass


def pending(app, visitor, mailbox, slug):
    signed(visitor, mailbox, slug)


def pending_with_attempts(app, visitor, mailbox, slug):
    signed(visitor, mailbox, slug)
    signed(visitor, mailbox, slug, **STRANGE)


def once_confirmed(app, visitor, mailbox, slug):
    confirmed(visitor, mailbox, slug)


def withdrawn(app, visitor, mailbox, slug):
    visitor.post(link(confirmed(visitor, mailbox, slug), "withdraw"))


def removed(app, visitor, mailbox, slug):
    confirmed(visitor, mailbox, slug)
    with app.app_context():
        remove_one(1, 1, "duplicates", actor=BEN)


def over_the_limit_of_mails(app, visitor, mailbox, slug):
    for n in range(5):
        sign(visitor, slug, name=f"Ada {n}")
        mailbox.receive()


def with_a_mail_that_waits(app, visitor, mailbox, slug):
    sign(visitor, slug)


STATES = [fresh, pending, pending_with_attempts, once_confirmed, withdrawn, removed]
STATES += [over_the_limit_of_mails, with_a_mail_that_waits]
POSTS = {
    "sign": lambda visitor, slug, email: sign(visitor, slug, **STRANGE | {"email": email}),
    "withdraw": lambda visitor, _slug, email: visitor.post("/withdraw", {"email": email}),
}


def statements(app, post):
    with asked(app) as made:
        assert post().status == 303
    return [statement for statement, _values in made]


@both_databases
@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("state", STATES)
def test_the_statements_are_those_for_an_address_that_nobody_knows(
    app, visitor, mailbox, post, state
):
    slug = a_campaign(app)
    state(app, visitor, mailbox, slug)
    with reads(app):  # what a process reads once in two seconds
        POSTS[post](visitor, slug, "first@example.org")
    unknown = statements(app, lambda: POSTS[post](visitor, slug, "nobody@example.org"))
    known = statements(app, lambda: POSTS[post](visitor, slug, "ada@example.org"))
    assert known == unknown
    assert len(known) >= 2
