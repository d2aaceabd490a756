"""The page of the switches: for admins alone, and nobody forgets what is off."""

import pytest

from petitions.accounts.models import ADMIN, EDITOR, VIEWER
from petitions.desk.operations import set_flag, set_poll_seconds
from petitions.web.flags import PARTS, flags
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign, stored
from tests.organisers import at_desk

SWITCHES = "/organise/switches"
BAD = ["0", "-1", "abc", "1e9", "301", "1.5", "9" * 5000, "1\x00x", "<b>1</b>", "²"]


@pytest.fixture
def admin(app):
    return at_desk(app)


def now(app):
    with app.app_context():
        return flags()


def press(desk, part, to):
    return desk.post(f"{SWITCHES}/{part}", {"to": to})


@pytest.mark.parametrize("part", PARTS)
def test_a_button_switches_off_and_on(app, admin, part):
    for to, off in (("off", [part]), ("off", [part]), ("on", [])):
        answer = press(admin, part, to)
        assert (answer.status, now(app).off) == (303, off)
        page = admin.get(answer.headers["Location"])
        assert len(page.all(".notice-good[data-focus]")) == 1
        button = page.one(f'form[action$="/{part}"] input[name="to"]')
        assert button.attrs["value"] == ("on" if off else "off")


@both_databases
def test_another_position_is_refused(app, admin):
    before = stored(app)
    for to in ("", "maybe", "ON", "\x00", "x" * 5000):
        assert press(admin, "signing", to).status == 422, to
    assert admin.post(f"{SWITCHES}/signing").status == 422
    assert admin.post(f"{SWITCHES}/everything", {"to": "off"}).status == 404
    assert stored(app) == before


@pytest.mark.parametrize(("typed", "seconds"), [("1", 1), (" 60 ", 60), ("300", 300), ("", 10)])
def test_an_interval_can_be_set(app, admin, typed, seconds):
    answer = admin.post(f"{SWITCHES}/poll", {"poll_seconds": typed})
    assert (answer.status, now(app).poll_seconds) == (303, seconds)
    page = admin.get(answer.headers["Location"])
    assert page.value("poll_seconds") == typed.strip()
    assert len(page.all(".notice-good[data-focus]")) == 1


@both_databases
def test_another_interval_is_refused_and_stays_in_the_form(app, admin):
    before = stored(app)
    for typed in BAD:
        page = admin.post(f"{SWITCHES}/poll", {"poll_seconds": typed})
        assert page.status == 422, typed
        assert "Write a number from 1 to 300" in page.text("#poll_seconds-problem")
        assert page.value("poll_seconds") == typed.replace("\x00", "")
    assert stored(app) == before


def test_it_says_who_changed_it_last_and_the_log_says_the_rest(app, admin, clock):
    assert "Last changed" not in admin.get(SWITCHES).text()
    press(admin, "reports", "off")
    page = admin.get(SWITCHES)
    assert f"Last changed by {BEN} on 22 November 2026, 12:00 UTC." in page.text()
    log = admin.get(page.one('a[href*="what=switched"]').attrs["href"])
    assert f"{BEN} changed the emergency stop: reports . “allowed” → “stopped”" in log.text()


def test_it_shows_how_it_stands_now_whatever_this_process_has_kept(
    app, admin, another_app, settings
):
    admin.get(SWITCHES)
    with another_app(settings).app_context():
        set_flag("names", on=False, actor=BEN)
        set_poll_seconds(60, actor=BEN)
    page = admin.get(SWITCHES)
    assert "every 60 seconds" in page.text()
    assert page.one('form[action$="/names"] [name="to"]').attrs["value"] == "on"


@pytest.mark.parametrize("role", [VIEWER, EDITOR, ADMIN])
def test_every_organiser_is_told_what_is_off(app, role):
    slug = a_campaign(app)
    desk = at_desk(app, role)
    paths = ["/organise/", f"/organise/campaigns/{slug}/numbers", "/organise/account"]
    assert not any(desk.get(path).all(".above") for path in paths)
    with app.app_context():
        set_flag("signing", on=False, actor=BEN)
        set_flag("names", on=False, actor=BEN)
    for path in paths:
        page = desk.get(path)
        assert "Signing is stopped" in page.text(".above")
        assert "lists of names are hidden" in page.text(".above")
        assert "Reports" not in page.text(".above")
        assert bool(page.all(f'.above a[href="{SWITCHES}"]')) == (role == ADMIN)


def test_visitors_see_nothing_of_that(app, visitor):
    with app.app_context():
        set_flag("reports", on=False, actor=BEN)
    for path in ("/", "/organise/login"):
        assert not visitor.get(path).all(".above")


@pytest.mark.parametrize(("role", "status"), [(VIEWER, 403), (EDITOR, 403), (ADMIN, 200)])
def test_admins_alone_may_switch(app, role, status):
    desk = at_desk(app, role)
    assert desk.get(SWITCHES).status == status
    assert bool(desk.get("/organise/about").all(f'nav a[href="{SWITCHES}"]')) == (status == 200)
    if status == 403:
        assert press(desk, "signing", "off").status == 403
        assert desk.post(f"{SWITCHES}/poll", {"poll_seconds": "60"}).status == 403
        assert now(app).off == []
