"""The text of a web page: the lines of its article, without what stands around it."""

import re
from urllib.parse import unquote

from html_text import etree_to_text
from lxml import etree
from lxml.html import HTMLParser

from petitions.urgent_actions.uploads.text import UnreadableFile, laid_out, tidied

_NEW_LINE = frozenset(
    ("address", "article", "aside", "body", "br", "caption", "center", "dd", "details", "div",
     "dt", "fieldset", "figcaption", "form", "header", "hr", "html", "legend", "li", "main",
     "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr"),
)  # fmt: skip
_EMPTY_LINE = frozenset(
    ("blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "p", "pre", "table",
     "ul"),
)  # fmt: skip
_ITEM_MARKS = ("-", "•", "·", "*", "–")
_GAP = re.compile(r"\t| {3,}")
# All spaces of a page are one space; this stands for a tab that is meant.
_TAB = "\ue000"
_DROPPED = (
    "head", "script", "style", "noscript", "template", "nav", "footer", "iframe", "object", "svg",
    "select", "button", "input", "textarea", "datalist", "dialog",
)  # fmt: skip
_ROLES = {"navigation", "contentinfo", "search", "menu", "menubar"}
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


def text(source: str) -> str:
    """Return what a reader of the page sees as its article.

    Raises:
        UnreadableFile: there is nothing.

    """
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    page = etree.fromstring(source.replace("\0", "").encode(errors="replace"), parser)
    if page is None:
        raise UnreadableFile("no-text")
    part = article(page)
    _keep_only_blocks(part)
    for element in part.iter("pre"):
        _fill(element, "".join(element.itertext()))
    for element in part.iter("li"):
        _mark(element)
    for element in reversed(list(part.iter("table"))):  # those within others first
        _lay_out(element)
    return tidied(_lines(part))


def _keep_only_blocks(part: etree._Element) -> None:
    """Let words run on where only their looks change: `M<b>r</b>` is one word."""
    for element in part.iter("pre"):
        for end in element.iter("br"):
            end.tail = "\n" + (end.tail or "")
    tags = {str(element.tag) for element in part.iter()}
    etree.strip_tags(part, *(tags - _NEW_LINE - _EMPTY_LINE))


def _fill(element: etree._Element, words: str) -> None:
    """Put lines of text in place of what is in an element."""
    first, *others = (_GAP.sub(_TAB, line) for line in words.split("\n"))
    element.clear(keep_tail=True)
    element.text = first
    for line in others:
        etree.SubElement(element, "br").tail = line


def _mark(item: etree._Element) -> None:
    """Begin the first words of an item of a list with a mark, however deep they stand."""
    for event, element in etree.iterwalk(item, events=("start", "end")):
        if event == "start" and (element.text or "").strip():
            element.text = _marked(element.text or "")
            return
        if event == "end" and element is not item and (element.tail or "").strip():
            element.tail = _marked(element.tail or "")
            return


def _marked(words: str) -> str:
    words = words.lstrip()
    return words if words.startswith(_ITEM_MARKS) else f"- {words}"


def _lay_out(table: etree._Element) -> None:
    rows = [
        [tidied(_lines(cell)) for cell in row if cell.tag in {"td", "th"}]
        for row in table.iter("tr")
    ]
    title = [_lines(caption) for caption in table.iter("caption")]
    if any(rows):
        _fill(table, "\n".join([*title, laid_out(rows)]))
        table.tag = "blockquote"


def _lines(part: etree._Element) -> str:
    for end in part.iter("br"):
        following = end.getnext()
        if following is not None and following.tag == "br" and not (end.tail or "").strip():
            end.tag = "p"  # two make an empty line
    found = etree_to_text(part, newline_tags=_NEW_LINE, double_newline_tags=_EMPTY_LINE)
    return str(found).replace(_TAB, "\t")


def article(page: etree._Element) -> etree._Element:
    """Return the part to read, without menus, forms, footers and what is hidden."""
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
    """Return True if it is the head of the site, not of the article."""
    if element.tag != "header" or next(element.iter("h1"), None) is not None:
        return False
    return not any(above.tag in {"article", "main"} for above in element.iterancestors())


def _empty(element: etree._Element) -> None:
    element.clear(keep_tail=True)


def _length(element: etree._Element) -> int:
    return sum(len(words.strip()) for words in element.itertext())


def _marked_part(page: etree._Element) -> etree._Element:
    """Return `main` or `article`, where it is the only one and no mere teaser."""
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
