"""News by mail: to each who wants it, once, whatever happens on the way."""

import random
import re
import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from petitions.campaigns.models import Campaign
from petitions.campaigns.operations import remove_update
from petitions.db import db, transaction
from petitions.desk.news import mailing
from petitions.mail.delivery import deliver
from petitions.mail.models import Mail
from tests.conftest import both_databases
from tests.desk.newsroom import (
    SLUG,
    UPDATES,
    advance_on,
    begun,
    change,
    mailing_row,
    readers,
    receivers,
    some_news,
)
from tests.factories import BEN
from tests.mail.outbox import rows
from tests.mails import body
from tests.ops.processes import run, start
from tests.organisers import at_desk
from tests.signing.steps import at_once, sign

PAGE = f"{UPDATES}/1/mailing"


@pytest.fixture
def desk(app):
    some_news(app)
    return at_desk(app, "editor")


@pytest.fixture
def few(monkeypatch):
    """Small steps, so that small numbers of people show what large ones do."""
    monkeypatch.setattr(mailing, "AT_ONCE", 3)
    monkeypatch.setattr(mailing, "MOST_WAITING", 6)


def step(app):
    with app.app_context():
        return mailing.advance()


def states(app):
    return [row.state for row in rows(app) if row.batch]


def shown(desk, path=PAGE):
    return desk.get(path).value("receivers")


@both_databases
def test_from_preview_to_the_last_receiver(app, desk, mailbox):
    receivers(app, 3)
    assert not desk.get(PAGE).all('[name="receivers"]'), "no start without a preview"
    assert desk.post(f"{PAGE}/preview").status == 303
    (preview,) = mailbox.receive()
    assert (preview["To"], preview["Subject"]) == (BEN, "Preview: She saw a doctor today.")
    assert "List-Unsubscribe" not in preview
    assert desk.post(f"{PAGE}/start", {"receivers": shown(desk)}).status == 303
    advance_on(app)
    mails = mailbox.receive()
    assert set(readers(mails).values()) == {1}
    assert len(mails) == 3
    assert "3 of 3 sent" in desk.get(PAGE).text("#progress")
    assert mailing_row(app).state == "done"
    assert desk.post(f"{PAGE}/start", {"receivers": "3"}).status == 422
    assert desk.post(f"{PAGE}/preview").status == 422


def test_news_of_a_discreet_campaign_name_it_inside_only(app, desk, mailbox):
    receivers(app, 1)
    with app.app_context(), transaction():
        db.session.query(Campaign).one().is_discreet = True
    assert desk.post(f"{PAGE}/preview").status == 303
    (preview,) = mailbox.receive()
    assert preview["Subject"] == "Preview: News that you asked for"
    for text in (body(preview), body(preview, "html")):
        assert text.index("This e-mail says further down") < text.index("Free the nurse")


def test_the_mail_tells_the_news_and_how_to_end_it(app, mailbox):
    some_news(app)
    receivers(app, 1)
    begun(app, 1)
    advance_on(app)
    mail = next(mail for mail in mailbox.receive() if mail["To"] == "reader1@example.org")
    assert mail["Subject"] == "She saw a doctor today."
    address = mail["List-Unsubscribe"].strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for text in (body(mail), body(mail, "html")):
        assert address in text
        assert "/withdraw/" not in text
        assert "http://127.0.0.1:8000/withdraw" in text
    assert "She saw a doctor today." in body(mail)
    assert "<strong>doctor</strong>" in body(mail, "html")


def test_a_long_address_to_unsubscribe_stays_one_address(app, mailbox, another_app, settings):
    from dataclasses import replace

    host = "https://petitions.a-rather-long-name-of-an-organisation-for-human-rights.example.org"
    other = another_app(replace(settings, base_url=host))
    some_news(other)
    receivers(other, 1)
    begun(other, 1)
    advance_on(other)
    (path,) = [p for p in mailbox.folder.glob("*.eml") if b"reader1" in p.read_bytes()]
    found = re.search(rb"^List-Unsubscribe: <(\S+)>\r$", path.read_bytes(), re.M)
    assert found[1].decode().startswith(f"{host}/unsubscribe/")


