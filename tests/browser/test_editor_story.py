"""Begin a campaign, write it, publish it; nothing typed is ever lost."""

from itertools import count

import pytest
from playwright.sync_api import expect

from tests.browser.organisers import an_organiser_at
from tests.browser.test_every_page import SMALLEST, TOO_SMALL, TOUCH_PIXELS, findings

NUMBERS = count(1)
KEPT_WITHIN_MS = 15_000


@pytest.fixture
def ben(browser, site, javascript):
    email = f"ben-{next(NUMBERS)}@example.org"
    with an_organiser_at(browser, site, email, javascript=javascript) as ben:
        yield ben


@pytest.fixture
def dora(browser, site, javascript):
    email = f"dora-{next(NUMBERS)}@example.org"
    with an_organiser_at(browser, site, email, javascript=javascript) as dora:
        yield dora


def begins(ben, title="Free the baker") -> None:
    ben.opens("/organise/campaigns/new")
    ben.page.get_by_label("Title").fill(title)
    ben.page.get_by_label("Country it is about").select_option("EG")
    ben.presses("Make the draft")
    ben.sees("One button saves all sections")


def writes(ben, part: str, name: str, text: str) -> None:
    ben.page.locator(f'[name="{part}-{name}"]').fill(text)


def saves(ben, do: str = "save") -> None:
    # "All is saved" may still stand there from the last time.
    with ben.page.expect_response(lambda answer: answer.request.method == "POST"):
        ben.page.locator(f'[name="do"][value="{do}"]:visible').last.click()
    expect(ben.page.locator("#kept")).to_have_text("All is saved")


def value(ben, part: str, name: str):
    return expect(ben.page.locator(f'[name="{part}-{name}"]'))


def test_from_an_empty_page_to_a_published_case(ben):
    begins(ben)
    writes(ben, "basics", "summary", "A baker is in prison because he gave bread.")
    writes(ben, "basics", "pledge", "I ask the President to set the baker free.")
    writes(ben, "story", "story", "He gave **bread** to prisoners.")
    writes(ben, "demands", "demands-0-text", "Set him free.")
    writes(ben, "targets", "role", "President")
    writes(ben, "targets", "salutation", "Dear President")
    writes(ben, "targets", "address", "Palace\nCapital")
    ben.presses("Save and publish")  # the second click and save, on the third page
    ben.sees("It is published")
    ben.follows("See the public page")
    ben.sees("Set him free.")
    expect(ben.page.locator(".case-body .prose strong").first).to_have_text("bread")


def test_ben_orders_demands_and_targets(ben):
    begins(ben)
    for number, text in enumerate(("Let him bake.", "Set him free.")):
        writes(ben, "demands", f"demands-{number}-text", text)
        writes(ben, "story", "story", f"Half a sentence {number}")
        saves(ben, "demands:add")
        expect(ben.page.locator(f'[name="demands-demands-{number + 1}-text"]')).to_be_focused()
    value(ben, "story", "story").to_have_value("Half a sentence 1")
    saves(ben, "demands:up-1")
    value(ben, "demands", "demands-0-text").to_have_value("Set him free.")
    expect(ben.page.locator('[value="demands:down-0"]')).to_be_focused()
    saves(ben, "demands:remove-0")
    ben.presses("Put it back")
    value(ben, "demands", "demands-0-text").to_have_value("Set him free.")
    writes(ben, "targets", "role", "President")
    writes(ben, "targets", "contacts-0-value", "office at example")
    ben.presses("Add the official")
    ben.sees("This is no e-mail address")
    writes(ben, "targets", "contacts-0-value", "office@example.org")
    ben.presses("Add the official")
    part = ben.page.locator("[id^='form-target-']").get_attribute("id").removeprefix("form-")
    value(ben, part, "contacts-0-value").to_have_value("office@example.org")
    ben.page.locator(f'[value="{part}:drop"]').click()
    ben.presses("Put it back")
    expect(ben.page.locator("#section-targets summary h2")).to_have_text("President")
    ben.looks()


def test_two_editors_notice_each_other(ben, dora):
    begins(ben)
    dora.opens(ben.page.url)
    writes(dora, "story", "story", "By Dora.")
    saves(dora)
    writes(ben, "story", "story", "By Ben.")
    writes(ben, "basics", "summary", "A baker.")
    ben.page.locator('.savebar [value="save"]').click()
    ben.sees("Somebody else has changed this section")
    ben.sees("The rest is saved.")
    value(ben, "story", "story").to_have_value("By Ben.")
    expect(ben.page.locator("#section-story .facts")).to_contain_text("By Dora.")
    ben.looks()
    assert findings(ben.page) == [] if ben.javascript else True
    saves(ben)
    value(ben, "story", "story").to_have_value("By Ben.")


def test_what_is_typed_is_kept_by_itself_and_shown_beside(browser, site):
    with an_organiser_at(browser, site, "eve@example.org") as eve:
        eve.page.on("dialog", lambda dialog: dialog.accept())
        eve.page.set_viewport_size({"width": 1400, "height": 900})
        begins(eve)
        writes(eve, "story", "story", "Half a **sent**")
        look = eve.page.frame_locator(".look")
        expect(look.locator(".case-body .prose strong").first).to_have_text("sent")
        expect(eve.page.locator("#kept")).to_contain_text("Kept for you", timeout=KEPT_WITHIN_MS)
        address = eve.page.url
        eve.page.goto(address)  # which warns, and goes all the same
        eve.sees("What you typed here and did not save is back")
        value(eve, "story", "story").to_have_value("Half a **sent**")
        writes(eve, "basics", "goal", "many")
        eve.page.locator('.savebar [value="save"]').click()
        eve.sees("Write a whole number")
        writes(eve, "basics", "goal", "500")
        saves(eve)
        expect(eve.page.locator('.savebar [value="save"]')).to_be_focused()
        eve.page.goto(address)
        eve.sees("One button saves all sections")


def test_text_stays_where_nothing_answers_or_the_session_is_over(browser, site):
    with an_organiser_at(browser, site, "hal@example.org") as hal:
        begins(hal)
        address = hal.page.url
        hal.page.route(address, lambda route: route.fulfill(status=503, body="busy"))
        writes(hal, "story", "story", "An hour of work.")
        hal.page.locator('.savebar [value="save"]').click()
        expect(hal.page.locator("#editor [data-trouble]")).to_be_visible()
        value(hal, "story", "story").to_have_value("An hour of work.")
        hal.page.unroute(address)
        cookies = hal.page.context.cookies()
        hal.page.context.clear_cookies()
        hal.page.locator('.savebar [value="save"]').click()
        expect(hal.page.locator("#editor [data-logged-out]")).to_be_visible()
        expect(hal.page.locator("#editor [data-trouble]")).to_be_hidden()
        assert findings(hal.page) == []
        value(hal, "story", "story").to_have_value("An hour of work.")
        hal.page.context.add_cookies(cookies)
        saves(hal)


def test_the_editor_is_sound_on_a_phone(browser, site):
    with an_organiser_at(browser, site, "gus@example.org") as gus:
        begins(gus)
        writes(gus, "targets", "name", "Ann")
        saves(gus, "demands:add")
        assert findings(gus.page) == []
        assert gus.page.evaluate(TOO_SMALL, TOUCH_PIXELS) == []
        gus.page.set_viewport_size({"width": SMALLEST, "height": 600})
        assert gus.page.evaluate("document.documentElement.scrollWidth") <= SMALLEST
