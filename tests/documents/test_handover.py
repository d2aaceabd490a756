"""Volumes of names: rows keep their height, whatever stands in them."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from petitions.documents.content import Layout, NamePage, Volume
from petitions.documents.signature_list import MARK, names_on_page, unshown_in, volume_pdf
from petitions.documents.typesetting import NoFont
from tests.documents.reading import pages, squeezed
from tests.documents.test_no_font import CANDIDATES, cannot_be_shown

NAMES = {
    "wide": "W" * 100,
    "words": "Ada Lovelace " * 8,
    "marks": "a\u0301\u0302\u0303\u0304" * 20,
    "chinese": "王小明" * 33,
    "arabic": "فاطمة الزهراء " * 7,
    "thai": "นางสาวสมใจรักดี" * 6,
    "markup": "#import $x$ *a* _b_ <c> @d [e]",
}

ENGLISH = Layout("en")


def a_volume(*names, layout=ENGLISH, country="Germany"):
    rows = tuple((str(n + 1), name, country) for n, name in enumerate(names))
    return Volume(
        layout, "Names", ("No.", "Name", "Country"), "{page}/{pages}", (NamePage(rows, "Total"),)
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_full_page_stays_one_page(name):
    check_full_page(Layout("en"), NAMES[name])


@pytest.mark.parametrize("layout", [Layout("ar", "rtl", "us-letter"), Layout("ur", "rtl")])
@pytest.mark.parametrize("name", ["wide", "marks", "arabic"])
def test_a_full_page_of_another_layout_stays_one_page(name, layout):
    check_full_page(layout, NAMES[name])


def check_full_page(layout, name):
    number = names_on_page(layout.paper)
    made = volume_pdf(a_volume(*[name] * number, layout=layout, country="Saint " * 10))
    assert len(PdfReader(BytesIO(made)).pages) == 1


def test_a_page_says_which_one_it_is():
    (found,) = pages(volume_pdf(a_volume("Ada")))
    assert "1/1" in found


def test_names_are_words_and_not_markup():
    (found,) = pages(volume_pdf(a_volume(NAMES["markup"])))
    assert squeezed(NAMES["markup"]) in squeezed(found)


def test_a_character_that_no_font_shows_is_found_and_marked():
    strange = [character for character in CANDIDATES if cannot_be_shown(character)]
    name = f"Ada {''.join(strange)} Lovelace"
    assert unshown_in([name, "王小明"], Layout("en")) == set(strange)
    with pytest.raises(NoFont):
        volume_pdf(a_volume(name))
    (found,) = pages(volume_pdf(a_volume(name), frozenset(strange)))
    assert MARK * len(strange) in found


@pytest.mark.slow
def test_so_many_of_them_do_not_take_for_ever():
    strange = {chr(number) for number in range(0xF0000, 0xF0100)}
    unshown = unshown_in(["Ada", *strange], Layout("en"))
    assert not unshown & set("Ada")
    assert unshown >= {character for character in list(strange)[:3] if cannot_be_shown(character)}