@both_databases
def test_only_those_who_confirmed_before_the_start_and_want_it(app, mailbox):
    some_news(app)
    wanted = receivers(app, 2)
    receivers(app, 1, updates=False)
    receivers(app, 1, email=None)
    receivers(app, 1, state="withdrawn")
    (pending,) = receivers(app, 1, state="pending", confirmed_at=None)
    begun(app, 2)
    receivers(app, 1)
    change(app, pending, state="confirmed", confirmed_at=mailing_row(app).started_at + timedelta(1))
    advance_on(app)
    assert [row.receiver for row in rows(app) if row.batch] == wanted
    assert len(readers(mailbox.receive())) == 2


def test_a_number_that_changed_is_shown_and_nothing_goes(app, desk):
    receivers(app, 2)
    desk.post(f"{PAGE}/preview")
    number = shown(desk)
    receivers(app, 1)
    page = desk.post(f"{PAGE}/start", {"receivers": number})
    assert (page.status, page.value("receivers")) == (422, "3")
    assert mailing_row(app).state == "previewed"
    for nonsense in ("", "-1", "²", "9" * 5000):
        assert desk.post(f"{PAGE}/start", {"receivers": nonsense}).status == 422
    assert step(app) == 0


def test_a_text_that_changed_needs_a_new_preview(app, desk):
    receivers(app, 1)
    desk.post(f"{PAGE}/preview")
    seen = desk.get(f"{UPDATES}/1").value("seen")
    form = {"dated": "2026-11-20", "text": "Other news.", "seen": seen, "do": "save"}
    assert desk.post(f"{UPDATES}/1", form).status == 303
    assert desk.post(f"{PAGE}/start", {"receivers": "1"}).status == 422
    assert mailing_row(app).state == "previewed"
    assert not desk.get(PAGE).all('[name="receivers"]')


def test_the_preview_is_of_the_text_that_was_asked_for(app, desk, mailbox):
    desk.post(f"{PAGE}/preview")
    seen = desk.get(f"{UPDATES}/1").value("seen")
    form = {"dated": "2026-11-20", "text": "Other news.", "seen": seen, "do": "save"}
    desk.post(f"{UPDATES}/1", form)
    assert mailbox.receive() == []


@both_databases
def test_stopped_nothing_goes_and_resumed_each_gets_it_once(app, desk, mailbox, few):
    receivers(app, 8)
    begun(app, 8)
    assert step(app) == 3
    assert desk.post(f"{PAGE}/stop").status == 303
    assert states(app) == ["held"] * 3
    advance_on(app)
    assert readers(mailbox.receive()) == {}
    assert desk.post(f"{PAGE}/resume").status == 303
    advance_on(app)
    assert sorted(readers(mailbox.receive()).values()) == [1] * 8
    assert mailing_row(app).state == "done"


def test_what_is_being_mailed_cannot_be_changed_until_it_is_stopped(app, desk, mailbox):
    receivers(app, 1)
    begun(app, 1)
    step(app)
    form = {"dated": "2026-11-20", "text": "Corrected.", "do": "save"}
    form["seen"] = desk.get(f"{UPDATES}/1").value("seen")
    page = desk.post(f"{UPDATES}/1", form)
    assert (page.status, page.value("text").strip()) == (422, "Corrected.")
    desk.post(f"{PAGE}/stop")
    assert desk.post(f"{UPDATES}/1", form).status == 303
    assert desk.post(f"{PAGE}/resume").status == 422, "nobody has seen the new text yet"
    desk.post(f"{PAGE}/preview")
    assert desk.post(f"{PAGE}/resume").status == 303
    advance_on(app)
    mails = [mail for mail in mailbox.receive() if mail["To"] != BEN]
    assert ["Corrected." in body(mail) for mail in mails] == [True]


