"""A story for paper: the same Markdown as blocks and runs of words, without any mark of it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petitions.campaigns import markdown
from petitions.documents.content import Block, Run

KINDS = {"heading", "paragraph", "quote", "item", "numbered"}
MARKS = [
    "# ",
    "- ",
    "1. ",
    "> ",
    "**",
    "*",
    "`",
    "```\n",
    "\n\n",
    "\n",
    "    ",
    "[a](b)",
    "<b>",
    "x",
]


def as_blocks(text):
    return markdown.as_blocks(text, "http://127.0.0.1:8000/c/free-the-nurse")


def shape(text):
    """Give (kind, number, words) of each block."""
    return [
        (block.kind, block.number, "".join(run.text for run in block.runs))
        for block in as_blocks(text)
    ]


def runs(text):
    (block,) = as_blocks(text)
    return list(block.runs)


def test_paragraphs():
    assert as_blocks("One.\n\nTwo.") == (
        Block("paragraph", (Run("One."),)),
        Block("paragraph", (Run("Two."),)),
    )


@pytest.mark.parametrize("text", ["# A", "## A", "### A", "###### A", "A\n===", "# A #"])
def test_every_heading_is_a_heading(text):
    assert as_blocks(text) == (Block("heading", (Run("A"),)),)


def test_items_have_no_number():
    assert shape("- a\n- b") == shape("* a\n* b") == [("item", 0, "a"), ("item", 0, "b")]


def test_a_numbered_list_counts_from_where_it_starts():
    assert shape("3. a\n4. b") == [("numbered", 3, "a"), ("numbered", 4, "b")]
    assert shape("1) a\n2) b") == [("numbered", 1, "a"), ("numbered", 2, "b")]


def test_a_numbered_list_counts_on_whatever_its_later_numbers_are():
    assert shape("1. a\n1. b\n1. c") == [("numbered", n, w) for n, w in enumerate("abc", 1)]
    assert shape("7. a\n3. b") == [("numbered", 7, "a"), ("numbered", 8, "b")]


def test_an_item_of_two_paragraphs_has_one_number():
    assert shape("1. a\n\n   more\n2. b") == [
        ("numbered", 1, "a"),
        ("paragraph", 0, "more"),
        ("numbered", 2, "b"),
    ]


def test_an_item_of_two_paragraphs_has_one_mark():
    assert shape("- a\n\n  more") == [("item", 0, "a"), ("paragraph", 0, "more")]


def test_nested_lists_keep_the_kind_of_the_innermost():
    text = "- a\n  1. b\n  2. c\n     - d\n- e"
    assert shape(text) == [
        ("item", 0, "a"),
        ("numbered", 1, "b"),
        ("numbered", 2, "c"),
        ("item", 0, "d"),
        ("item", 0, "e"),
    ]


def test_after_a_list_comes_a_paragraph_again():
    assert shape("1. a\n\nb")[1] == ("paragraph", 0, "b")


def test_quotes():
    assert shape("> a\n\nb") == [("quote", 0, "a"), ("paragraph", 0, "b")]
    assert shape("> a\n>\n> > b") == [("quote", 0, "a"), ("quote", 0, "b")]


def test_code_keeps_its_lines():
    assert shape("```\na\n  b\n```") == [("paragraph", 0, "a\n  b")]
    assert shape("    a\n    b\n") == [("paragraph", 0, "a\nb")]


def test_code_is_taken_as_it_stands():
    assert shape("```\n**a** <b>\n```") == [("paragraph", 0, "**a** <b>")]
    assert runs("`**a**`") == [Run("**a**")]


def test_strong_and_emphasis():
    assert runs("a **b** *c* d") == [
        Run("a "),
        Run("b", strong=True),
        Run(" "),
        Run("c", emphasis=True),
        Run(" d"),
    ]


def test_strong_within_emphasis_and_after_it():
    assert runs("*a **b** c* d") == [
        Run("a ", emphasis=True),
        Run("b", strong=True, emphasis=True),
        Run(" c", emphasis=True),
        Run(" d"),
    ]


def test_style_ends_with_its_paragraph():
    assert as_blocks("**a**\n\nb")[1] == Block("paragraph", (Run("b"),))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "see [her *own* words](https://example.org 'title') now",
            "see her own words (https://example.org) now",
        ),
        ("[a][1]\n\n[1]: https://example.org", "a (https://example.org)"),
        ("<https://example.org>", "https://example.org"),
        ("![a picture of her](https://example.org/her.jpg)", "a picture of her"),
    ],
)
def test_of_a_link_words_and_address_stay(text, words):
    assert shape(text) == [("paragraph", 0, words)]


@pytest.mark.parametrize("text", ["a\nb", "a  \nb", "a\\\nb"])
def test_a_line_break_is_a_space(text):
    assert shape(text) == [("paragraph", 0, "a b")]


@pytest.mark.parametrize("text", ["<b>a</b>", "<script>x</script>", "<!-- a -->", "<div>\na</div>"])
def test_html_is_text(text):
    assert shape(text) == [("paragraph", 0, text.replace("\n", " "))]


def test_entities_are_what_they_stand_for():
    assert shape("Lena &amp; Tom &lt;3 \\*") == [("paragraph", 0, "Lena & Tom <3 *")]


@pytest.mark.parametrize("text", ["", "\n\n", "---", "[1]: https://example.org", "-"])
def test_without_words_there_is_no_block(text):
    assert as_blocks(text) == ()


@pytest.mark.parametrize("start", ["> ", "- ", "1. ", "*", "**", "[", "> - ", "`", "#", "  - "])
def test_deep_nesting_does_not_fail(start):
    found = as_blocks(f"Before.\n\n{start * 3_000}x\n\nAfter.")
    assert found[0] == Block("paragraph", (Run("Before."),))
    assert {block.kind for block in found} <= KINDS


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(MARKS), max_size=14).map("".join))
def test_whatever_the_marks_blocks_are_of_a_known_kind(text):
    for block in as_blocks(text):
        assert block.kind in KINDS
        assert block.number == 0 or block.kind == "numbered"
        assert all(run.text for run in block.runs) or "```" in text
