"""Organisers at a browser: already logged in."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser

from petitions import create_app
from tests.browser.people import Someone, someone
from tests.conftest import make_settings
from tests.organisers import at_desk
from tests.site import Site


@contextmanager
def an_organiser_at(
    browser: Browser, site: Site, email: str, *, javascript: bool = True, role: str = "admin"
) -> Iterator[Someone]:
    """Give an organiser of their own, in a browser where they are logged in."""
    app = create_app(make_settings(site.folder, f"sqlite:///{site.folder / 'petitions.sqlite'}"))
    token = at_desk(app, role, email).client.get_cookie("petitions", domain="127.0.0.1").value
    cookies = [{"name": "petitions", "value": token, "url": site.url}]
    with someone(browser, site, javascript=javascript, cookies=cookies) as organiser:
        yield organiser
