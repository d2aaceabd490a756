"""Whoever was promised a mail gets it; whom strangers sign up gets no more than three a day.

The table of docs/decisions/mail.md, played with the operations: the page calls the same.
"""

import re
from datetime import timedelta
from functools import partial

import pytest

from petitions.campaigns.takedown import bring_back, take_down
from petitions.db import db, now, transaction
from petitions.mail.queries import mail_trouble, outbox_statistics
from petitions.signing import operations
from petitions.signing.links import signature_for_token
from petitions.signing.mails import release_mails
from petitions.signing.operations import Pledge
from petitions.web.limits import address_digest
from tests.conftest import both_databases
from tests.factories import ADA, BEN, CLEO, a_campaign, stored
from tests.mail.outbox import rows
from tests.mails import body, link
from tests.pages import Visitor
from tests.signing.steps import sign

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)
# What happens: a letter signs that case, "." lets the worker send, "+A" confirms it with the last
# mail that has its link, "-A" withdraws it, "?" asks with the link in the third mail for what
# waits, "1m" lets time pass. Then the mails that come: each with the cases that it lists, in small
# letters those that were confirmed before.
STORIES = {
    "one case": ("A .", "A"),
    "ten cases, and then the worker": ("ABCDEFGHIJ .", "ABCDEFGHIJ"),
    "ten cases, one after the other": ("A . B . C . D . EFGHIJ . 1m .", "A B CDEFGHIJ"),
    "ten cases, each confirmed": ("A . +A B . +B C . +C D . +D E . +E F . +F G .", "A B C D E F G"),
    "a mail that was answered lets go what waits": ("A . B . 1m C . DE . +A .", "A B C DE"),
    "and then others may come": ("A . B . 1m C . D . +A . +B E . +C F .", "A B C D E F"),
    "the third mail lets ask for what waits": ("A . B . 1m C . DE . ? .", "A B C DE"),
    "and for nothing where nothing waits": ("A . B . 1m C . ? .", "A B C"),
    "nobody answers for a day": ("A . B . 1m C . DE . 1439m .", "A B C DE"),
    "nor for two": ("A . B . 1m C . DE . 1439m . F . 1440m .", "A B C DE F"),
    "a button pressed three times": ("AAA .", "A"),
    "pressed again when the mail has gone": ("A . A . A . 1m . A .", "A A A"),
    "a mail that was lost": ("A . 60m A .", "A A"),
    "signed again when it was confirmed": ("A . +A A .", "A a"),
    "again, and something new": ("A . +A AB .", "A Ba"),
    "withdrawn while it waits": ("A . B . 1m C . A . -A 1440m .", "A B C"),
    "withdrawn does not answer": ("A . B . 1m C . D . -A .", "A B C"),
    "confirmed while it waits": ("A . B . 1m C . A . +A .", "A B C"),
}


class Story:
    """Ada, strangers who type her address, and the worker."""

    def __init__(self, app, mailbox, clock):
        self.app, self.mailbox, self.clock = app, mailbox, clock
        self.tokens, self.last, self.came = {}, "", []

    def play(self, steps):
        for step in steps.split():
            if step == ".":
                self.receive()
            elif step == "?":
                self.do(operations.send_waiting, self.last)
            elif step.startswith("+"):
                self.do(operations.confirm, self.tokens[step[1]])
            elif step.startswith("-"):
                self.do(operations.withdraw, self.tokens[step[1]])
            elif step.endswith("m"):
                self.clock.shift(timedelta(minutes=int(step[:-1])))
            else:
                for case in step:
                    self.do(operations.sign, f"case-{case.lower()}", ADA, bytes(32))

    def do(self, operation, *arguments):
        with self.app.app_context():
            operation(*arguments)

    def receive(self):
        for mail in self.mailbox.receive():
            waiting, already = self.read(mail)
            self.came.append("".join(sorted(waiting) + sorted(already)))

    def read(self, mail):
        """Give what a mail lists, and keep its links."""
        waiting, already = {}, {}
        with self.app.app_context():
            for kind, token in re.findall(r"/(confirm|withdraw|waiting)/(\S+)", body(mail)):
                case = signature_for_token(token).campaign.slug[-1]
                if kind == "confirm":
                    waiting[case.upper()] = token
                elif kind == "withdraw":
                    already[case] = token
                else:
                    self.last = token
        self.tokens |= waiting
        return waiting, [case for case in already if case.upper() not in waiting]


@pytest.fixture
def story(app, mailbox, clock):
    for case in "abcdefghij":
        a_campaign(app, slug=f"case-{case}")
    return Story(app, mailbox, clock)


@both_databases
@pytest.mark.parametrize("name", STORIES)
def test_what_was_promised_comes(story, name):
    steps, mails = STORIES[name]
    story.play(steps)
    assert story.came == mails.split()


def a_flood(app, number):
    """Post so many times with Ada's address, each time from another network, in groups of 100.

    What stores a group is called, as group commit calls it: the page would take minutes.
    """
    with app.app_context():
        digest = address_digest(ADA.email)
        pledges = [
            Pledge(f"case-{'abcde'[n % 5]}", ADA, digest, n.to_bytes(32)) for n in range(number)
        ]
        for first in range(0, number, 100):
            with transaction():
                assert set(operations._store(pledges[first : first + 100])) == {None}
            db.session.remove()


