"""The overview: what the public counter shows, and what only organisers see."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from petitions.accounts.models import VIEWER, Session
from petitions.campaigns.models import Campaign
from petitions.db import db, now, transaction
from petitions.db.tally import fold
from petitions.mail.models import PARKED, SENT, Mail
from tests.appeals.people import a_case, report
from tests.asked import reads
from tests.conftest import both_databases
from tests.desk.counting import give_signatures, in_row
from tests.factories import ADA, CLEO, a_campaign
from tests.mails import link
from tests.organisers import at_desk
from tests.signing.steps import count_of, signed

SLUG = "free-the-nurse"
OVERVIEW = "/organise/"


@pytest.fixture
def desk(app):
    return at_desk(app, VIEWER)


def a_mail(app, **changes):
    with app.app_context(), transaction() as session:
        session.add(Mail(kind="confirm", about={"signature": 1}, message_id="1", **changes))


@both_databases
def test_it_agrees_with_the_public_counter_at_every_step(app, desk, visitor, mailbox):
    case = a_case(app)
    agree = lambda: in_row(desk.get(OVERVIEW), "signatures") == count_of(visitor, case)  # noqa: E731
    mails = [signed(visitor, mailbox, case, email=one.email) for one in (ADA, CLEO)]
    assert agree()
    for mail in mails:
        visitor.post(link(mail, "confirm"))
        assert agree()
    with app.app_context():
        fold()
    assert agree()
    visitor.post(link(mails[0], "withdraw"))
    assert agree()
    page = desk.get(OVERVIEW)
    assert [in_row(page, name) for name in ("signatures", "withdrawn", "pending")] == [1, 1, 0]


@both_databases
def test_each_number_has_its_own_place(app, desk, clock):
    a_campaign(app)
    give_signatures(app, 2, state="pending")
    give_signatures(app, 3)
    give_signatures(app, 4, at=now() - timedelta(hours=25))
    give_signatures(app, 5, state="withdrawn")
    give_signatures(app, 6, state="withdrawn", removal=1)
    page = desk.get(OVERVIEW)
    names = ("signatures", "new", "pending", "withdrawn", "removed")
    assert [in_row(page, name) for name in names] == [7, 3, 2, 5, 6]


@both_databases
def test_reports_stand_by_channel(app, desk, visitor):
    a_case(app)
    report(visitor, "fax", number="3")
    report(visitor, "letter")
    page = desk.get(OVERVIEW)
    assert (in_row(page, "fax"), in_row(page, "letter")) == (3, 1)
    assert "1 letter, 3 faxes" in page.text(f"#campaign-{SLUG}")


def test_campaigns_stand_by_state_the_newest_first(app, desk):
    for number, state in enumerate(["won", "open", "closed", "draft", "open", "paused"]):
        a_campaign(app, state, slug=f"c{number}")
    found = [row.attrs["id"] for row in desk.get(OVERVIEW).all("tbody tr")]
    assert found == [f"campaign-c{number}" for number in (3, 4, 1, 5, 0, 2)]


@both_databases
def test_many_campaigns_take_no_more_reads_than_one(app, desk):
    made = []
    for number in range(9):
        a_campaign(app, slug=f"case-{number}")
        with reads(app) as found:
            assert desk.get(OVERVIEW).status == 200
        made.append(len(found))
    assert set(made) == {5}  # one for who asks, four for what is shown


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (date(2026, 11, 25), "3 days left"),
        (date(2026, 11, 22), "Last day today"),
        (date(2026, 11, 21), "Deadline passed"),
        (None, "No deadline"),
    ],
)
def test_it_says_how_much_time_is_left(app, clock, deadline, words):
    a_campaign(app, deadline=deadline)
    assert words in at_desk(app, VIEWER).get(OVERVIEW).text(f"#campaign-{SLUG}")


def test_it_says_when_personal_data_are_erased(app, clock):
    a_campaign(app, "won")
    with app.app_context(), transaction() as session:
        session.execute(update(Campaign).values(ended_at=now(), keep_days=10))
    row = at_desk(app, VIEWER).get(OVERVIEW).text(f"#campaign-{SLUG}")
    assert "Personal data are erased on 2 December 2026" in row


def test_an_empty_site_offers_the_first_campaign_to_who_may_write_it(app, desk):
    editor = at_desk(app, "editor", "ed@example.org").get(OVERVIEW)
    ways = [link.attrs["href"] for link in editor.all("main a.button")]
    assert ways == ["/organise/campaigns/new", "/organise/campaigns/import"]
    assert not desk.get(OVERVIEW).all("main a.button")


def test_a_long_list_can_be_searched(app, desk):
    a_campaign(app, title="Free the <poet>", slug="poet")
    assert not desk.get(OVERVIEW).all("#search")
    for number in range(20):
        a_campaign(app, "draft", slug=f"case-{number}")
    page = desk.get("/organise/?search=%3CPOET&state=open&state=won")
    assert [row.attrs["id"] for row in page.all("tbody tr")] == ["campaign-poet"]
    assert page.value("search") == "<POET"
    assert "search=%3CPOET&state=open" in page.one("#overview").attrs["data-hx-get"]


@pytest.mark.parametrize("query", ["search=%00", "state=x", "state=", f"search={'x' * 5000}"])
def test_odd_searches_are_answered(app, desk, query):
    a_campaign(app)
    assert desk.get(f"{OVERVIEW}?{query}").status == 200


def test_it_tells_what_is_wrong_with_the_mail(app, desk, clock):
    a_mail(app, state=PARKED)
    a_mail(app, due_at=now() - timedelta(minutes=17))
    a_mail(app, state=SENT, due_at=now() - timedelta(days=17))
    told = desk.get(OVERVIEW).text("#overview .notice")
    assert "nobody receives any" in told
    assert "1 mail could not be delivered" in told
    assert "waiting for 17 minutes" in told


def test_mail_on_its_way_is_no_trouble(app, desk, clock):
    a_mail(app, due_at=now() - timedelta(minutes=4))
    assert "waiting" not in desk.get(OVERVIEW).text("#overview")


@pytest.mark.parametrize("path", ["live", f"campaigns/{SLUG}/numbers/live"])
def test_asking_again_and_again_does_not_count_as_being_there(app, clock, path):
    a_campaign(app)
    desk = at_desk(app, VIEWER)
    clock.shift(timedelta(minutes=20))
    assert desk.get(OVERVIEW + path).one("[data-live]").attrs["data-hx-get"] == OVERVIEW + path
    with app.app_context():
        assert db.session.scalars(db.select(Session.seen_at)).one() < now() - timedelta(minutes=19)
