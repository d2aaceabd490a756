"""What no font can show is said, never printed as boxes."""

from dataclasses import replace

import pytest

from petitions.documents.action_sheet import sheet_pdf
from petitions.documents.images import card_png
from petitions.documents.left_out import TRIES, leaving_out
from petitions.documents.letters import letter_docx, letter_pdf
from petitions.documents.typesetting import NoFont
from tests.documents.reading import pages, word_text
from tests.documents.samples import CARD, ENGLISH, SHEET

# One that no font has is among these anywhere: the last two mean nothing to anybody.
CANDIDATES = "\U00013000\U0001faef\U000f1234\U0010fffd"


def cannot_be_shown(character):
    try:
        letter_pdf(replace(ENGLISH, name=character))
    except NoFont:
        return True
    return False


@pytest.fixture(scope="module")
def strange():
    """A character that no font of this machine has."""
    return next(filter(cannot_be_shown, CANDIDATES))


def test_a_letter_names_the_character(strange):
    with pytest.raises(NoFont) as caught:
        letter_pdf(replace(ENGLISH, name=f"Ada {strange} Lovelace"))
    assert caught.value.characters == strange


@pytest.mark.parametrize("beside", ["", "\ufe0f", "\u0301"])
def test_a_sheet_leaves_it_out(strange, beside):
    title = f"Free {strange}{beside} {strange} Lena"
    (page,) = pages(sheet_pdf(replace(SHEET, title=title)))
    assert "Free Lena" in page


def test_so_does_a_picture(strange):
    made = card_png(replace(CARD, title=f"Free {strange} Lena", count=strange))
    assert made == card_png(replace(CARD, title="Free Lena", count=""))


def test_what_is_left_out_is_told(strange):
    letter = replace(ENGLISH, subject=f"Free {strange} Lena", closing=strange)
    made, left_out = leaving_out(letter_pdf, letter)
    assert set(left_out) == {strange}
    assert "Free Lena" in pages(made)[0]
    assert leaving_out(letter_pdf, ENGLISH)[1] == ""


def test_of_too_many_all_symbols_go():
    unshown = [chr(number) for number in range(0xF0000, 0xF0000 + TRIES + 5)]
    letter = replace(ENGLISH, subject=" a ".join(unshown) + " Lena")
    assert "a Lena" in pages(leaving_out(letter_pdf, letter)[0])[0]


def test_word_brings_its_own_fonts(strange):
    assert strange in word_text(letter_docx(replace(ENGLISH, name=strange)))
