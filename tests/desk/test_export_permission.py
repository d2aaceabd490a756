"""An export needs an admin, a fresh second factor and a reason, and is noted."""

import pytest
from sqlalchemy import select

from petitions.accounts.audit import Entry
from petitions.accounts.models import Organiser
from petitions.accounts.sessions import start_session
from petitions.db import db, now, transaction
from tests.conftest import both_databases
from tests.desk.lists import CSV, JSONL, PAPER, REASON, TAB, XLSX, form, signed
from tests.factories import BEN, a_campaign
from tests.organisers import Desk, at_desk


@pytest.fixture
def desk(app):
    a_campaign(app)
    signed(app, {"email": "cleo@example.org"})
    return at_desk(app)


def exports_noted(app):
    with app.app_context():
        return list(db.session.scalars(select(Entry).where(Entry.verb == "exported")))


def test_the_page_says_what_is_in_the_list_and_offers_each_file(desk):
    for address in (TAB, CSV, PAPER):
        page = desk.get(f"{address}?search=cleo")
        assert "1 confirmed signature" in page.text()
        buttons = [
            button.attrs["formaction"] for button in page.all("form.panel button[formaction]")
        ]
        assert {f"{kind}?search=cleo" for kind in (XLSX, PAPER, CSV, JSONL)} == set(buttons)
        # Return in a field presses the first.
        assert buttons[0] == f"{XLSX if address == TAB else address}?search=cleo"


def test_nothing_to_export_is_said(desk):
    page = desk.get(f"{CSV}?search=nobody")
    assert "nothing to download" in page.text()
    assert not page.all('[name="code"]')
    assert desk.post(f"{CSV}?search=nobody", form(desk)).status == 422


def test_one_proof_is_good_for_all_files_for_five_minutes(app, desk, clock):
    given = form(desk)
    assert desk.post(CSV, {"reason": REASON}).status == 422  # having logged in is not enough
    assert desk.post(CSV, given).status == 200
    clock.shift(299)
    page = desk.get(TAB)
    assert not page.all('[name="code"]')
    assert "You have proved who you are." in page.text()
    for address in (XLSX, JSONL, PAPER):
        assert desk.post(address, given | {"code": ""}).status == 200
    clock.shift(2)
    assert desk.get(TAB).all('[name="code"]')
    assert desk.post(XLSX, given).status == 422  # each code works once
    assert len(exports_noted(app)) == 4


def test_a_proof_alone_opens_the_files_and_keeps_what_was_typed(app, desk):
    typed = {"reason": REASON, "paper": "us-letter", "target": "minister"}
    wrong = desk.post(TAB, typed | {"code": "000000"})
    assert (wrong.status, wrong.value("reason")) == (422, REASON)
    page = desk.post(TAB, typed | {"code": desk.codes[0]})
    assert (page.status, page.value("reason")) == (200, REASON)
    assert page.one("#paper-us-letter").attrs.get("checked") is not None
    assert not exports_noted(app)
    assert desk.post(PAPER, typed).status == 200


@pytest.mark.parametrize("end", ["another role", "another browser"])
def test_a_proof_ends_with_the_session_and_the_role(app, desk, clock, end):
    assert desk.post(CSV, form(desk)).status == 200
    clock.shift(1)
    if end == "another role":
        with app.app_context(), transaction() as session:
            session.scalars(select(Organiser)).one().role_changed_at = now()
    else:
        with app.app_context(), transaction() as session:
            token = start_session(session.scalars(select(Organiser.id)).one())
        desk.client.set_cookie("petitions", token, domain="127.0.0.1")
    assert desk.post(CSV, {"reason": REASON}).status == 422


@pytest.mark.parametrize("address", [CSV, PAPER])
def test_a_wrong_code_exports_nothing_and_keeps_the_reason(app, desk, address):
    page = desk.post(address, form(desk, code="000000"))
    assert (page.status, page.value("reason"), page.value("code")) == (422, REASON, "")
    assert not exports_noted(app)


@pytest.mark.parametrize("reason", ["", " \u200b ", "no", "x" * 201, "x" * 9_000])
def test_a_reason_is_needed_and_spares_the_code(app, desk, reason):
    given = form(desk)
    assert desk.post(CSV, given | {"reason": reason}).status == 422
    assert not exports_noted(app)
    assert desk.post(CSV, given).status == 200


@pytest.mark.parametrize("wrong", [{"target": "nobody"}, {"paper": "a0"}, {"target": ""}])
def test_paper_and_target_are_chosen_from_the_list(desk, wrong):
    assert desk.post(PAPER, form(desk) | wrong).status == 422


@both_databases
def test_an_export_is_noted_without_who_was_searched_for(app, desk):
    desk.post(f"{CSV}?search=cleo@example.org&country=GB", form(desk))
    (entry,) = exports_noted(app)
    assert (entry.actor, entry.subject) == (BEN, "campaign free-the-nurse")
    expected = {"kind": "csv", "number": 1, "reason": REASON, "filters": ["country", "search"]}
    assert entry.details == expected
    assert "cleo" not in str(entry.details)


def test_opening_the_page_notes_nothing(app, desk):
    desk.get(CSV)
    assert not exports_noted(app)


@pytest.mark.parametrize("role", ["viewer", "editor"])
def test_only_admins_export(app, role):
    a_campaign(app)
    desk = at_desk(app, role)
    assert desk.get(CSV).status == 403
    assert desk.post(CSV, form(desk)).status == 403


def test_an_admin_without_a_second_factor_is_asked_to_set_one_up(app):
    a_campaign(app)
    desk = at_desk(app, factor=False)
    assert desk.get(CSV).status == 403
    assert desk.get(CSV).text("h1") == "First set up a second factor"
    assert desk.post(CSV, {"reason": REASON, "code": "123456"}).status == 403


def test_a_form_of_another_page_is_refused(desk):
    assert Desk.__mro__[1].post(desk, CSV, form(desk)).status == 403


def test_an_unknown_campaign_is_not_there(desk):
    assert desk.get("/organise/campaigns/nothing/signatures.csv").status == 404
