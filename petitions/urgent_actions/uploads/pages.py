"""Which part of a web page is its article, and what in it nobody reads."""

import re
from urllib.parse import unquote

from lxml import etree

_DROPPED = (
    "head", "script", "style", "noscript", "template", "nav", "footer", "iframe", "object", "svg",
    "select", "button", "input", "textarea", "datalist", "dialog",
)  # fmt: skip
_ROLES = {"navigation", "contentinfo", "search", "menu", "menubar"}
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def article(page: etree._Element) -> etree._Element:
    """Give the part to read, without menus, forms, footers and what is hidden."""
    etree.strip_elements(page, *_DROPPED, with_tail=False)
    for element in list(page.iter()):
        if _is_hidden(element) or _is_menu(element) or _is_banner(element):
            _empty(element)
    length = _length(page)
    for form in list(page.iter("form")):
        if _length(form) * 2 < length:  # some sites have the whole page in one
            _empty(form)
    for link in page.iter("a"):
        _show_address(link)
    return _marked_part(page)


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style", "")
    return element.get("hidden") is not None or bool(_UNSEEN.search(style))


def _is_menu(element: etree._Element) -> bool:
    return not _ROLES.isdisjoint(element.get("role", "").split())


def _is_banner(element: etree._Element) -> bool:
    """Whether it is the head of the site, not of the article."""
    if element.tag != "header" or next(element.iter("h1"), None) is not None:
        return False
    return not any(above.tag in {"article", "main"} for above in element.iterancestors())


def _empty(element: etree._Element) -> None:
    element.clear(keep_tail=True)


def _length(element: etree._Element) -> int:
    return sum(len(words.strip()) for words in element.itertext())


def _marked_part(page: etree._Element) -> etree._Element:
    """Give `main` or `article`, where it is the only one and no mere teaser."""
    for tag in ("main", "article"):
        found = list(page.iter(tag))
        if len(found) == 1 and _length(found[0]) * 4 >= max(_length(page), 1):
            return found[0]
    return page


def _show_address(link: etree._Element) -> None:
    """Show whom a link writes to, where its words do not."""
    scheme, _, rest = link.get("href", "").partition(":")
    address = unquote(rest.partition("?")[0]).strip()
    if (
        scheme.strip().lower() == "mailto"
        and _EMAIL.fullmatch(address)
        and "@" not in "".join(link.itertext())
    ):
        etree.SubElement(link, "span").text = f" {address}"
