"""Begin a campaign, write it, order its demands, add a target; nothing typed is ever lost."""

from itertools import count

import pytest
from playwright.sync_api import expect

from tests.browser.organisers import an_organiser_at
from tests.browser.test_every_page import SMALLEST, TOO_SMALL, TOUCH_PIXELS, findings

NUMBERS = count(1)


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


def begins(ben) -> None:
    ben.opens("/organise/campaigns/new")
    ben.page.get_by_label("Title").fill("Free the baker")
    ben.page.get_by_label("Country it is about").select_option("EG")
    ben.presses("Make the draft")
    ben.sees("Each section saves on its own")


def writes(ben, part: str, name: str, text: str) -> None:
    ben.page.locator(f'[name="{part}-{name}"]').fill(text)


def saves(ben, part: str, do: str = "save") -> None:
    # "Saved." may still stand there from the last time.
    with ben.page.expect_response(lambda answer: answer.request.method == "POST"):
        ben.page.locator(f'#form-{part} [name="do"][value="{do}"]').click()
    expect(ben.page.locator(f"#section-{part} .notice-good")).to_be_visible()


def value(ben, part: str, name: str):
    return expect(ben.page.locator(f'[name="{part}-{name}"]'))


def test_ben_writes_a_campaign(ben):
    begins(ben)
    writes(ben, "story", "story", "He gave **bread** to prisoners.")
    if ben.javascript:
        expect(ben.page.locator("#story-preview strong")).to_have_text("bread")
    else:
        ben.presses("Show how it will look")
        expect(ben.page.locator("#story-preview strong")).to_have_text("bread")
    saves(ben, "story")
    for number, text in enumerate(("Let him bake.", "Set him free.")):
        writes(ben, "demands", f"demands-{number}-text", text)
        saves(ben, "demands", "add")
        expect(ben.page.locator(f'[name="demands-demands-{number + 1}-text"]')).to_be_focused()
    saves(ben, "demands", "up-1")
    value(ben, "demands", "demands-0-text").to_have_value("Set him free.")
    expect(ben.page.locator('#form-demands [value="down-0"]')).to_be_focused()
    ben.page.keyboard.press("Enter")
    value(ben, "demands", "demands-1-text").to_have_value("Set him free.")
    saves(ben, "demands", "remove-0")
    ben.presses("Put it back")
    value(ben, "demands", "demands-0-text").to_have_value("Let him bake.")
    ben.looks()


def test_ben_adds_a_target_with_two_contacts(ben):
    begins(ben)
    writes(ben, "targets", "role", "President")
    ben.presses("Add the official")
    part = ben.page.locator("form[id^='form-target-']").get_attribute("id").removeprefix("form-")
    writes(ben, part, "contacts-0-value", "office at example")
    ben.page.locator(f'#form-{part} [value="add"]').click()
    ben.sees("This is no e-mail address")
    writes(ben, part, "contacts-0-value", "office@example.org")
    saves(ben, part, "add")
    ben.page.locator(f'[name="{part}-contacts-1-kind"]').select_option("phone")
    writes(ben, part, "contacts-1-value", "+20 2 2795 1821")
    saves(ben, part)
    value(ben, part, "contacts-0-value").to_have_value("office@example.org")
    value(ben, part, "contacts-1-value").to_have_value("+20 2 2795 1821")
    ben.page.get_by_role("link", name="Remove this official").click()
    ben.presses("Remove this official")
    ben.sees("Nobody yet. Who can grant the demands?")


def test_two_editors_notice_each_other(ben, dora):
    begins(ben)
    dora.opens(ben.page.url)
    writes(dora, "story", "story", "By Dora.")
    saves(dora, "story")
    writes(ben, "story", "story", "By Ben.")
    ben.page.locator('#form-story [value="save"]').click()
    ben.sees("Somebody else has changed this section")
    value(ben, "story", "story").to_have_value("By Ben.")
    expect(ben.page.locator("#section-story .facts")).to_contain_text("By Dora.")
    ben.looks()
    assert findings(ben.page) == [] if ben.javascript else True
    saves(ben, "story")
    value(ben, "story", "story").to_have_value("By Ben.")


def test_leaving_with_unsaved_text_warns(browser, site):
    seen = []
    with an_organiser_at(browser, site, "eve@example.org") as eve:
        eve.page.on("dialog", lambda dialog: (seen.append(dialog.type), dialog.accept()))
        begins(eve)
        address = eve.page.url
        writes(eve, "story", "story", "Half a sent")
        eve.page.goto(address)
        assert seen == ["beforeunload"]
        writes(eve, "basics", "goal", "many")
        eve.page.locator('#form-basics [value="save"]').click()
        eve.sees("Write a whole number")
        eve.page.goto(address)
        assert seen == ["beforeunload"] * 2
        writes(eve, "basics", "goal", "500")
        saves(eve, "basics")
        expect(eve.page.locator('#form-basics [value="save"]')).to_be_focused()
        eve.page.goto(address)
        assert len(seen) == 2


def test_text_stays_where_the_site_does_not_answer(browser, site):
    with an_organiser_at(browser, site, "finn@example.org") as finn:
        begins(finn)
        finn.page.route("**/dates", lambda route: route.fulfill(status=503, body="busy"))
        writes(finn, "dates", "time_zone", "Asia/Almaty")
        finn.page.locator('#form-dates [value="save"]').click()
        expect(finn.page.locator("#form-dates [data-trouble]")).to_be_visible()
        value(finn, "dates", "time_zone").to_have_value("Asia/Almaty")
        finn.page.unroute("**/dates")
        saves(finn, "dates")


def test_text_stays_where_the_session_is_over(browser, site):
    with an_organiser_at(browser, site, "hal@example.org") as hal:
        begins(hal)
        writes(hal, "story", "story", "An hour of work.")
        cookies = hal.page.context.cookies()
        hal.page.context.clear_cookies()
        hal.page.locator('#form-story [value="save"]').click()
        expect(hal.page.locator("#form-story [data-logged-out]")).to_be_visible()
        expect(hal.page.locator("#form-story [data-trouble]")).to_be_hidden()
        assert findings(hal.page) == []
        value(hal, "story", "story").to_have_value("An hour of work.")
        hal.page.context.add_cookies(cookies)
        saves(hal, "story")


def test_the_editor_is_sound_on_a_phone(browser, site):
    with an_organiser_at(browser, site, "gus@example.org") as gus:
        begins(gus)
        writes(gus, "targets", "name", "Ann")
        gus.presses("Add the official")
        saves(gus, "demands", "add")
        assert findings(gus.page) == []
        assert gus.page.evaluate(TOO_SMALL, TOUCH_PIXELS) == []
        gus.page.set_viewport_size({"width": SMALLEST, "height": 600})
        assert gus.page.evaluate("document.documentElement.scrollWidth") <= SMALLEST
