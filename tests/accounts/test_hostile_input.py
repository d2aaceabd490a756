"""What no browser sends, and what somebody prepares before they lose their role."""

import re

import pytest

from petitions.accounts.models import ADMIN, VIEWER
from tests.accounts.test_members import PAGE
from tests.accounts.test_second_factor import at_the_door
from tests.conftest import both_databases
from tests.factories import BEN, stored
from tests.organisers import PASSPHRASE, Desk, at_desk

CLEO = "cleo@example.org"
JOIN = {"password": PASSPHRASE, "again": PASSPHRASE}


@pytest.mark.parametrize("code", ["١٢٣٤٥٦", "é", "１２３４５６", "\0", "x" * 5000])
def test_a_code_of_other_letters_is_wrong_and_nothing_worse(app, code):
    desk = at_desk(app)
    assert at_the_door(app).post("/organise/login/factor", {"code": code}).status == 422
    form = {"secret": "A" * 32, "code": code}
    assert desk.post("/organise/account/app", form).status == 422


@pytest.mark.parametrize(
    "credential", ["[" * 5000, '{"id":' * 5000, '"x"', "{}", '{"id":{}}', '{"id":"\\ud800"}']
)
def test_an_answer_that_no_passkey_gives_is_wrong(app, credential):
    desk = at_desk(app)
    door = at_the_door(app)
    assert door.post("/organise/login/factor", {"credential": credential}).status == 422
    form = {"credential": credential, "name": "x"}
    assert desk.post("/organise/account/passkeys", form).status == 422


@pytest.mark.parametrize("address", ["http://[", "//[", "/organise/..//evil.example", "\x7f"])
def test_an_address_that_is_none_leads_to_the_first_page(app, address):
    desk = at_desk(app)
    page = desk.get("/organise/login/factor", query_string={"next": address})
    assert page.headers["Location"] == "/organise/"
    page = Desk(app).ask("POST", "/organise/logout", headers={"Referer": address})
    assert page.headers["Location"] == "/organise/login?next=/organise/"


def link_made_by(desk, email, role=ADMIN):
    page = desk.post(PAGE, {"email": email, "role": role})
    return re.search(r"/organise/join/[\w-]+", page.html)[0]


@pytest.mark.parametrize("loses", [("role", {"role": VIEWER}), ("remove", {})])
@pytest.mark.parametrize("email", [CLEO, "mole@example.org"])
def test_links_made_before_losing_the_role_stop_working(app, loses, email):
    ben = at_desk(app)
    link = link_made_by(at_desk(app, ADMIN, CLEO), email)
    action, form = loses
    assert ben.post(f"{PAGE}/2/{action}", form).status == 303
    assert Desk(app).post(link, JOIN).status == 404


def test_the_only_admin_invites_nobody_to_less_in_their_own_place(app):
    page = at_desk(app).post(PAGE, {"email": BEN, "role": VIEWER})
    assert page.status == 422
    assert "only admin" in page.text()
    assert not stored(app)["invitation"]


@both_databases
def test_an_address_too_long_for_the_log_is_refused(app):
    email = "a" * 60 + "@" + ".".join(["b" * 60] * 3) + ".org"
    assert at_desk(app).post(PAGE, {"email": email, "role": VIEWER}).status == 422


@both_databases
def test_a_number_that_no_row_has_leads_nowhere(app):
    desk = at_desk(app)
    for number in (2**31, 2**63 - 1, 2**63, 10**30):
        for path in (f"organisers/{number}/role", f"account/passkeys/{number}/remove"):
            assert desk.post(f"/organise/{path}").status in {404, 422}, path
        for path in (f"organisers/{number}/remove", f"exports/{number}", f"exports/{number}/file"):
            assert desk.get(f"/organise/{path}").status == 404, path
