"""An admin switches while people sign, and open pages ask as often as they are told."""

import time
import urllib.request

import pytest
from playwright.sync_api import expect

from petitions import create_app
from petitions.desk.operations import set_flag, set_poll_seconds
from tests.browser.organisers import an_organiser_at
from tests.browser.people import SAMPLE, leave_screenshot, someone
from tests.browser.test_every_page import findings
from tests.browser.test_live_counter import note, polls_within, pretend
from tests.conftest import make_settings
from tests.factories import BEN
from tests.site import Site

APPEAL = f"{SAMPLE}/appeals/prosecutor-general/letter"
PATIENCE_SECONDS = 30
RESTS = {
    "signing": (f"{SAMPLE}/sign", "Signing rests for a while"),
    "reports": (APPEAL, "Reports rest for a while"),
    "names": (f"{SAMPLE}/supporters", "not shown just now"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site of one web process, so that it knows of a change or does not."""
    site = Site(tmp_path_factory.mktemp("site"), PETITIONS_WORKERS="1")
    with site.running():
        yield site


@pytest.fixture
def app(site):
    """Another process on the same database, where all is on again in the end."""
    app = create_app(make_settings(site.folder, f"sqlite:///{site.folder / 'petitions.sqlite'}"))
    yield app
    for part in RESTS:
        switched(app, site, part, on=True)


def switched(app, site, part, *, on):
    """Switch in this process, and wait until the one that serves has heard of it."""
    with app.app_context():
        set_flag(part, on=on, actor=BEN)
    wait_until(site, part, on=on)


def wait_until(site, part, *, on):
    path, words = RESTS[part]
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with urllib.request.urlopen(site.url + path) as answer:
            if (words in answer.read().decode()) != on:
                return
        time.sleep(0.1)
    raise AssertionError(f"{part} did not change")


def every(reader, seconds):
    """Wait until the open page has been told to ask that often."""
    counter = reader.page.locator("#counter")
    expect(counter).to_have_attribute("data-hx-trigger", f"every {seconds}s", timeout=30_000)


def test_who_was_typing_keeps_it_and_signs_later(app, site, ada, javascript):
    ada.opens(SAMPLE)
    ada.fills_in()
    ada.page.get_by_label("Why you sign").fill("She nursed my mother.")
    switched(app, site, "signing", on=False)
    ada.presses("Sign")
    ada.sees("Your signature is not stored.")
    if javascript:
        expect(ada.page.locator("#sign .notice[data-focus]")).to_be_focused()
    expect(ada.page.get_by_label("Why you sign")).to_have_value("She nursed my mother.")
    expect(ada.page.get_by_label("I agree")).to_be_checked()
    expect(ada.page.locator("[data-trouble]")).to_be_hidden()
    switched(app, site, "signing", on=True)
    ada.presses("Sign")
    ada.sees("We are sending you an e-mail.")


def test_who_reports_is_told_that_it_was_not_counted(app, site, ada, javascript):
    ada.opens(APPEAL)
    switched(app, site, "reports", on=False)
    ada.page.locator("#reporting .button").click()
    ada.sees("This was not counted.")
    if javascript:
        expect(ada.page.locator("#report-title")).to_be_focused()


def test_an_admin_switches_signing_off_and_on(browser, app, site, javascript):
    email = f"ben-{javascript}@example.org"
    with an_organiser_at(browser, site, email, javascript=javascript) as ben:
        ben.opens("/organise/")
        ben.follows("Settings")
        ben.follows("Emergency stop")
        ben.presses("Stop signing")
        expect(ben.page.locator(".notice-good")).to_contain_text("Signing is stopped")
        wait_until(site, "signing", on=False)
        ben.opens("/organise/")
        ben.sees("Signing is stopped: nobody can sign now.")
        ben.follows("Go to “Emergency stop”")
        ben.presses("Allow signing again")
        expect(ben.page.locator(".notice-good")).to_contain_text("Signing is allowed.")
        wait_until(site, "signing", on=True)
        ben.opens("/organise/")
        expect(ben.page.locator(".above")).to_have_count(0)


def test_an_open_page_asks_as_often_as_the_last_answer_said(browser, app, site):
    with someone(browser, site) as reader:
        reader.polls = []
        reader.page.on("request", lambda request: note(reader, request))
        reader.opens(SAMPLE)
        every(reader, 1)
        with app.app_context():
            set_poll_seconds(300, actor=BEN)
        every(reader, 300)
        # One may have been waiting its turn. By the old interval there would be four.
        assert polls_within(reader, 4) <= 1
        with app.app_context():
            set_poll_seconds(None, actor=BEN)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while "every 1s" not in reader.page.content() and time.monotonic() < deadline:
            pretend(reader, hidden=False)  # which makes it ask at once
            reader.page.wait_for_timeout(500)
        for _ in range(3):
            with reader.page.expect_request("**/counter", timeout=30_000):
                pass


def test_pages_are_accessible_while_everything_rests(browser, app, site):
    for part in RESTS:
        switched(app, site, part, on=False)
    pages = {"case": SAMPLE, "switches": "/organise/switches"}
    pages |= {part: path for part, (path, _) in RESTS.items()}
    with an_organiser_at(browser, site, "ben@example.org") as ben:
        for name, path in pages.items():
            ben.page.goto(site.url + path)
            leave_screenshot(ben.page, f"rests-{name}")
            assert findings(ben.page) == [], name


def test_a_form_that_came_too_late_looks_like_every_form(browser, app, site):
    with someone(browser, site) as ada:
        ada.opens(SAMPLE)
        ada.fills_in()
        switched(app, site, "signing", on=False)
        ada.presses("Sign")
        ada.sees("Your signature is not stored.")
        leave_screenshot(ada.page, "rests-late")
        assert findings(ada.page) == []
