"""Nobody can find out who has signed: the answer is always the same, only the mails differ."""

from datetime import timedelta

from tests.conftest import both_databases
from tests.factories import a_campaign, stored
from tests.mails import body, link
from tests.signing.steps import confirmed, sign, signed

pytestmark = both_databases
MICROSECOND = timedelta(microseconds=1)


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


def test_nobody_gets_more_than_three_mails_in_24_hours_over_all_campaigns(app, visitor, mailbox):
    slugs = [a_campaign(app, slug=f"case-{number}") for number in range(5)]
    for slug in slugs:
        sign(visitor, slug)
    assert len(mailbox.receive()) == 3
    assert len(stored(app)["signature"]) == 5


def test_other_spellings_of_one_mailbox_share_its_three_mails(app, visitor, mailbox):
    slug = a_campaign(app)
    for spelling in ("a.da@gmail.com", "ada+1@gmail.com", "ADA@googlemail.com", "ad.a@gmail.com"):
        sign(visitor, slug, email=spelling)
    assert len(mailbox.receive()) == 3


def test_the_24_hours_go_on_with_each_mail(app, visitor, mailbox, clock):
    slug = a_campaign(app)
    mails = []
    for hours in (0, 10, 20, 23, 24, 33, 34, 43, 44, 45):
        clock.move_to(f"2026-11-{22 + hours // 24}T{hours % 24:02}:00:00+00:00")
        sign(visitor, slug)
        mails.append(len(mailbox.receive()))
    assert mails == [1, 1, 1, 0, 1, 0, 1, 0, 1, 0]


def test_the_fourth_mail_may_go_24_hours_after_the_first(app, visitor, mailbox, clock):
    slug = a_campaign(app)
    for _ in range(3):
        signed(visitor, mailbox, slug)
    clock.shift(timedelta(hours=24) - MICROSECOND)
    sign(visitor, slug)
    assert mailbox.receive() == []
    clock.shift(MICROSECOND)
    signed(visitor, mailbox, slug)


def test_a_mail_that_was_held_back_does_not_count_as_one(app, visitor, mailbox, clock):
    slug = a_campaign(app)
    for _ in range(20):
        sign(visitor, slug)
    clock.shift(timedelta(hours=24))
    sign(visitor, slug)
    assert len(mailbox.receive()) == 4


def test_another_address_is_not_held_back(app, visitor, mailbox):
    slug = a_campaign(app)
    for _ in range(4):
        sign(visitor, slug)
    mailbox.receive()
    assert signed(visitor, mailbox, slug, email="cleo@example.org")["To"] == "cleo@example.org"
