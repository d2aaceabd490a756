"""People at a browser: what they do and see, in words that a story can use."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from petitions.config import ROOT
from petitions.signing.operations import Signer
from tests.factories import ADA
from tests.site import Site

SCREENSHOTS = ROOT / "tests" / "screenshots"
SAMPLE = "/c/ua-115-16"
PHONE = {"width": 360, "height": 740}
screenshots: set[str] | None = None  # those of this process, where they are wanted


class Someone:
    """A person with a browser. Each page they come to leaves a screenshot, where asked for."""

    def __init__(self, page: Page, site: Site, *, javascript: bool) -> None:
        self.page = page
        self.site = site
        self.javascript = javascript
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("request", self._watch)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def opens(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(path if path.startswith("http") else self.site.url + path)
        self.looks()

    def fills_in(self, person: Signer = ADA, *, consent: bool = True) -> None:
        """Fill in the pledge form."""
        self.page.get_by_label("Your name").fill(person.name)
        self.page.get_by_label("Your e-mail address").fill(person.email)
        self.page.get_by_label("The country you live in").select_option(person.country)
        if consent:
            self.page.get_by_label("I agree").check()

    def presses(self, button: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=button, exact=True).click()

    def follows(self, words: str) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=words).first.click()
        self.looks()

    def sees(self, words: str) -> None:
        """See words somewhere on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()
        self.looks()

    def sees_count(self, number: int) -> None:
        """See the counter at a number; without JavaScript one has to reload."""
        if not self.javascript:
            self.page.reload()
        counter = self.page.locator('[data-counter="signatures"]')
        expect(counter).to_have_attribute("data-value", str(number), timeout=15_000)

    def looks(self) -> None:
        """Leave a screenshot, named by the page's title, as soon as its scripts have run."""
        self.page.wait_for_load_state()
        title = re.sub(r"\W+", "-", self.page.title().split(" · ")[0]).strip("-").lower()
        mode = "js" if self.javascript else "plain"
        size = self.page.viewport_size or PHONE
        leave_screenshot(self.page, f"{title[:60]}-{size['width']}-{mode}")

    def _hear(self, message: object) -> None:
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)

    def _watch(self, request: object) -> None:
        if not request.url.startswith((self.site.url, "mailto:")):  # which asks nobody
            self.complaints.append(f"asked {request.url}")


def leave_screenshot(page: Page, name: str) -> None:
    """Leave a screenshot, the first time, where `--screenshot on` asks for them."""
    if screenshots is None or name in screenshots:
        return
    screenshots.add(name)
    SCREENSHOTS.mkdir(exist_ok=True)
    # Hiding the caret would leave style attributes behind, which htmx copies: a false alarm.
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True, caret="initial")


@contextmanager
def someone(
    browser: Browser,
    site: Site,
    *,
    javascript: bool = True,
    cookies: list[dict[str, str]] | None = None,
    organiser: bool = False,
    **options: object,
) -> Iterator[Someone]:
    """Give a person with a browser of their own; in the end nothing may have gone wrong in it.

    Nobody has a cookie but an `organiser`, who may bring `cookies` along; one of theirs reaches
    no public page.
    """
    options = {"viewport": PHONE, "java_script_enabled": javascript} | options
    context = browser.new_context(**options)
    context.add_cookies(cookies or [])
    person = Someone(context.new_page(), site, javascript=javascript)
    yield person
    found = {(cookie["name"], cookie["path"]) for cookie in context.cookies()}
    known = {("petitions", "/"), ("petitions-device", "/organise")}
    assert found <= (known if organiser or cookies else set()), found
    context.close()
    assert not person.complaints, person.complaints
