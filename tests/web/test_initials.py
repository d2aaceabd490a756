"""Initials of names in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.web.text import clean_name, initials

KNOWN = {
    "Ada Lovelace": "A. L.",
    "Ada": "A.",
    "Jean-Luc Picard": "J.-L. P.",
    "Anna‐Lena Müller": "A.-L. M.",
    "bell hooks": "b. h.",
    "Dr. Martin Luther King, Jr.": "D. M. L. K. J.",
    "Anna (Müller)": "A. M.",
    "“Ada” ’t Hooft": "A. t. H.",
    "D’Angelo Śmigły": "D. Ś.",
    "Ada — Lovelace": "A. L.",
    "  Ada   Lovelace ": "A. L.",
    "Анна Иванова": "А. И.",
    "王小明": "王.",
    "爱新觉罗·溥仪": "爱. 溥.",
    "ジャン・レノ": "ジ. レ.",
    "김대중": "김.",
    "محمد بن سلمان": "م. ب. س.",
    "دَاوِد": "دَ.",
    "दिलीप कुमार": "दि. कु.",
    "র‍্যাচেল": "র‍্যা.",
    "O\u0302\u0301scar": "O\u0302\u0301.",
    "X Æ A-12": "X. Æ. A.-1.",
    "🌸 Ada": "A.",
    "🌸🌸": "🌸",
    "👩\u200d🔬👩\u200d🔬": "👩\u200d🔬",
    "-": "-",
    "\u0591¡": "¡",  # a mark alone shows nothing
    "": "",
}


@pytest.mark.parametrize("name", KNOWN)
def test_it_gives_these(name):
    assert initials(name) == KNOWN[name]


@given(st.text(max_size=100))
def test_any_name_has_some_that_stay_on_one_line(text):
    name = clean_name(text)
    found = initials(name)
    assert bool(found) == bool(name)
    assert clean_name(found) == found
    assert len(found) <= 3 * len(name)
