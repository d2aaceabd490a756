"""Hostile and huge texts: shown as they are, in time, with sound HTML."""

import time

import pytest

from petitions.desk.importing.highlights import Highlight, pieces
from petitions.urgent_actions.models import Span
from tests.desk.importing import campaigns, pastes, sends
from tests.organisers import at_desk
from tests.urgent_actions.atyrau import TEXT

pytestmark = pytest.mark.slow

MARKUP = '<script>alert(1)</script>" onload=\'x\' </textarea></p><mark id="open-title">&lt;'
HOSTILE = {
    "markup": TEXT.replace("A court of appeal", f"{MARKUP} A court of appeal"),
    "in every value": TEXT.replace("Zhakip", MARKUP).replace("14 Orynbor", MARKUP) + MARKUP,
    "unseen": TEXT.replace("Talgat", "T\0a\x08l\ufffeg\u202eat\x0c"),
    "right to left": TEXT.replace("Zhakip Assanov", "ژاقيپ اسانوۆ") + "\nאבג 123 (דה) \u2067x",
    "lines": TEXT.replace("\n", "\r\n"),
    "braces": TEXT.replace("Atyrau", "{{ config }} {% raw %} {words}"),
}


@pytest.fixture
def desk(app):
    return at_desk(app, "editor", factor=False)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_shown_and_stored_as_text(app, desk, visitor, text):
    page = pastes(desk, text)
    assert page.status == 200
    assert not page.all("script:not([src])")
    assert len(page.all("#open-title")) == 1
    answer = sends(desk, page)
    assert answer.status in {303, 422}
    assert not answer.all("script:not([src])")
    for campaign in campaigns(app):
        assert not desk.get(f"/organise/campaigns/{campaign.slug}").all("script:not([src])")


def test_two_hundred_kilobytes_are_shown_in_time(desk):
    long = TEXT.replace("Write a letter", "They were not told. " * 10_000 + "\n\nWrite a letter")
    started = time.monotonic()
    page = pastes(desk, long)
    assert page.status == 200
    assert page.value("basics-reference") == "UA 115/16"
    print(f"{len(long):,} characters: {time.monotonic() - started:.1f} s")
    assert time.monotonic() - started < 20


def mark(key, *spans):
    return Highlight(key, key, "date", "x", tuple(Span(*span) for span in spans))


def test_overlapping_spans_are_cut_into_pieces():
    found = pieces("abcdefghij", [mark("a", (1, 6)), mark("b", (4, 8)), mark("c", (5, 6))])
    assert [(one.text, one.keys) for one in found] == [
        ("a", ""),
        ("bcd", "a"),
        ("e", "a b"),
        ("f", "a b c"),
        ("gh", "b"),
        ("ij", ""),
    ]


def test_spans_beyond_the_text_or_without_a_character_are_nothing():
    found = pieces(
        "abc", [mark("a", (2, 99)), mark("b", (1, 1)), mark("c", (-5, 1)), mark("d", (9, 12))]
    )
    assert [(one.text, one.keys) for one in found] == [("a", "c"), ("b", ""), ("c", "a")]


def test_a_find_in_two_pieces_has_one_anchor_and_what_is_between_lines_is_no_mark():
    found = pieces("ab\n\ncd ef", [mark("a", (0, 6)), mark("b", (7, 8)), mark("a2", (8, 9))])
    assert [(one.text, one.keys) for one in found][:3] == [("ab", "a"), ("\n\n", ""), ("cd", "a")]
    assert [tag.anchor for one in found for tag in one.tags] == ["found-a", "found-b", "found-a2"]


def test_no_text_has_no_pieces():
    assert pieces("", []) == []
    assert [one.text for one in pieces("abc", [])] == ["abc"]
