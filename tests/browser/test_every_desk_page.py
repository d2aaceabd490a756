"""Every page for organisers: accessible, within the screen, easy to hit, in light and dark."""

import pytest

from tests.browser.everything_desk import IMPORT, PASTED, fill_desk
from tests.browser.people import someone
from tests.browser.test_every_page import HALVES, opens_all, problems


@pytest.fixture(scope="module")
def pages(site):
    return fill_desk(site)


@pytest.fixture
def ben(browser, site):
    with someone(browser, site, organiser=True) as ben:
        yield ben


def walk(ben, pages, half):
    """Open half of the pages, each as the one it is for, and of those of a pasted text."""
    ben.page.on("dialog", lambda dialog: dialog.accept())  # what was pasted is not saved
    for name in list(pages)[half::2]:
        ben.page.context.add_cookies([pages[name].cookie])
        assert opens_all(ben, pages[name].path) == pages[name].status, name
        yield name
    ben.page.context.add_cookies([pages["campaigns"].cookie])
    for name in list(PASTED)[half::2]:
        ben.page.goto(ben.site.url + IMPORT)
        ben.page.locator("#text").fill(PASTED[name])
        ben.presses("Read it")
        ben.page.wait_for_load_state()
        yield name


@HALVES
def test_every_page_is_there_accessible_and_fits_the_screen(ben, pages, half):
    for name in walk(ben, pages, half):
        assert problems(ben.page, f"desk-{name}") == [], name
