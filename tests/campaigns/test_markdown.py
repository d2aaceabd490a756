"""Stories are Markdown; whatever stands in them, their HTML can do no harm."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from justhtml import JustHTML

from petitions.campaigns.markdown import as_html, with_whole_links

TAGS = {"p", "h3", "h4", "ul", "ol", "li", "em", "strong", "blockquote", "a", "br", "hr"}
TAGS |= {"code", "pre"}
ATTRIBUTES = {"href", "title", "rel", "start"}
PARTS = [
    "<script>", "</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:x'>", "<!--",
    "[a](javascript:alert(1))", "[a](data:text/html,x)", "[a](https://example.org 'b')", "![a](b)",
    "](", "<javascript:x>", "<svg/onload=x>", "&lt;script&gt;", "# ", "- ", "1. ", "> ", "`",
    "```\n", "**", "\n\n", "\n", "[a]: javascript:x\n", "<style>", "&#106;avascript:", "\\", '"',
    "' onx='",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>\n"),
        ("*so* **very**", "<p><em>so</em> <strong>very</strong></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("article 174", "<p>article 174</p>\n"),
        ("", ""),
    ],
)
def test_what_it_gives(text, html):
    assert as_html(text) == html


@pytest.mark.parametrize(
    ("text", "tag"),
    [("# A", "h3"), ("## A", "h3"), ("### A", "h3"), ("#### A", "h4"), ("A\n===", "h3")],
)
def test_headings_start_below_those_of_the_page(text, tag):
    assert as_html(text) == f"<{tag}>A</{tag}>\n"


def test_html_is_shown_as_it_was_typed():
    assert as_html("<b>bold</b>") == "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"


@pytest.mark.parametrize("scheme", ["javascript", "JavaScript", "data", "vbscript", "file", "tel"])
def test_links_lead_to_pages_and_mailboxes_alone(scheme):
    assert not JustHTML(as_html(f"[a]({scheme}:x)"), fragment=True).query("[href]")


@pytest.mark.parametrize("address", ["https://example.org/", "http://a.example", "mailto:a@b.c"])
def test_a_link_tells_the_other_site_nothing(address):
    html = as_html(f"[a]({address})")
    assert html == f'<p><a href="{address}" rel="noopener noreferrer nofollow">a</a></p>\n'


def test_images_are_gone():
    assert "<img" not in as_html("![her](https://example.org/her.jpg)")


WHOLE_LINKS = {
    "[a](/c/b) and [b](#x 'T')": "[a](https://p.example/c/b) and [b](https://p.example/c/a#x 'T')",
    "[a](<../b c>), [b]( /c )": "[a](<https://p.example/b c>), [b]( https://p.example/c )",
    "- > [a][1]\n\n[1]: /c/b 'T'": "- > [a][1]\n\n[1]: https://p.example/c/b 'T'",
    "- [1]: /c/b\n\n[a][1]": "- [1]: https://p.example/c/b\n\n[a][1]",
    "[a](/x_(y)) [b]()": "[a](https://p.example/x_(y)) [b](https://p.example/c/a)",
    "A ` here.\n\n[a](?b)\n\nA ` there.": "A ` here.\n\n[a](https://p.example/c/a?b)\n\nA ` there.",
    "[a](//b.example/c)": "[a](https://b.example/c)",
    "# [a](/b)": "# [a](https://p.example/b)",
}
AS_THEY_ARE = [
    *(
        "[a](https://b.example/c)",
        "[a](mailto:ben@example.org)",
        "<https://b.example/>",
        "[Note]: he is free",
        "a\n[Note]: he is free",
        "- [Ada]: said so",
        "a / b # c",
    ),
    *(
        "`[a](/b)` ``[a](/b) ` ``",
        "    [a](/b)",
        "```\n[a](/b)\n```",
        "\\[a\\](/b)",
        "[a](http://[/b)",
    ),
]


@pytest.mark.parametrize(
    ("text", "whole"), [*WHOLE_LINKS.items(), *((text, text) for text in AS_THEY_ARE)]
)
def test_links_become_whole_addresses_and_nothing_else_changes(text, whole):
    address = "https://p.example/c/a"
    assert with_whole_links(text, address) == whole
    assert as_html(whole) == as_html(text, address)


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=5), max_size=12).map("".join))
def test_no_script_no_handler_no_unknown_tag_ever(text):
    tree = JustHTML(as_html(text), fragment=True, sanitize=False)
    for element in tree.query("*"):
        assert element.name in TAGS
        assert set(element.attrs) <= ATTRIBUTES
        assert not re.match(r"(?!https?:|mailto:)[\w\s]+:", element.attrs.get("href", ""))
