"""One-time links: the first admin's, invitations, and what they replace."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from petitions.accounts.models import ADMIN, EDITOR, VIEWER
from petitions.accounts.operations import invite
from petitions.ops import server
from tests.conftest import both_databases
from tests.factories import BEN, stored
from tests.organisers import PASSPHRASE, Desk, an_organiser, at_desk

NEW = {"email": BEN, "password": PASSPHRASE, "again": PASSPHRASE}


@pytest.fixture
def first_link(app, capsys):
    with app.app_context():
        server.prepare()
    found = re.search(r"http://127.0.0.1:8000(/organise/join/\S+)", capsys.readouterr().out)
    assert found
    return found[1]


@both_databases
def test_the_first_start_invites_the_first_admin(first_link, app):
    desk = Desk(app)
    assert "admin" in desk.get(first_link).text()
    page = desk.post(first_link, NEW)
    assert page.headers["Location"] == "/organise/account?joined=y"
    assert desk.get("/organise/organisers").status == 200


def test_the_link_works_once(first_link, app):
    Desk(app).post(first_link, NEW)
    again = NEW | {"email": "cleo@example.org"}
    assert Desk(app).post(first_link, again).status == 404
    assert len(stored(app)["organiser"]) == 1


def test_for_a_day(clock, first_link, app):
    clock.shift(24 * 3600 + 1)
    assert "24 hours" in Desk(app).get(first_link).text()


def test_a_second_start_replaces_it_and_with_an_admin_there_is_none(app, first_link, capsys):
    with app.app_context():
        server.prepare()
    second = re.search(r"(/organise/join/\S+)", capsys.readouterr().out)[1]
    assert Desk(app).get(first_link).status == 404
    Desk(app).post(second, NEW)
    with app.app_context():
        server.prepare()
    assert "/join/" not in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        {"email": "nonsense"},
        {"password": "short", "again": "short"},
        {"password": "qwertyuiop12345", "again": "qwertyuiop12345"},
        {"again": "something else"},
        {"password": "x" * 201, "again": "x" * 201},
    ],
)
def test_what_will_not_do_is_explained_and_the_link_stays(first_link, app, change):
    desk = Desk(app)
    page = desk.post(first_link, NEW | change)
    assert page.status == 422
    assert page.all(".problem")
    assert desk.get(first_link).status == 200
    assert not stored(app)["organiser"]


def test_an_invitation_is_for_its_address_alone(app):
    with app.app_context():
        token = invite("Cleo@example.org", VIEWER, actor=BEN)
    Desk(app).post(f"/organise/join/{token}", NEW)
    assert [row[1:3] for row in stored(app)["organiser"]] == [("cleo@example.org", "viewer")]


def test_a_new_link_replaces_passphrase_factor_and_sessions(app):
    desk = at_desk(app, EDITOR)
    with app.app_context():
        token = invite(BEN, ADMIN, actor="command line")
    new = "seven green bottles falling"
    fresh = Desk(app)
    fresh.post(f"/organise/join/{token}", {"password": new, "again": new})
    assert desk.get("/organise/").status == 302
    assert "no second factor" in fresh.get("/organise/account").text()
    assert Desk(app).post("/organise/login", {"email": BEN, "password": PASSPHRASE}).status == 422


def test_the_first_admins_link_takes_over_nobodys_account(app):
    an_organiser(app, EDITOR)
    with app.app_context():
        token = invite("", ADMIN, actor="first start")
    page = Desk(app).post(f"/organise/join/{token}", NEW)
    assert page.status == 422
    assert "There is an account" in page.text()


def test_the_first_admins_link_ends_once_there_is_another_admin(first_link, app):
    with app.app_context():
        token = invite(BEN, ADMIN, actor="command line")
    assert Desk(app).post(f"/organise/join/{token}", NEW).status == 303
    assert Desk(app).get(first_link).status == 404


def test_no_link_stands_in_the_database(first_link, app):
    assert first_link.rpartition("/")[2] not in repr(stored(app))


@both_databases
def test_two_admins_who_make_each_other_viewers_leave_one_admin(app):
    for email in (BEN, "cleo@example.org"):
        an_organiser(app, ADMIN, email)
    with app.app_context():
        links = [
            f"/organise/join/{invite(email, VIEWER, actor='command line')}"
            for email in (BEN, "cleo@example.org")
        ]
    form = {"password": PASSPHRASE, "again": PASSPHRASE}
    assert Desk(app).post(links[0], form).status == 303
    page = Desk(app).post(links[1], form)
    assert page.status == 422
    assert "only admin" in page.text()
    assert [row[2] for row in stored(app)["organiser"]] == ["viewer", "admin"]
    with app.app_context():
        promote = invite(BEN, ADMIN, actor="command line")
    Desk(app).post(f"/organise/join/{promote}", form)
    assert Desk(app).post(links[1], form).status == 303


@both_databases
def test_of_many_who_use_a_link_at_once_one_comes_in(app):
    with app.app_context():
        token = invite(BEN, EDITOR, actor="command line")

    def join(number):
        return Desk(app).post(f"/organise/join/{token}", NEW).status

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(join, range(4))) == [303, 404, 404, 404]
    assert len(stored(app)["organiser_session"]) == 1


@both_databases
def test_of_many_who_use_a_code_at_once_one_comes_in(app):
    (code, *_others) = at_desk(app).codes
    desks = [Desk(app, f"192.0.2.{number}") for number in range(1, 5)]
    for desk in desks:
        assert desk.post("/organise/login", {"email": BEN, "password": PASSPHRASE}).status == 303

    def prove(desk):
        return desk.post("/organise/login/factor", {"code": code}).status

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(prove, desks)) == [303, 422, 422, 422]
