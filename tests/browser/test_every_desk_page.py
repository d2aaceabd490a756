"""Every page for organisers: accessible, within the screen, easy to hit, in light and dark."""

import pytest

from tests.browser.everything_desk import IMPORT, PASTED, fill_desk
from tests.browser.people import someone
from tests.browser.test_every_page import (
    SIZES,
    SMALLEST,
    TOO_SMALL,
    TOUCH_PIXELS,
    findings,
    opens_all,
    screenshot,
)


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=["phone", "desk"])
def test_axe_finds_nothing(ben, pages, scheme, size):
    ben.page.emulate_media(color_scheme=scheme)
    ben.page.set_viewport_size({"width": size[0], "height": size[1]})
    found = {}
    for name in walk(ben, pages):
        screenshot(ben.page, f"desk-{name}-{size[0]}-{scheme}")
        found[name] = findings(ben.page)
    assert {name: each for name, each in found.items() if each} == {}


def test_no_page_is_wider_than_the_smallest_phone(ben, pages):
    ben.page.set_viewport_size({"width": SMALLEST, "height": 600})
    for name in walk(ben, pages):
        assert ben.page.evaluate("document.documentElement.scrollWidth") <= SMALLEST, name


def test_a_thumb_can_hit_everything(ben, pages):
    for name in walk(ben, pages):
        assert ben.page.evaluate(TOO_SMALL, TOUCH_PIXELS) == [], name
