"""The text of a web page: its lines, without what stands around the article."""

import re

from html_text import etree_to_text
from lxml import etree
from lxml.html import HTMLParser

from petitions.urgent_actions.uploads import plain, tables
from petitions.urgent_actions.uploads.pages import article
from petitions.urgent_actions.uploads.trouble import UnreadableFile

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


def text(source: str) -> str:
    """Give what a reader of the page sees as its article.

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
    return plain.tidied(_lines(part))


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
        [plain.tidied(_lines(cell)) for cell in row if cell.tag in {"td", "th"}]
        for row in table.iter("tr")
    ]
    title = [_lines(caption) for caption in table.iter("caption")]
    if any(rows):
        _fill(table, "\n".join([*title, tables.laid_out(rows)]))
        table.tag = "blockquote"


def _lines(part: etree._Element) -> str:
    for end in part.iter("br"):
        following = end.getnext()
        if following is not None and following.tag == "br" and not (end.tail or "").strip():
            end.tag = "p"  # two make an empty line
    found = etree_to_text(part, newline_tags=_NEW_LINE, double_newline_tags=_EMPTY_LINE)
    return str(found).replace(_TAB, "\t")
