"""A visitor without JavaScript. Every page it is shown has to be a sound one."""

from typing import Any, Self
from urllib.parse import urlsplit

from flask import Flask
from justhtml import Element, JustHTML
from werkzeug.test import TestResponse

TEXTS = {"application/json", "application/atom+xml", "image/svg+xml", "message/rfc822"}
CONTROLS = "input, select, textarea"


class Page:
    """An answer of the site, with its HTML at hand."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        is_text = response.mimetype.startswith("text/") or response.mimetype in TEXTS
        self.html = response.get_data(as_text=True) if is_text else ""
        is_page = self.html.lstrip().startswith("<!DOCTYPE")
        self.tree = JustHTML(self.html, strict=True, sanitize=False, fragment=not is_page)
        if is_page:
            check_page(self)

    def all(self, selector: str) -> list[Element]:
        """Give the elements that a CSS selector finds."""
        return self.tree.query(selector)

    def one(self, selector: str) -> Element:
        """Give the only element that a CSS selector finds."""
        found = self.all(selector)
        assert len(found) == 1, f"{selector}: {len(found)} of them"
        return found[0]

    def text(self, selector: str = "main") -> str:
        """Give the words of the one element, white space folded."""
        return " ".join(self.one(selector).to_text().split())

    def value(self, name: str) -> str | None:
        """Give what a form field holds."""
        field = self.one(f'[name="{name}"]')
        if field.name == "select":
            chosen = [o.attrs["value"] for o in field.query("option") if "selected" in o.attrs]
            return chosen[0] if chosen else None
        return field.to_text() if field.name == "textarea" else field.attrs.get("value")


class Visitor:
    """Somebody who reads and sends forms. `address` is their network address."""

    may_have_cookie = False

    def __init__(self, app: Flask, address: str = "192.0.2.1") -> None:
        self.client = app.test_client()
        self.address = address

    def from_address(self, address: str) -> Self:
        """Give another visitor of the same site."""
        return type(self)(self.client.application, address)

    def get(self, path: str, **options: Any) -> Page:
        """Open an address."""
        return self.ask("GET", path, **options)

    def post(self, path: str, form: dict[str, Any] | None = None, **options: Any) -> Page:
        """Send a form, as a browser sends it from a page of the site."""
        headers = {"Sec-Fetch-Site": "same-origin"} | options.pop("headers", {})
        return self.ask("POST", path, data=form or {}, headers=headers, **options)

    def ask(self, method: str, path: str, **options: Any) -> Page:
        """Send any request; nothing is followed."""
        environ = {"REMOTE_ADDR": self.address} | options.pop("environ_overrides", {})
        response = self.client.open(
            path,
            method=method,
            base_url="http://127.0.0.1:8000",
            environ_overrides=environ,
            **options,
        )
        assert self.may_have_cookie or "Set-Cookie" not in response.headers
        return Page(response)


def check_page(page: Page) -> None:
    """Demand what every page must have, and that it has nothing it must not have."""
    heading = page.text("h1")
    assert heading
    assert page.text("head > title").startswith(heading)
    assert page.one("html").attrs["lang"]
    _check_ids(page)
    _check_labels(page)
    _check_nothing_inline(page)
    _check_no_third_party(page)


def _check_ids(page: Page) -> None:
    ids = [element.attrs["id"] for element in page.all("[id]")]
    assert len(ids) == len(set(ids)), sorted(ids)
    for attribute in ("for", "aria-labelledby", "aria-describedby"):
        for element in page.all(f"[{attribute}]"):
            assert set(element.attrs[attribute].split()) <= set(ids), element.attrs
    for link in page.all('a[href^="#"]'):
        assert link.attrs["href"][1:] in ids


def _check_labels(page: Page) -> None:
    labelled = {label.attrs["for"] for label in page.all("label")}
    for control in page.all(CONTROLS):
        if control.attrs.get("type") != "hidden":
            assert control.attrs["id"] in labelled, control.attrs


def _check_nothing_inline(page: Page) -> None:
    assert not page.all("style, [style]")
    assert all(script.attrs.get("src") for script in page.all("script"))
    assert not [name for element in page.all("*") for name in element.attrs if name[:2] == "on"]
    assert "javascript:" not in page.html


def _check_no_third_party(page: Page) -> None:
    for element in page.all("script, img, link, iframe, form"):
        address = element.attrs.get("src") or element.attrs.get("href")
        address = address or element.attrs.get("action") or ""
        is_name = element.attrs.get("rel") == "canonical"  # says where the page is; loads nothing
        assert is_name or not urlsplit(address).netloc, address
