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
def desk(site):
    return fill_desk(site)


@pytest.fixture
def pages(desk):
    return desk[1]


@pytest.fixture
def ben(browser, site, desk):
    with someone(browser, site, cookies=[desk[0]]) as ben:
        yield ben


def walk(ben, pages):
    """Open every page, and those that come of a text that is pasted; give the name of each."""
    ben.page.on("dialog", lambda dialog: dialog.accept())  # what was pasted is not saved
    for name, path in pages.items():
        opens_all(ben, path)
        yield name
    for name, text in PASTED.items():
        ben.page.goto(ben.site.url + IMPORT)
        ben.page.locator("#text").fill(text)
        ben.presses("Read it")
        ben.page.wait_for_load_state()
        yield name


def test_every_page_is_there(ben, pages):
    missing = {"join-unknown"}
    for name, path in pages.items():
        answer = ben.page.goto(ben.site.url + path)
        assert answer.status == (404 if name in missing else 200), name


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
