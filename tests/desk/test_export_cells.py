"""No formula gets by because the quick look did not see it."""

import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from petitions.desk.exports import writers
from petitions.desk.exports.writers import harmless

# What formulas begin with, what is passed over, what parts cells and lines, and plain letters.
ODD = "=+-@＝−﬩\t\r\n;,\"' \u00a0\u200b\u0301\u115f\u3164\uffa0\u2800\ufeff\ue000\U000e0001_(0aя中ع"
TEXTS = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")), max_size=8)
LETTERS = [chr(n) for n in range(sys.maxunicode + 1) if not 0xD800 <= n < 0xE000]


def looked_at_whole(words):
    return writers._FORMULA.sub("'", words)


@given(TEXTS)
@example("a\n=b")
@example("a;=b")
@example("a\t=b")
@example("a\r\n1;=b")
@example('";"=b')
def test_the_quick_look_at_a_cell_sees_what_the_slow_one_does(words):
    assert harmless(words) == looked_at_whole(words)


def test_no_letter_there_is_hides_a_formula_behind_it():
    passed = [text for text in map("x;{}=".format, LETTERS) if not writers._SUSPECT.search(text)]
    assert len(passed) > 100_000
    assert not [text for text in passed if looked_at_whole(text) != text]


@pytest.mark.parametrize("name", ["Ada", "Иван", "محمد", "王小明", "राजेश", "Ólafur", "5 Ada"])
def test_names_in_every_alphabet_are_told_by_the_quick_look(name):
    assert not writers._SUSPECT.search(f"\n{name}")
