"""Paste the text of a case, review it beside the form, publish it; or add it as news."""

from itertools import count

import pytest
from playwright.sync_api import expect

from tests.browser.organisers import an_organiser_at
from tests.browser.test_every_page import findings
from tests.urgent_actions.atyrau import SAID, TEXT

IMPORT = "/organise/campaigns/import"
PLEDGE = "I ask the authorities of Kazakhstan to release Maks Bokaev and Talgat Ayan."
CHANGED = "Release Maks Bokaev and Talgat Ayan today."
NUMBERS = count(1)


@pytest.fixture
def ben(browser, site, javascript):
    email = f"ben-{next(NUMBERS)}@example.org"
    with an_organiser_at(browser, site, email, javascript=javascript) as ben:
        ben.page.on("dialog", lambda dialog: dialog.accept())
        yield ben


def pastes(ben, text=TEXT):
    ben.opens(IMPORT)
    ben.page.get_by_label("Text of the Urgent Action").fill(text)
    ben.presses("Read it")


def test_ben_pastes_a_case_reviews_and_publishes_it(ben):
    pastes(ben)
    ben.sees("This campaign is already here")  # as the sample
    ben.presses("Make a campaign of its own all the same")
    ben.sees("Still open")
    ben.page.get_by_role("link", name="hides an e-mail address").click()
    expect(ben.page.locator("#found-question-0")).to_be_in_viewport()
    tells_what_lines_are(ben)
    reads_the_letters(ben)
    reviews(ben)
    ben.sees("The draft is made")
    publishes(ben)


def tells_what_lines_are(ben):
    """Press that a name is an office, and take it back; what was typed stays, and the place too."""
    name, office = (ben.page.locator(f'[name="target-0-{part}"]') for part in ("name", "role"))
    ben.page.get_by_label("What people sign").fill("I ask.")
    button = ben.page.get_by_role("button", name="Office of official 1: “Zhakip Assanov”")
    button.click()
    expect(office).to_have_value("Zhakip Assanov")
    expect(name).to_have_value("Prosecutor General")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_be_in_viewport()
    if ben.javascript:
        expect(button).to_be_focused()
    ben.presses("Take it back")
    expect(name).to_have_value("Zhakip Assanov")
    expect(ben.page.get_by_label("What people sign")).to_have_value("I ask.")
    if ben.javascript:
        expect(ben.page.get_by_role("group", name="Zhakip Assanov")).to_be_focused()


def reads_the_letters(ben):
    """Change a demand, and read it in the letters; without JavaScript a button shows them."""
    ben.page.locator('[name="demands-demands-0-text"]').fill(CHANGED)
    if not ben.javascript:
        ben.presses("Show the letters")
    for letter in ben.page.locator("#letters article").all():
        expect(letter).to_contain_text(f"1. {CHANGED}")
    ben.looks()


def reviews(ben):
    """Fill in what is open, make a mistake with a number, and correct it."""
    number = ben.page.locator('[name="target-0-contacts-0-value"]')
    ben.page.get_by_label("What people sign").fill(PLEDGE)
    ben.page.locator('[name="target-0-name"]').fill("Zhakip Assanov")
    number.fill("7172 506 402")
    ben.presses("Make the draft")
    ben.sees("Write the number in international form")
    expect(ben.page.get_by_label("What people sign")).to_have_value(PLEDGE)
    number.fill("+7 7172 506 402")
    ben.presses("Make the draft")


def publishes(ben):
    slug = ben.page.url.partition("?")[0].rpartition("/")[2]
    ben.presses("Save and publish")
    ben.sees("It is published")
    ben.opens(f"/c/{slug}")
    ben.sees(PLEDGE)
    expect(ben.page.locator("#demands li")).to_have_text([CHANGED, *SAID[1:]])


def test_marks_and_fields_lead_to_each_other(ben):
    pastes(ben, TEXT.replace("115/16", "118/16"))
    tag = ben.page.locator("#found-deadline")
    tag.click()
    field = ben.page.locator("#dates-deadline")
    expect(field).to_be_in_viewport()
    ben.page.locator('.filled[data-found="deadline"] a').click()
    expect(tag).to_be_in_viewport()
    mark = ben.page.locator('mark[data-found="deadline"]')
    field.focus()
    lit = expect(mark)
    (lit.to_have_class if ben.javascript else lit.not_to_have_class)("found found-date lit")
    mark.hover()
    wrapper = expect(ben.page.locator('.filled[data-found="deadline"]'))
    (wrapper.to_contain_class if ben.javascript else wrapper.not_to_contain_class)("lit")


def test_leaving_the_review_warns(browser, site):
    seen = []
    with an_organiser_at(browser, site, "eve@example.org") as eve:
        eve.page.on("dialog", lambda dialog: (seen.append(dialog.type), dialog.accept()))
        pastes(eve, TEXT.replace("115/16", "119/16"))
        eve.page.wait_for_load_state()  # nobody types sooner than the script is there
        eve.page.get_by_label("What people sign").fill("I ask.")
        eve.page.goto(site.url + IMPORT)
        assert seen == ["beforeunload"]


def test_ben_adds_news_of_a_case_that_is_here(ben):
    number = f"{next(NUMBERS) + 200}/16"
    pastes(ben, TEXT.replace("115/16", number))
    ben.presses("Make the draft")
    ben.sees("The draft is made")
    pastes(ben, TEXT.replace("115/16", number).replace("14 March", "30 March"))
    ben.sees("30 March 2017 instead of 14 March 2017")
    if ben.javascript:
        assert findings(ben.page) == []
    ben.page.get_by_label("30 March 2017").check()
    ben.presses("Add the news")
    ben.sees("what you ticked is taken over")
    ben.sees("five years each, for helping to prepare peaceful rallies")


def test_text_and_form_are_in_sight_together_and_on_a_phone_the_form_comes_first(browser, site):
    with an_organiser_at(browser, site, "fay@example.org") as fay:
        page = fay.page
        page.on("dialog", lambda dialog: dialog.accept())
        page.set_viewport_size({"width": 1280, "height": 800})
        pastes(fay, TEXT.replace("115/16", "120/16"))
        text, field = page.locator(".source-text"), page.get_by_label("What people sign")
        expect(field).to_be_in_viewport()
        expect(text).to_be_in_viewport(ratio=0.7)
        page.locator("#target-1-salutation").scroll_into_view_if_needed()
        expect(text).to_be_in_viewport(ratio=0.9)
        page.set_viewport_size({"width": 360, "height": 740})
        assert field.bounding_box()["y"] < text.bounding_box()["y"]
        place = page.locator('.filled[data-found="targets.1.salutation"] a')
        for link, goal in ((place, "#found-targets-1-salutation"), (None, "#target-1-salutation")):
            (link or page.locator("#found-targets-1-salutation")).click()
            expect(page.locator(goal)).to_be_in_viewport()
        page.context.clear_cookies()  # the session is over: said where she presses
        page.get_by_role("button", name="Office of official 1: “Zhakip Assanov”").click()
        expect(page.locator("#source [data-logged-out]")).to_be_visible()
        expect(page.locator('[name="target-0-name"]')).to_have_value("Zhakip Assanov")
