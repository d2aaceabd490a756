"""While a case is taken down or hidden: links withdraw, nothing is confirmed, mails wait."""

from datetime import timedelta

import pytest

from petitions.campaigns.operations import change_state
from petitions.campaigns.takedown import bring_back, take_down
from petitions.db import transaction
from petitions.desk.news import mailing
from petitions.mail.composing import compose
from petitions.mail.operations import claim
from petitions.mail.queries import outbox_statistics
from petitions.ops import retention
from petitions.ops.worker import work_once
from petitions.signing.mails import release_mails
from tests.conftest import both_databases
from tests.desk.newsroom import begun, receivers, some_news
from tests.factories import BEN, CLEO, NURSE, a_campaign, stored
from tests.mails import body, link
from tests.signing.steps import confirmed, count_of, sign, signed, store_link
from tests.web.routes import every_route

SLUG = NURSE.slug


def hide(app):
    with app.app_context():
        change_state(SLUG, "paused", "", actor=BEN, hide=True)


def withhold(app):
    with app.app_context():
        take_down(SLUG, "", actor=BEN)


def back(app):
    with app.app_context():
        bring_back(SLUG, actor=BEN)


def names_the_case(page):
    return SLUG in page.html or NURSE.title in page.html or NURSE.pledge in page.html


def states(app):
    with app.app_context():
        return {state: n for state, n in outbox_statistics().by_state.items() if n}


def news_states(app):
    """Give the states of the mails of the mailing."""
    return [row[4] for row in stored(app)["mail"] if row[1] == "news"]


@both_databases
@pytest.mark.parametrize("taken_away", [withhold, hide])
def test_nothing_can_be_confirmed_and_nothing_is_told(app, visitor, mailbox, taken_away):
    path = link(signed(visitor, mailbox, a_campaign(app)), "confirm")
    taken_away(app)
    for page in (visitor.get(path), visitor.post(path)):
        assert (page.status, page.text("h1")) == (410, "Nothing can be confirmed now")
        assert not names_the_case(page)
        withdraw = page.one("main a.button").attrs["href"]
        assert withdraw == path.replace("confirm", "withdraw")
    assert stored(app)["signature"][0][2] == "pending"


def test_no_link_of_any_mail_tells_of_it(app, visitor, mailbox):
    """Every address that takes a token is asked, a new one by itself."""
    token = link(confirmed(visitor, mailbox, a_campaign(app)), "confirm").rpartition("/")[2]
    with app.app_context(), transaction():
        news_token = store_link(1, news=True)
    withhold(app)
    routes = every_route(app, token=token, news_token=news_token)
    paths = [route.path for route in routes if "<token>" in route.rule and "GET" in route.methods]
    paths = [path for path in paths if not path.startswith("/organise")]
    assert len(paths) >= 4
    for path in paths:
        assert not names_the_case(visitor.get(path)), path


def test_nor_of_one_that_was_confirmed_before(app, visitor, mailbox):
    path = link(confirmed(visitor, mailbox, a_campaign(app)), "confirm")
    withhold(app)
    for page in (visitor.get(path), visitor.post(path)):
        assert page.status == 410
        assert not names_the_case(page)


@both_databases
@pytest.mark.parametrize("taken_away", [withhold, hide])
def test_links_still_withdraw_and_tell_nothing(app, visitor, mailbox, taken_away):
    path = link(confirmed(visitor, mailbox, a_campaign(app)), "withdraw")
    taken_away(app)
    pages = [visitor.get(path)]
    assert visitor.post(path).status == 303
    pages.append(visitor.get(path))
    assert [page.status for page in pages] == [200, 200]
    assert pages[1].text("h1") == "Your signature is erased"
    assert not [page for page in pages if names_the_case(page)]
    (row,) = stored(app)["signature"]
    assert row[2:6] == ("withdrawn", None, None, None)


def test_news_can_still_be_stopped(app, visitor, mailbox):
    confirmed(visitor, mailbox, a_campaign(app), updates="y")
    with app.app_context(), transaction():
        path = f"/unsubscribe/{store_link(1, news=True)}"
    withhold(app)
    pages = [visitor.get(path), visitor.post(path), visitor.get(path)]
    assert [page.status for page in pages] == [200] * 3
    assert not [page for page in pages if names_the_case(page)]


@both_databases
@pytest.mark.parametrize("taken_away", [withhold, hide])
def test_mails_wait_and_go_when_it_is_back(app, visitor, mailbox, taken_away):
    a_campaign(app)
    confirmed(visitor, mailbox, SLUG)
    sign(visitor, SLUG)  # which says that the address has signed already
    sign(visitor, SLUG, email=CLEO.email)
    taken_away(app)
    assert mailbox.receive() == []
    with app.app_context():
        assert release_mails() == 0
    assert (mailbox.receive(), states(app)) == ([], {"sent": 1, "held": 2})
    with app.app_context():
        if taken_away is withhold:
            bring_back(SLUG, actor=BEN)
        else:
            change_state(SLUG, "open", "", actor=BEN)
        work_once()
    mails = {mail["To"]: mail for mail in mailbox.read()}
    assert set(mails) == {"ada@example.org", CLEO.email}
    assert visitor.post(link(mails[CLEO.email], "confirm")).status == 303
    assert count_of(visitor, SLUG) == 2


def test_mails_about_another_case_go(app, visitor, mailbox):
    a_campaign(app)
    a_campaign(app, slug="other", title="Free the teacher")
    sign(visitor, SLUG)
    sign(visitor, "other")
    withhold(app)
    (mail,) = mailbox.receive()
    assert "/c/other" in body(mail)


def test_a_mail_that_is_tried_again_holds_the_same_case_once(app, visitor):
    a_campaign(app)
    a_campaign(app, slug="other", title="Free the teacher")
    sign(visitor, SLUG)
    sign(visitor, "other")
    withhold(app)
    with app.app_context():
        with transaction():
            (mail,) = claim(10)[1]
        for _ in range(2):
            assert compose([mail])[mail.id]
    assert states(app) == {"waiting": 1, "held": 1}


def test_what_waited_longer_than_a_link_works_is_dropped(app, visitor, mailbox, clock):
    a_campaign(app)
    sign(visitor, SLUG)
    withhold(app)
    assert mailbox.receive() == []
    clock.shift(timedelta(days=8))
    with app.app_context():
        for _ in retention.erase("worker"):
            pass
    back(app)
    with app.app_context():
        work_once()
    assert (mailbox.read(), states(app)) == ([], {"dropped": 1})


@both_databases
def test_news_waits_and_goes_on(app, mailbox):
    some_news(app)
    receivers(app, 3)
    begun(app, 3)
    with app.app_context():
        mailing.advance()
    withhold(app)
    with app.app_context():
        work_once()
    assert (mailbox.read(), news_states(app)) == ([], ["held"] * 3)
    back(app)
    with app.app_context():
        work_once()
    assert len(mailbox.read()) == 3
    assert news_states(app) == ["sent"] * 3


def test_news_that_was_stopped_stays_stopped(app, mailbox):
    update = some_news(app)
    receivers(app, 3)
    begun(app, 3)
    with app.app_context():
        mailing.advance()
        mailing.stop(SLUG, update, actor=BEN)
    withhold(app)
    back(app)
    with app.app_context():
        work_once()
    assert (mailbox.read(), news_states(app)) == ([], ["held"] * 3)