def test_a_text_that_changed_at_the_moment_of_the_start_stops_it(app, mailbox):
    from petitions.campaigns.models import Update

    some_news(app)
    receivers(app, 1)
    begun(app, 1)
    step(app)
    with app.app_context(), transaction() as session:
        session.execute(update(Update).values(text="Never previewed."))
    assert readers(mailbox.receive()) == {}
    step(app)
    assert (mailing_row(app).state, states(app)) == ("stopped", ["held"])


@both_databases
def test_few_wait_at_a_time_and_confirming_mails_go_first(app, visitor, mailbox, few):
    some_news(app)
    receivers(app, 20)
    begun(app, 20)
    assert [step(app) for _ in range(4)] == [3, 3, 0, 0]
    sign(visitor, SLUG, email="new@example.org")
    with app.app_context():
        deliver()
    tos = [mail["To"] for mail in mailbox.read()]
    assert tos.index("new@example.org") < min(n for n, to in enumerate(tos) if "reader" in to)


@both_databases
def test_who_unsubscribes_while_the_mail_waits_gets_none(app, visitor, mailbox):
    some_news(app)
    one, two, three = receivers(app, 3)
    begun(app, 3)
    step(app)
    change(app, one, updates=False)
    change(app, two, state="withdrawn", email=None)
    assert readers(mailbox.receive()) == {f"reader{three}@example.org": 1}
    advance_on(app)
    assert (mailing_row(app).state, sorted(states(app))) == ("done", ["dropped"] * 2 + ["sent"])


@both_databases
def test_two_workers_at_once_put_each_mail_in_once(app, few):
    some_news(app)
    receivers(app, 30)
    begun(app, 30)
    for _ in range(4):
        before = len(rows(app))
        done = sum(at_once([lambda: step(app)] * 4))
        assert done == len(rows(app)) - before, "they waited for each other, not for the index"
        with app.app_context(), transaction() as session:
            session.execute(update(Mail).where(Mail.batch.is_not(None)).values(state="sent"))
    while step(app):
        pass
    assert sorted(row.receiver for row in rows(app) if row.batch) == list(range(1, 31))


@pytest.mark.slow
@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_worker_that_is_killed_leaves_nobody_out(app, settings, mailbox):
    some_news(app)
    receivers(app, 520)
    begun(app, 520)
    for _ in range(2):
        with start(settings, "send-mail") as worker:
            reached = len(mailbox.read())
            until = time.monotonic() + 10
            while not mailbox.read() and reached < 520 and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(random.uniform(0, 0.1))
            worker.kill()
        with app.app_context(), transaction() as session:  # the leases end
            session.execute(update(Mail).where(Mail.state == "waiting").values(due_at=Mail.made_at))
    assert run(settings, "send-mail", "--once")[0] == 0
    mailbox.seen.clear()
    # The killed worker may have handed one over without noting it: its file is the same one.
    assert len(readers(mailbox.read())) == 520
    assert len([row for row in rows(app) if row.batch]) == 520
    assert set(states(app)) == {"sent"}


@both_databases
def test_removed_news_is_not_mailed_on_and_frees_its_number(app, mailbox):
    some_news(app)
    receivers(app, 2)
    begun(app, 2)
    step(app)
    with app.app_context():
        remove_update(SLUG, 1, actor=BEN)
    assert readers(mailbox.receive()) == {}
    assert [row.batch for row in rows(app)] == [None] * 3
    assert mailing_row(app) is None


def test_the_open_page_asks_how_far_it_is(app, desk, few):
    receivers(app, 4)
    assert desk.get(f"{PAGE}/progress").status == 404
    begun(app, 4)
    step(app)
    with app.app_context():
        deliver()
    page = desk.get(f"{PAGE}/progress")
    assert "3 of 4 sent" in page.text("#progress")
    assert desk.get(PAGE).one("[data-live]").attrs["data-hx-get"] == f"{PAGE}/progress"


def test_of_many_who_press_start_one_starts_it(app, desk):
    receivers(app, 2)
    desk.post(f"{PAGE}/preview")
    form = {"receivers": "2", "csrf_token": desk.token()}
    assert [desk.post(f"{PAGE}/start", form).status for _ in range(3)] == [303, 422, 422]
