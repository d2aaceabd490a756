"""Every page for organisers: accessible, within the screen, easy to hit, in light and dark."""

import pytest

from tests.browser.everything_desk import IMPORT, PASTED, fill_desk
from tests.browser.people import someone
from tests.browser.test_every_page import SIZES, opens_all, problems


@pytest.fixture(scope="module")
def pages(site):
    return fill_desk(site)


@pytest.fixture
def ben(browser, site):
    with someone(browser, site, organiser=True) as ben:
        yield ben


def walk(ben, pages):
    """Open every page as the one it is for, and those of a pasted text; give the name of each."""
    ben.page.on("dialog", lambda dialog: dialog.accept())  # what was pasted is not saved
    for name, visit in pages.items():
        ben.page.context.add_cookies([visit.cookie])
        opens_all(ben, visit.path)
        yield name
    ben.page.context.add_cookies([pages["campaigns"].cookie])
    for name, text in PASTED.items():
        ben.page.goto(ben.site.url + IMPORT)
        ben.page.locator("#text").fill(text)
        ben.presses("Read it")
        ben.page.wait_for_load_state()
        yield name


def test_every_page_is_there(ben, pages):
    for name, visit in pages.items():
        ben.page.context.add_cookies([visit.cookie])
        answer = ben.page.goto(ben.site.url + visit.path)
        assert (answer.status, answer.url) == (visit.status, ben.site.url + visit.path), name


@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_every_page_is_accessible_and_fits_the_screen(ben, pages, size):
    for name in walk(ben, pages):
        assert problems(ben.page, f"desk-{name}", size) == [], name
