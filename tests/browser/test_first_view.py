"""The first view is light: few bytes, few requests, nothing from anywhere else."""

import pytest
from playwright.sync_api import Response

from tests.browser.people import SAMPLE, someone

MOST_BYTES = 30_000
MOST_REQUESTS = 5
MOST_TEXT_BYTES = 14_000


@pytest.fixture
def answers(browser, site):
    """Every answer of a first view."""
    found: list[Response] = []
    with someone(browser, site) as reader:
        reader.page.on("response", lambda answer: found.append(answer))  # noqa: PLW0108
        reader.page.goto(site.url + SAMPLE, wait_until="load")
        yield list(found)


def weight(answers: list[Response]) -> int:
    sizes = [answer.request.sizes() for answer in answers]
    return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)


def test_it_stays_within_its_bytes_and_requests(answers):
    assert 4 <= len(answers) <= MOST_REQUESTS
    assert weight(answers) <= MOST_BYTES


def test_page_and_style_together_are_small(answers):
    texts = [a for a in answers if a.request.resource_type in {"document", "stylesheet"}]
    assert len(texts) == 2
    assert weight(texts) <= MOST_TEXT_BYTES


def test_no_font_is_loaded(answers):
    assert not [a for a in answers if a.request.resource_type == "font"]
