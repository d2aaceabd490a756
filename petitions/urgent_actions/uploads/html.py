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
    _remove_surroundings(page)
    _show_addresses(page)
    article = _article(page)
    for element in article.iter("pre"):
        for end in element.iter("br"):
            end.tail = "\n" + (end.tail or "")
    # Words run on where only their looks change: `M<b>r</b>` is one word.
    tags = {str(element.tag) for element in article.iter()}
    etree.strip_tags(article, *(tags - _NEW_LINE - _EMPTY_LINE))
    for element in article.iter("pre"):
        _fill(element, "".join(element.itertext()))
    for element in article.iter("li"):
        _mark(element)
    for element in reversed(list(article.iter("table"))):  # those within others first
        _lay_out(element)
    return tidied(_lines(article))


def _remove_surroundings(page: etree._Element) -> None:
    """Remove menus, forms, footers, the head of the site, and what is hidden."""
    etree.strip_elements(page, *_DROPPED, with_tail=False)
    for element in list(page.iter()):
        is_hidden = element.get("hidden") is not None or _UNSEEN.search(element.get("style", ""))
        is_menu = not _ROLES.isdisjoint(element.get("role", "").split())
        is_banner = (
            element.tag == "header"
            and next(element.iter("h1"), None) is None
            and not any(above.tag in {"article", "main"} for above in element.iterancestors())
        )
        if is_hidden or is_menu or is_banner:
            element.clear(keep_tail=True)
    length = _length(page)
    for form in list(page.iter("form")):
        if _length(form) * 2 < length:  # some sites have the whole page in one
            form.clear(keep_tail=True)


def _show_addresses(page: etree._Element) -> None:
    """Show whom a link writes to, where its words do not."""
    for link in page.iter("a"):
        scheme, _, rest = link.get("href", "").partition(":")
        address = unquote(rest.partition("?")[0]).strip()
        is_mail = scheme.strip().lower() == "mailto" and _EMAIL.fullmatch(address)
        if is_mail and "@" not in "".join(link.itertext()):
            etree.SubElement(link, "span").text = f" {address}"


def _article(page: etree._Element) -> etree._Element:
    """Return `main` or `article`, where it is the only one and no mere teaser."""
    for tag in ("main", "article"):
        parts = list(page.iter(tag))
        if len(parts) == 1 and _length(parts[0]) * 4 >= max(_length(page), 1):
            return parts[0]
    return page


def _length(element: etree._Element) -> int:
    return sum(len(words.strip()) for words in element.itertext())


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
        if event == "end" and element is item:
            return
        words = ((element.text if event == "start" else element.tail) or "").lstrip()
        if not words:
            continue
        marked = words if words.startswith(_ITEM_MARKS) else f"- {words}"
        if event == "start":
            element.text = marked
        else:
            element.tail = marked
        return


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
    text = etree_to_text(part, newline_tags=_NEW_LINE, double_newline_tags=_EMPTY_LINE)
    return str(text).replace(_TAB, "\t")
