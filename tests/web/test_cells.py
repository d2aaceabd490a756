"""No formula gets by because the quick look did not see it."""

import csv
import sys
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from petitions.web import cells
from petitions.web.cells import harmless, harmless_csv

# What formulas begin with, what is passed over, what parts cells and lines, and plain letters.
ODD = "=+-@＝−﬩\t\r\n;,\"' \u00a0\u200b\u0301\u115f\u3164\uffa0\u2800\ufeff\ue000\U000e0001_(0aя中ع"
TEXTS = st.text(st.one_of(st.sampled_from(ODD), st.characters(codec="utf-8")), max_size=8)
TABLES = st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=6)
# Without what cannot be stored, and the end of a record, which is counted.
LETTERS = [chr(n) for n in range(sys.maxunicode + 1) if not 0xD800 <= n < 0xE000 and n != 13]


def looked_at_whole(words):
    return cells._A_FORMULA.sub("'", words)


def written(table):
    text = StringIO(newline="")
    csv.writer(text).writerows([n, *row] for n, row in enumerate(table, 1))
    return text.getvalue()


def with_harmless_cells(table):
    return written([[looked_at_whole(words) for words in row] for row in table])


@given(TEXTS)
def test_the_quick_look_at_a_cell_sees_what_the_slow_one_does(words):
    assert harmless(words) == looked_at_whole(words)


@given(TABLES)
@example([["a\n=b", "", ""]])
@example([["", "a;=b", ""]])
@example([["", "", "a\t=b"]])
@example([["a\r\n1,=b", "c", "d"]])
@example([['";"=b', "", '"']])
@example([["a", "b", "c\r"], ["=d", "", ""]])
@example([["a", "b,\n=c", "d"], ["e", "\n", "f"]])
def test_the_look_over_whole_records_does_too(table):
    assert harmless_csv(written(table), len(table)) == with_harmless_cells(table)


@pytest.mark.parametrize("look", [cells._SUSPECT_CELL, cells._SUSPECT_RECORD])
def test_no_letter_there_is_hides_a_formula_behind_it(look):
    passed = [words for words in map("x;{}=".format, LETTERS) if not look.search(words)]
    assert len(passed) > 100_000
    assert not [words for words in passed if looked_at_whole(words) != words]


@pytest.mark.parametrize("name", ["Ada", "Иван", "محمد", "王小明", "राजेश", "Ólafur", "5 Ada"])
def test_names_in_every_alphabet_are_told_by_the_quick_look(name):
    assert not cells._SUSPECT_CELL.search(name)
    assert not cells._SUSPECT_RECORD.search(f'1,{name},"{name}, {name}\n{name}",no\r\n')
