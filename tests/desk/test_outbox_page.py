"""The outbox page: what waits, what failed, and what an organiser can do about it."""

import pytest
from sqlalchemy import update

from petitions.db import transaction
from petitions.mail.models import Mail
from tests.conftest import both_databases, make_settings
from tests.factories import stored
from tests.mail.outbox import queue, rows, work
from tests.organisers import at_desk

MAIL = "/organise/mail"


@pytest.fixture
def settings(tmp_path, database):
    """Mail goes to a server that is away."""
    return make_settings(tmp_path, database, mail_url="smtp://127.0.0.1:9?starttls=0")


@pytest.fixture
def desk(app):
    return at_desk(app, "editor")


def put(app, number, **values):
    """Change a mail as the worker does."""
    with app.app_context(), transaction() as session:
        session.execute(update(Mail).where(Mail.id == number).values(values))


def state(app, number=1):
    return next(row for row in rows(app) if row.id == number).state


def listed(page):
    return [cell.to_text().strip() for cell in page.all("tbody td:first-child")]


@both_databases
def test_it_lists_mails_without_addresses(app, desk):
    queue(app, 3)
    put(app, 2, state="parked", tries=1, last_error="SMTPRecipientsRefused 550")
    page = desk.get(MAIL)
    assert listed(page) == ["3", "2", "1"]
    assert "refused the receiver's address. (550)" in page.text("table")
    assert "@example.org" not in page.text("table")
    assert listed(desk.get(f"{MAIL}?state=parked")) == ["2"]
    assert listed(desk.get(f"{MAIL}?state=failed")) == []
    assert listed(desk.get(f"{MAIL}?kind=confirm&before=2")) == ["1"]


def test_long_lists_have_pages(app, desk):
    queue(app, 51)
    first = desk.get(MAIL)
    assert len(listed(first)) == 50
    (older,) = [link.attrs["href"] for link in first.all(".pages a")]
    assert listed(desk.get(older)) == ["1"]


@both_databases
def test_a_parked_mail_is_tried_again(app, desk, clock):
    queue(app)
    put(app, 1, state="parked", tries=8, last_error="SMTPDataError 554")
    assert desk.post(f"{MAIL}/1/retry").status == 303
    (row,) = rows(app)
    assert (row.state, row.tries, row.last_error) == ("waiting", 0, None)
    assert stored(app)["audit_entry"][-1][3:5] == ("let be tried again", "mail 1")


@both_databases
def test_given_up_it_is_not_sent_and_can_be_taken_back(app, desk):
    queue(app)
    assert desk.post(f"{MAIL}/1/give-up").status == 303
    assert (state(app), work(app)) == ("dropped", 0)
    desk.post(f"{MAIL}/1/retry")
    assert state(app) == "waiting"


def test_what_moved_on_meanwhile_is_left_alone(app, desk):
    queue(app)
    put(app, 1, state="sent")
    entries = len(stored(app)["audit_entry"])
    for verb in ("retry", "give-up"):
        page = desk.post(f"{MAIL}/1/{verb}", {"state": "sent"})
        assert page.headers["Location"] == f"{MAIL}?state=sent&done=late"
    assert (state(app), len(stored(app)["audit_entry"])) == ("sent", entries)


def test_what_nobody_wanted_any_more_is_not_offered_again(app, desk):
    queue(app)
    put(app, 1, state="dropped")
    assert not desk.get(MAIL).all('form[action$="/retry"]')
    desk.post(f"{MAIL}/1/retry")
    assert state(app) == "dropped"


def test_all_parked_ones_are_tried_again(app, desk):
    queue(app, 3)
    for number in (1, 2):
        put(app, number, state="parked")
    assert "Try all 2 failed ones again" in desk.get(MAIL).text()
    desk.post(f"{MAIL}/retry-parked")
    assert {row.state for row in rows(app)} == {"waiting"}


def test_mail_that_waits_too_long_is_pointed_out(app, desk, clock):
    queue(app)
    assert "has been waiting" not in desk.get(MAIL).text()
    clock.shift(3600)
    assert "A mail has been waiting for 1 hour" in desk.get(MAIL).text()


@pytest.mark.parametrize("nonsense", ["state=x", "kind=%00", "before=-1", "before=" + "9" * 400])
def test_nonsense_in_the_address_is_left_out(app, desk, nonsense):
    queue(app)
    assert listed(desk.get(f"{MAIL}?{nonsense}")) == ["1"]


def test_numbers_beyond_the_database_are_not_found(app, desk):
    assert desk.post(f"{MAIL}/{2**63}/retry").status == 404
    assert desk.post(f"{MAIL}/{2**63 - 1}/retry").status == 303


def test_viewers_may_not(app):
    desk = at_desk(app, "viewer")
    assert desk.get(MAIL).status == 403
    assert desk.post(f"{MAIL}/1/give-up").status == 403


def test_without_files_it_does_not_warn_and_has_no_files(app):
    desk = at_desk(app)
    assert "goes to files" not in desk.get(MAIL).text()
    assert desk.get(f"{MAIL}/files").status == 404
    assert desk.get(f"{MAIL}/files/x.eml").status == 404
