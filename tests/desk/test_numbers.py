"""How one campaign goes: everything adds up to the public counter, and nobody is named."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from petitions.accounts.models import VIEWER
from petitions.appeals.models import Failure
from petitions.campaigns.models import Contact, Target
from petitions.db import db, now, transaction
from petitions.mail.models import PARKED, Mail
from petitions.signing.queries import confirmed_by_country, confirmed_by_day
from tests.appeals.people import a_case, failed, report, token, undo
from tests.asked import reads
from tests.conftest import both_databases
from tests.desk.counting import figure, give_signatures
from tests.factories import a_campaign, stored
from tests.organisers import at_desk
from tests.signing.steps import count_of

NUMBERS = "/organise/campaigns/free-the-nurse/numbers"


@pytest.fixture
def desk(app):
    return at_desk(app, VIEWER)


def table(page, name):
    """Give the rows of a table beneath a chart, as text."""
    rows = page.all(f"#{name}-table tbody tr")
    return [[cell.to_text().strip() for cell in row.query("th, td")] for row in rows]


@both_databases
def test_tables_add_up_to_the_public_counter(app, desk, visitor):
    a_campaign(app)
    for days, country in enumerate(["GB", "FR", None, "GB"]):
        give_signatures(app, days + 1, at=now() - timedelta(days=days), country=country)
    give_signatures(app, 5, state="withdrawn")
    page = desk.get(NUMBERS)
    public = count_of(visitor, "free-the-nurse")
    assert figure(page, "signatures") == public == 10
    assert sum(int(row[1]) for row in table(page, "growth")) == int(table(page, "growth")[0][2])
    assert table(page, "growth")[0][2] == str(public)
    assert table(page, "countries") == [
        ["United Kingdom", "5"],
        ["France", "2"],
        ["Not kept any more", "3"],
    ]


@both_databases
def test_days_are_days_in_utc(in_app):
    a_campaign(in_app)
    for hour in (0, 23):
        moment = datetime(2026, 11, 1, hour, 59, 59, 999_999, UTC)
        give_signatures(in_app, at=moment)
    with transaction() as session:
        if db.engine.dialect.name == "postgresql":
            session.execute(db.text("SET TIME ZONE 'Asia/Tokyo'"))
        assert confirmed_by_day(1) == {date(2026, 11, 1): 2}


@both_databases
def test_another_campaign_is_left_out(in_app):
    for slug in ("one", "other"):
        a_campaign(in_app, slug=slug)
        give_signatures(in_app, 2, slug=slug)
    assert confirmed_by_country(1) == [("GB", 2)]


def test_charts_are_pictures_with_words_and_no_style(app, desk):
    a_campaign(app)
    give_signatures(app, 3)
    page = desk.get(NUMBERS)  # checked by every page: nothing inline, all names resolve
    assert len(page.all('svg[role="img"][aria-labelledby]')) == 2
    assert "3 confirmed signatures since" in page.text("#growth-words")


def test_without_a_signature_it_says_so(app, desk):
    a_campaign(app, "draft")
    page = desk.get(NUMBERS)
    assert "The chart begins with the first" in page.text()
    assert not page.all("svg")


@both_databases
def test_reports_stand_by_target_and_channel(app, desk, visitor):
    a_case(app)
    report(visitor, "fax", number="3")
    report(visitor, "email", "ambassador")
    answer = report(visitor, "letter")
    undo(visitor, token(visitor, answer))
    page = desk.get(NUMBERS)
    section = page.text('[aria-labelledby="reports"]')
    assert (
        "Ann Other 3 faxes by groups Ambassador 1 e-mail Altogether 1 e-mail, 3 faxes by groups"
        in section
    )


@both_databases
def test_what_was_sent_to_a_target_that_is_gone_still_counts(app, desk, visitor):
    a_case(app)
    report(visitor, "email", "ambassador")
    with app.app_context(), transaction() as session:
        gone = session.scalars(select(Target).where(Target.slug == "ambassador")).one()
        session.execute(db.delete(Contact).where(Contact.target_id == gone.id))
        session.delete(gone)
    section = desk.get(NUMBERS).text('[aria-labelledby="reports"]')
    assert "Officials that were removed 1 e-mail Altogether 1 e-mail" in section


@both_databases
def test_failing_addresses_say_whether_they_still_stand(app, desk, visitor):
    a_case(app)
    for contact in ("minister@example.org", "office@example.org"):
        failed(visitor, contact)
    with app.app_context(), transaction() as session:
        old, new = "office@example.org", "new@example.org"
        session.execute(update(Contact).where(Contact.value == old).values(value=new))
        session.add(Failure(target_id=1, channel="pigeon", contact="<b>dovecote</b>"))
    section = desk.get(NUMBERS).text('[aria-labelledby="failing"]')
    assert "minister@example.org Ann Other 1" in section
    assert section.count("Still in use") == 1
    assert section.count("Corrected or removed") == 2
    assert "pigeon: <b>dovecote</b>" in section


@both_databases
def test_mail_that_nobody_took_is_told_for_its_own_campaign(app, desk):
    for slug in ("free-the-nurse", "other"):
        a_campaign(app, slug=slug)
    (own,), (other,) = give_signatures(app), give_signatures(app, slug="other")
    with app.app_context(), transaction() as session:
        for n, about in enumerate([{"signature": own}, {"signature": other}, {"update": 1}]):
            mail = Mail(kind="x", about=about, message_id=str(n), state=PARKED, last_error="E 550")
            mail.receiver = own if "update" in about else None
            session.add(mail)
        session.add(Mail(kind="x", about={"signature": own}, message_id="waits", last_error="E"))
    assert "E 550 2" in desk.get(NUMBERS).text('[aria-labelledby="undelivered"]')


def test_many_targets_take_no_more_reads_than_one(app, desk):
    a_campaign(app)
    a_case(app, slug="case")
    made = []
    for slug in ("free-the-nurse", "case"):
        give_signatures(app, 20, slug=slug)
        with reads(app) as found:
            assert desk.get(f"/organise/campaigns/{slug}/numbers").status == 200
        made.append(len(found))
    assert made[0] == made[1] <= 14


@pytest.mark.parametrize("path", ["/organise/", "/organise/live", NUMBERS, f"{NUMBERS}/live"])
def test_a_viewer_sees_nobody(app, desk, path):
    a_campaign(app)
    for state in ("confirmed", "pending", "withdrawn"):
        give_signatures(app, 3, state=state)
    html = desk.get(path).html
    assert not [word for word in ("Signer", "signer0", "secret reason") if word in html]


@pytest.mark.parametrize("path", ["/organise/", "/organise/live", NUMBERS, f"{NUMBERS}/live"])
def test_looking_changes_nothing(app, desk, path):
    a_campaign(app)
    give_signatures(app, 3)
    before = stored(app)
    assert desk.get(path).status == 200
    assert stored(app) == before


@pytest.mark.parametrize("slug", ["nowhere", "%00", "x" * 300])
def test_an_unknown_campaign_is_not_found(desk, slug):
    assert desk.get(f"/organise/campaigns/{slug}/numbers").status == 404
