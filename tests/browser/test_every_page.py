"""Every page in every state: accessible, within the screen, easy to hit, in light and dark."""

from io import BytesIO

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page
from pypdf import PdfReader

from tests.browser.people import leave_screenshot

SIZES = PHONE, DESK = (360, 740), (1280, 900)
SMALLEST = 320
HALVES = pytest.mark.parametrize("half", [0, 1])  # so that two processes share the pages
# What axe says of each element that is right takes most of its time.
EVERYTHING = {"resultTypes": ["violations", "incomplete"]}
# What another width or other colours can break.
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
SCHEMES = ("light", "dark")
TOUCH_PIXELS = 44


@HALVES
def test_every_page_is_accessible_and_fits_the_screen(reader, pages, half):
    for name in list(pages)[half::2]:
        opens_all(reader, pages[name])
        assert problems(reader.page, name) == [], name


def test_axe_finds_nothing_in_a_form_with_mistakes(reader, pages):
    reader.page.goto(reader.site.url + pages["sample"])
    reader.presses("Sign")
    reader.sees("things need correcting")
    leave_screenshot(reader.page, "mistakes-360-light")
    assert findings(reader.page) == []


def test_the_case_can_be_printed(reader, pages):
    reader.page.emulate_media(media="print")
    reader.page.goto(reader.site.url + pages["sample"])
    leave_screenshot(reader.page, "sample-print")
    assert not reader.page.locator("#sign").is_visible()
    assert reader.page.get_by_text("14 Orynbor Street").is_visible()


def test_an_appeal_is_printed_without_what_is_filled_in_on_a_screen(reader, pages):
    reader.page.emulate_media(media="print")
    reader.page.goto(reader.site.url + pages["full-letter"])
    seen = ("[data-safety]", "#text", "#compose", "#report")
    visible = [reader.page.locator(part).is_visible() for part in seen]
    assert visible == [True, True, False, False]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(
    ("name", "title"), [("poster", "Free Maks Bokaev"), ("poster-long", "Free the nurse")]
)
def test_the_poster_is_one_sheet_of_paper(reader, pages, name, title, paper):
    reader.page.goto(reader.site.url + pages[name])
    printed = PdfReader(BytesIO(reader.page.pdf(format=paper)))
    assert len(printed.pages) == 1
    assert printed.pages[0].extract_text().count(title) >= 9  # and eight strips
    reader.page.emulate_media(media="print")  # what is wider would make the rest smaller
    wide, sheet = reader.page.evaluate(WIDTHS)
    assert wide <= sheet


def test_the_keyboard_reaches_everything_in_reading_order(reader, pages):
    reader.page.goto(reader.site.url + pages["sample"])
    reached = [press_tab(reader.page) for _ in range(30)]
    wanted = ["Skip to the text", "visibility", "name", "email", "country", "comment", "Sign"]
    places = [reached.index(each) for each in wanted]
    assert places == sorted(places)
    assert "leave_empty" not in reached


def test_what_has_the_focus_is_outlined(reader, pages):
    reader.page.goto(reader.site.url + pages["sample"])
    for _ in range(12):
        press_tab(reader.page)
        style = reader.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert style != "none"


def test_nothing_moves_for_those_who_asked_for_stillness(reader, pages):
    reader.page.emulate_media(reduced_motion="reduce")
    reader.page.goto(reader.site.url + pages["sample"])
    assert reader.page.evaluate(MOVING) == []


def opens_all(reader, path: str) -> int:
    """Open a page and all that can be unfolded on it; return its status."""
    answer = reader.page.goto(reader.site.url + path)
    assert answer.url == reader.site.url + path
    reader.page.evaluate(
        "for (const more of document.querySelectorAll('details')) more.open = true"
    )
    return answer.status


def problems(page: Page, name: str) -> list[str]:
    """Look at an open page in each size, in light and dark; return what is wrong with it."""
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            leave_screenshot(page, f"{name}-{width}-{scheme}")
            # Of one page the phone by day, of the next by night; of every second one the desk, too.
            if (scheme == "dark") == ((width, height) == SIZES[len(name) % 2]):
                if (width, height) == PHONE:
                    found += findings(page, EVERYTHING)
                elif len(name) % 4 < 2:  # half of them by day, and half by night
                    found += findings(page, EVERYTHING | {"runOnly": LOOKS})
        if (width, height) == PHONE:
            found += page.evaluate(TOO_SMALL, TOUCH_PIXELS)
            page.set_viewport_size({"width": SMALLEST, "height": 600})
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > SMALLEST:
                found.append(f"{wide} pixels wide")
    return found


def findings(page: Page, options: dict[str, object] = EVERYTHING) -> list[str]:
    """Return what axe says is wrong, or cannot judge."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # A frame that shows another page of ours is looked at where that page is.
    options = options | {"iframes": False}
    results = page.evaluate("(options) => axe.run(options)", options)
    found = results["violations"] + results["incomplete"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]


def press_tab(page: Page) -> str:
    """Go on by one, and give the name of the control or the words of the link."""
    page.keyboard.press("Tab")
    return page.evaluate(FOCUSED)


# Links within a sentence and what nobody can see are exempt (WCAG 2.2, 2.5.8). A tick box
# counts with the label around it.
TOO_SMALL = """(least) => [...document.querySelectorAll(
    'a, button, input:not([type=hidden]), select, textarea, summary')]
  .map((control) => control.closest('label') ?? control)
  .filter((control) => !control.closest('.trap, .skip, [hidden]'))
  .filter((control) => !(control.matches('p a, li a, .prose a')
    && getComputedStyle(control).display === 'inline'))
  .filter((control) => control.getBoundingClientRect().height < least)
  .map((control) => control.outerHTML.slice(0, 120))"""
WIDTHS = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
MOVING = """() => [...document.querySelectorAll('*')]
  .filter((element) => getComputedStyle(element).transitionDuration !== '0s')
  .map((element) => element.outerHTML.slice(0, 120))"""
FOCUSED = "(document.activeElement.name || document.activeElement.textContent).trim()"
