"""What no font can show is said, never printed as boxes."""

from dataclasses import replace

import pytest

from petitions.documents.action_sheet import sheet_pdf
from petitions.documents.images import card_png
from petitions.documents.letters import letter_docx, letter_pdf
from petitions.documents.typesetting import NoFont
from tests.documents.reading import word_text
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


def test_a_sheet_names_the_character(strange):
    with pytest.raises(NoFont) as caught:
        sheet_pdf(replace(SHEET, title=strange))
    assert caught.value.characters == strange


def test_so_does_a_picture(strange):
    with pytest.raises(NoFont) as caught:
        card_png(replace(CARD, title=strange))
    assert caught.value.characters == strange


def test_word_brings_its_own_fonts(strange):
    assert strange in word_text(letter_docx(replace(ENGLISH, name=strange)))
