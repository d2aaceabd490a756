"""Write letters in another language, read them beside the form, remove them and put them back."""

import pytest
from playwright.sync_api import expect

from tests.browser.organisers import an_organiser_at

LETTERS = "/organise/campaigns/ua-115-16/letters"
OPENING = "Ik schrijf u over twee mannen."


@pytest.fixture
def ben(browser, site, javascript):
    email = f"ben-{javascript}@letters.example"
    with an_organiser_at(browser, site, email, javascript=javascript) as ben:
        yield ben


def test_ben_writes_letters_in_dutch(ben):
    ben.opens(LETTERS)
    ben.page.get_by_label("Language", exact=True).fill("nl")
    ben.presses("Write letters in it")
    ben.sees("Nothing is stored in this language yet")
    for number, demand in enumerate(ben.page.locator('[name$="-text"][id*="demands"]').all()):
        demand.fill(f"Eis {number}.")
    ben.page.get_by_label("Opening (optional)").fill(OPENING)
    if not ben.javascript:
        ben.presses("Show the letters")
    for letter in ben.page.locator("#letters .mail-text").all():
        expect(letter).to_contain_text(OPENING)
    with ben.page.expect_download() as download:
        ben.page.get_by_role("button", name="As a PDF").first.click()
    assert download.value.suggested_filename.endswith("-nl.pdf")
    expect(ben.page.get_by_label("Opening (optional)")).to_have_value(OPENING)
    ben.page.locator('#form-letter [value="save"]').click()
    ben.sees("Saved.")
    removes(ben)
    ben.presses("Put it back")
    expect(ben.page.get_by_label("Opening (optional)")).to_have_value(OPENING)
    removes(ben)  # for who comes next


def removes(ben):
    ben.follows("All languages of letters")
    ben.page.locator('[href$="/letters/nl/remove"]').click()
    ben.presses("Remove these letters")
    ben.sees("Removed: the words for letters in Nederlands")