def test_4_000_hostile_posts_neither_fill_a_mailbox_nor_use_it_up(app, story, clock):
    times, asked_at = [], None
    for hour in range(50):
        a_flood(app, 80)
        if hour == 20:
            story.play("J")
            asked_at = now()
        before = len(story.came)
        story.receive()
        times += [now()] * (len(story.came) - before)
        clock.shift(timedelta(hours=1))
    for moment in times:
        assert len([one for one in times if moment <= one < moment + DAY]) <= 3
    came_at = next(at for at, cases in zip(times, story.came, strict=True) if "J" in cases)
    assert came_at - asked_at <= DAY
    assert len(stored(app)["mail"]) < 30  # one for each case and turn, however many ask


def test_in_a_flood_the_owner_has_her_mail_at_once_when_she_asks(app, story):
    a_flood(app, 500)
    story.play(". ")
    a_flood(app, 500)
    story.play(". 1m")
    a_flood(app, 500)
    story.play(". J .")
    assert len(story.came) == 3
    story.play("? .")
    assert "J" in story.came[-1]
    assert len(story.came) == 4


def test_strangers_use_up_nothing_through_the_page(app, story):
    for n in range(100):
        visitor = Visitor(app, f"192.0.2.{n}")
        assert sign(visitor, "case-a", email="ADA@example.org").status == 303
    story.play(".")
    assert sign(Visitor(app), "case-b").status == 303
    story.play(".")
    assert story.came == ["A", "B"]


@pytest.mark.parametrize(("down", "mails"), [("ac", "B C A"), ("abc", "C A")])
def test_of_several_what_is_taken_down_comes_when_it_is_back(app, story, down, mails):
    story.play("ABC")
    for case in down:
        story.do(partial(take_down, actor=BEN), f"case-{case}", "A threat.")
    story.play(".")
    for case in "ca":
        story.do(partial(bring_back, actor=BEN), f"case-{case}")
        story.do(release_mails)
        story.play(".")
    assert story.came == mails.split()
    assert [row for row in rows(app) if row.state == "waiting"] == []


def test_another_mailbox_is_not_held_back(app, story):
    story.play("A . B . 1m C . D .")
    story.do(operations.sign, "case-d", CLEO, bytes(32))
    story.play(".")
    assert story.came == ["A", "B", "C", "D"]


def test_other_spellings_of_one_mailbox_share_its_mails(app, story, visitor):
    for spelling in ("a.da@gmail.com", "ada+1@gmail.com", "ADA@googlemail.com", "ad.a@gmail.com"):
        sign(visitor, "case-a", email=spelling)
        story.play("1m .")
    assert story.came == ["A", "A", "A"]


def test_a_mail_has_the_date_of_its_turn(story, mailbox, clock):
    story.play("A . B . 1m C . D . 1439m")
    (mail,) = mailbox.receive()
    assert mail["Date"].datetime == now()


def test_a_mail_that_waits_for_its_turn_is_no_sign_of_trouble(app, story):
    story.play("A . B . 1m C . D . 60m")
    with app.app_context():
        assert (outbox_statistics().oldest, mail_trouble().late_minutes) == (None, 0)


def test_the_page_promises_no_more_than_that(visitor, story):
    page = visitor.get("/c/case-a/check-mail")
    assert "have sent" not in page.text("main")
    assert "three times a day at most" in page.text("main")


def test_the_button_of_the_third_mail_says_what_it_did(app, story, visitor, mailbox):
    story.play("A . B . 1m C D")
    (mail,) = mailbox.receive()
    path = link(mail, "waiting")
    assert "Send it to me" in visitor.get(path).text("main")
    sign(visitor, "case-e")
    story.play(".")
    for heading in ("We are sending you what waits", "Nothing waits for you"):
        page = visitor.get(visitor.post(path).headers["Location"])
        assert page.text("h1") == heading
    story.play(".")
    assert story.came == ["A", "B", "E"]
    assert visitor.get("/waiting/unknown").status == 404


@both_databases
def test_to_ask_for_what_is_kept_of_nobody_uses_up_no_mail(app, visitor, mailbox, clock):
    """A stranger asks again and again; then the owner signs."""
    a_campaign(app)
    for _ in range(4):
        visitor.post("/withdraw", {"email": ADA.email})
        assert mailbox.receive() == []
        clock.shift(timedelta(minutes=2))
    sign(visitor, "free-the-nurse")
    (mail,) = mailbox.receive()
    assert mail["To"] == ADA.email


def test_a_third_mail_of_what_is_kept_lets_ask_for_what_waits(app, visitor, mailbox, clock):
    a_campaign(app)
    asks = [partial(sign, visitor, "free-the-nurse")] * 2
    for ask in [*asks, partial(visitor.post, "/withdraw", {"email": ADA.email})]:
        ask()
        (mail,) = mailbox.receive()
        assert ("/waiting/" in body(mail)) == (ask not in asks)
        clock.shift(timedelta(minutes=2))
    assert visitor.post(link(mail, "waiting")).status == 303
