"""An export needs an admin, a fresh second factor and a reason, and is noted."""

import pytest
from sqlalchemy import select

from petitions.accounts.audit import Entry
from petitions.db import db
from tests.conftest import both_databases
from tests.desk.lists import CSV, JSONL, PAPER, REASON, XLSX, form, signed
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


@pytest.mark.parametrize("address", [CSV, XLSX, JSONL, PAPER])
def test_the_page_says_what_is_in_the_list(desk, address):
    page = desk.get(f"{address}?search=cleo")
    assert "1 confirmed signature" in page.text()
    assert f"{CSV}?search=cleo" in [link.attrs["href"] for link in page.all("nav.tabs a")]


def test_nothing_to_export_is_said(desk):
    page = desk.get(f"{CSV}?search=nobody")
    assert "nothing to export" in page.text()
    assert not page.all('[name="code"]')
    assert desk.post(f"{CSV}?search=nobody", form(desk)).status == 422


def test_a_code_works_once(app, desk):
    given = form(desk)
    assert desk.post(CSV, given).status == 200
    assert desk.post(CSV, given).status == 422
    assert len(exports_noted(app)) == 1


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
