"""Markdown of stories and updates: as HTML that can do no harm, and as blocks for paper."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from petitions.documents.content import Block, Run

# HTML in the text is shown as text. nh3 cleans the result once more, so that a fault in one of
# the two is not a hole.
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False})
_TAGS = {"p", "h3", "h4", "ul", "ol", "li", "blockquote", "pre", "hr"}
_TAGS |= {"em", "strong", "a", "br", "code"}
# Code and escaped signs, to be passed over; or what an address stands behind, and its beginning.
_LINK = re.compile(
    r"(?<!`)(?P<code>`+)(?!`).*?(?<!`)(?P=code)(?!`)|\\."
    r"|(?P<before>\]\(\s*<?)(?P<href>[^\s<>)]*)",
    re.DOTALL,
)
_DEFINITION = re.compile(r"(?P<before>^[ >*+-]*\[[^\]]+\]:\s*<?)(?P<href>[^\s<>)]*)", re.MULTILINE)
# What every program takes for a link; others are words.
_LEADS = re.compile(
    r"(?i)(https?://[\w\[]|mailto:|tel:)[\w.~:/?#\[\]@!$&'()*+,;=%-]{1,2000}", re.ASCII
)
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def as_html(text: str, base: str = "") -> Markup:
    """Return the HTML of a Markdown text; its headings start at the third level.

    With the address of its page as `base`, its links are whole addresses: it may leave the site.
    """
    tokens = _parser.parse(text)
    for token in tokens:
        for inner in token.children or []:
            if base and inner.type == "link_open":
                inner.attrSet("href", _whole(base, inner))
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3" if token.tag in {"h1", "h2", "h3"} else "h4"
    rendered = _parser.renderer.render(tokens, _parser.options, {})
    return Markup(  # noqa: S704  (cleaned right here)
        nh3.clean(
            rendered,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer nofollow",
        )
    )


def as_blocks(text: str, base: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text; the address of each link stands behind its words.

    `base` is the address of its page.
    """
    return tuple(_blocks(_parser.parse(text), base))


def as_plain(text: str, base: str) -> str:
    """Return a Markdown text as plain text, without signs, and with the addresses of its links.

    `base` is the address of its page.
    """
    lines: list[str] = []
    listed_before = ""
    for block in as_blocks(text, base):
        words = "".join(run.text for run in block.runs)
        listed = block.kind if block.kind in {"item", "numbered"} else ""
        number = f"{block.number}. " if block.kind == "numbered" else "- "
        before = number if listed else "> " if block.kind == "quote" else ""
        lines.append(("" if listed and listed == listed_before else "\n") + before + words)
        listed_before = listed
    return "\n".join(lines).strip("\n")


def picture_lines(text: str) -> list[int]:
    """Return the first line, from 0, of each paragraph with a picture: nothing can show those."""
    return [
        token.map[0]
        for token in _parser.parse(text)
        if token.map and any(inner.type == "image" for inner in token.children or [])
    ]


def with_whole_links(text: str, base: str) -> str:
    """Return a Markdown text whose links are whole addresses; `base` is that of its page.

    Code stays as it is: `[a](/c/b)` → `[a](https://petitions.example/c/b)`.
    """

    def whole(found: re.Match[str]) -> str:
        return found["before"] + _joined(base, found["href"]) if found["before"] else found[0]

    found: dict[str, Any] = {}
    inline = [token.map for token in _parser.parse(text, found) if token.type == "inline"]
    places = [(place, _LINK) for place in inline if place]
    places += [(one["map"], _DEFINITION) for one in found.get("references", {}).values()]
    lines = text.split("\n")
    for (first, end), pattern in places:
        lines[first:end] = pattern.sub(whole, "\n".join(lines[first:end])).split("\n")
    return "\n".join(lines)


def _whole(base: str, link: Token) -> str:
    """Return the whole address of a link; as it is where nobody can make one of it."""
    return _joined(base, str(link.attrGet("href") or ""))


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return href


def _blocks(tokens: list[Token], base: str) -> Iterator[Block]:
    """Yield a block for each run of words; what surrounds it decides its kind.

    A list counts on from its first number, as browsers do; an item's second paragraph is a plain
    one, without number or bullet.
    """
    around: list[str] = []
    numbers: list[int | None] = []  # of the last item of each open list; none in one of bullets
    begins_item = False
    for token in tokens:
        if token.nesting:
            around = [*around, token.type] if token.nesting == 1 else around[:-1]
        if token.type == "ordered_list_open":
            numbers.append(int(token.attrGet("start") or 1) - 1)
        elif token.type == "bullet_list_open":
            numbers.append(None)
        elif token.type in {"ordered_list_close", "bullet_list_close"}:
            numbers.pop()
        elif token.type == "list_item_open":
            begins_item = True
            if numbers[-1] is not None:
                numbers[-1] += 1
        elif token.type == "list_item_close":
            begins_item = False  # an empty one, or one of code
        elif token.type in {"fence", "code_block"}:
            yield Block("paragraph", (Run(token.content.rstrip()),))
        elif token.type == "inline":
            runs = tuple(_runs(token.children or [], base))
            if "heading_open" in around:
                yield Block("heading", runs)
            elif begins_item:
                number = numbers[-1]
                yield Block("numbered", runs, number) if number else Block("item", runs)
            else:
                yield Block("quote" if "blockquote_open" in around else "paragraph", runs)
            begins_item = False


def _runs(tokens: list[Token], base: str) -> Iterator[Run]:
    strong = emphasis = 0
    address, link, words = "", "", ""
    for token in tokens:
        if token.type.startswith("strong"):
            strong += token.nesting
        elif token.type.startswith("em_"):
            emphasis += token.nesting
        elif token.type == "link_open":
            address, words = _whole(base, token), ""
            link = address if _LEADS.fullmatch(address) else ""
        elif token.type == "link_close":
            shown = re.sub(r"(?i)^mailto:([^?]*).*|^tel:", r"\1", address)
            if shown != words:
                yield from (Run(" ("), Run(shown, link=link), Run(")"))
            link = ""
        elif token.type in {"softbreak", "hardbreak"}:
            yield Run(" ")
        elif token.content:
            words += token.content
            yield Run(token.content, bool(strong), bool(emphasis), link)
