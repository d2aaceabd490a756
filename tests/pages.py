"""A visitor without JavaScript. Every page it is shown has to be a sound one."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache
from typing import Any, Self
from urllib.parse import urlsplit

from flask import Flask
from justhtml import Element, JustHTML
from werkzeug.test import TestResponse

TEXTS = {"application/json", "application/atom+xml", "image/svg+xml", "message/rfc822"}
CONTROLS = {"input", "select", "textarea"}
REFERENCES = ("for", "aria-labelledby", "aria-describedby")
LOADING = {"script", "img", "link", "iframe", "form"}
SIMPLE = re.compile(r"""[#.][\w-]+|[a-z][a-z0-9]*|[*]|\[name="[^"\\]*"\]""")
PLAIN = re.compile(r"[\w#.-]+")  # one element, which does not hang on what stands around it


class Page:
    """An answer of the site, with its HTML at hand."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        is_text = response.mimetype.startswith("text/") or response.mimetype in TEXTS
        self.html = response.get_data(as_text=True) if is_text else ""
        check(self.html)

    def all(self, selector: str) -> list[Element]:
        """Give the elements that a CSS selector finds; those of equal answers are the same."""
        return parsed(self.html).query(selector)

    def one(self, selector: str) -> Element:
        """Give the only element that a CSS selector finds."""
        found = self.all(selector)
        assert len(found) == 1, f"{selector}: {len(found)} of them"
        return found[0]

    def text(self, selector: str = "main") -> str:
        """Give the words of the one element, white space folded."""
        return " ".join(self.one(selector).to_text().split())

    def value(self, name: str) -> str | None:
        """Give what a form field holds: the one that is seen, where others carry the same."""
        fields = self.all(f'[name="{name}"]')
        seen = [one for one in fields if one.attrs.get("type") != "hidden"] or fields
        assert len(seen) == 1, f"{name}: {len(seen)} of them"
        field = seen[0]
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


class Tree:
    """HTML, or the part of a page, read; it has to be without an error."""

    def __init__(self, html: str) -> None:
        self.read = JustHTML(html, strict=True, sanitize=False, fragment=not is_page(html))

    @cached_property
    def elements(self) -> list[Element]:
        """All elements, in the order of the page."""
        return list(_elements(self.read.root))

    @cached_property
    def found(self) -> dict[str, list[Element]]:
        """The elements by the selectors that find most of what is asked for."""
        found = defaultdict(list, {"*": self.elements})
        for element in self.elements:
            attrs = element.attrs
            names = [element.name, f"#{attrs.get('id')}", f'[name="{attrs.get("name")}"]']
            for name in [*names, *(f".{each}" for each in (attrs.get("class") or "").split())]:
                found[name].append(element)
        return dict(found)

    def query(self, selector: str) -> list[Element]:
        """Give the elements that a CSS selector finds.

        JustHTML looks at every element for each, so it is left to look within one, or at what
        is harder to find.
        """
        if SIMPLE.fullmatch(selector):
            return list(self.found.get(selector, ()))
        outer, _, inner = selector.partition(" ")
        if SIMPLE.fullmatch(outer) and PLAIN.fullmatch(inner):
            outers = self.found.get(outer, ())
            if len(outers) < 2:
                return [element for one in outers for element in one.query(inner)]
        return self.read.query(selector)


@lru_cache(maxsize=32)
def parsed(html: str) -> Tree:
    """Read HTML once for answers that are equal."""
    return Tree(html)


def is_page(html: str) -> bool:
    """Tell whether this is a whole page."""
    return html.lstrip().startswith("<!DOCTYPE")


def check(html: str) -> None:
    """Demand that an answer is sound; what was once found so is not read again."""
    digest = hashlib.sha256(html.encode()).digest()
    if digest not in _sound:
        tree = parsed(html)
        if is_page(html):
            check_page(tree.elements, html)
        _sound.add(digest)


_sound: set[bytes] = set()


def check_page(elements: list[Element], html: str) -> None:
    """Demand what every page must have, and that it has nothing it must not have."""
    heading = _text(elements, "h1")
    assert heading, "a page without a heading"
    assert _text(elements, "title", within="head").startswith(heading), "another title"
    assert _one(elements, "html").attrs.get("lang"), "a page without a language"
    _check_ids(elements)
    _check_labels(elements)
    for element in elements:
        _check_nothing_inline(element)
        _check_no_third_party(element)
    assert "javascript:" not in html


def _elements(root: Any) -> Iterator[Element]:
    """Give all elements in the order of the page."""
    for child in root.children:
        if isinstance(child, Element):
            yield child
            yield from _elements(child)


def _one(elements: list[Element], name: str, within: str | None = None) -> Element:
    found = [
        element
        for element in elements
        if element.name == name and within in {None, element.parent and element.parent.name}
    ]
    assert len(found) == 1, f"{name}: {len(found)} of them"
    return found[0]


def _text(elements: list[Element], name: str, within: str | None = None) -> str:
    return " ".join(_one(elements, name, within).to_text().split())


def _check_ids(elements: list[Element]) -> None:
    ids = [element.attrs["id"] for element in elements if "id" in element.attrs]
    known = set(ids)
    assert len(ids) == len(known), sorted(ids)
    for element in elements:
        attrs = element.attrs
        for attribute in REFERENCES:
            if attribute in attrs:
                assert set((attrs[attribute] or "").split()) <= known, attrs
        if element.name == "a" and (attrs.get("href") or "").startswith("#"):
            assert attrs["href"][1:] in known, attrs


def _check_labels(elements: list[Element]) -> None:
    labelled = {element.attrs["for"] for element in elements if element.name == "label"}
    for element in elements:
        if element.name in CONTROLS and element.attrs.get("type") != "hidden":
            assert element.attrs.get("id") in labelled, element.attrs


def _check_nothing_inline(element: Element) -> None:
    assert element.name != "style", "a style sheet in the page"
    assert element.name != "script" or element.attrs.get("src"), "a script in the page"
    for name in element.attrs:
        assert name != "style", element.attrs
        assert name[:2] != "on", element.attrs


def _check_no_third_party(element: Element) -> None:
    if element.name not in LOADING:
        return
    attrs = element.attrs
    address = attrs.get("src") or attrs.get("href") or attrs.get("action") or ""
    is_name = attrs.get("rel") == "canonical"  # says where the page is; loads nothing
    assert is_name or not urlsplit(address).netloc, address
