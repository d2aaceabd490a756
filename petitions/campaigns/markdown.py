"""Markdown of stories and updates, as HTML that can do no harm."""

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

# HTML in the text is shown as text. nh3 cleans the result once more, so that a fault in one of
# the two is not a hole.
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False})
_TAGS = {
    "p",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "em",
    "strong",
    "blockquote",
    "a",
    "br",
    "hr",
    "code",
    "pre",
}
_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}


def as_html(text: str) -> Markup:
    """Give the HTML of a Markdown text; its headings start at the third level."""
    tokens = _parser.parse(text)
    for token in tokens:
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
