"""A case printed from the browser: its address, black words, nothing that wants to be pressed."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser.people import leave_screenshot

PRESSED = "main :is(button, form, input, select, textarea, .button, progress)"
PALEST = 0x40
# Colours of words that are seen, each with some of them.
COLOURS = """
(() => {
    const isWords = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim();
    const isSeen = (part) => part.checkVisibility() && [...part.childNodes].some(isWords);
    const parts = [...document.querySelectorAll("body *")].filter(isSeen);
    return Object.fromEntries(parts.map((part) => [getComputedStyle(part).color, part.innerText]));
})()
"""


@pytest.mark.parametrize("name", ["sample", "full", "arabic", "won"])
def test_a_case_on_paper_says_where_it_comes_from(reader, pages, name):
    asked = []
    reader.page.on("request", lambda request: asked.append(request.url))
    address = reader.site.url + pages[name]
    reader.page.goto(address)
    reader.page.wait_for_load_state("networkidle")
    assert not reader.page.locator(".printed").is_visible()
    assert f"{address}/qr.svg" not in asked  # not for those who read it on the screen
    printed = PdfReader(BytesIO(reader.page.pdf()))
    assert f"{address}/qr.svg" in asked
    assert address in printed.pages[0].extract_text().replace("\n", "")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sample", "full", "paused", "full-call", "share", "thanks"])
def test_nothing_on_paper_is_pale_or_to_be_pressed(reader, pages, name, scheme):
    reader.page.emulate_media(media="print", color_scheme=scheme)
    reader.page.goto(reader.site.url + pages[name])
    leave_screenshot(reader.page, f"{name}-printed-{scheme}")
    assert [each for each in reader.page.locator(PRESSED).all() if each.is_visible()] == []
    for colour, words in reader.page.evaluate(COLOURS).items():
        channels = [int(part) for part in colour.strip("rgb()").split(",")]
        assert max(channels) <= PALEST, words
    assert reader.page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
        "rgb(255, 255, 255)"
    )


@pytest.mark.parametrize("paper", ["A4", "A5", "Letter"])
def test_no_heading_ends_a_sheet(reader, pages, paper):
    for name in ("sample", "full"):
        reader.page.goto(reader.site.url + pages[name])
        headings = {
            " ".join(each.split()) for each in reader.page.locator("h1, h2, h3").all_inner_texts()
        }
        sheets = PdfReader(BytesIO(reader.page.pdf(format=paper))).pages
        assert len(sheets) > 1
        for sheet in sheets[:-1]:
            lines = [line.strip() for line in sheet.extract_text().splitlines() if line.strip()]
            assert lines[-1] not in headings, name
