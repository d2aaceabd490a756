"""The address of a letter shows through the window of an envelope, on every paper."""

from dataclasses import replace
from io import BytesIO

import pytest
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer, LTTextLine

from petitions.documents.letters import letter_pdf
from tests.documents.samples import ARABIC, ENGLISH, OPEN

pytestmark = pytest.mark.slow

MM = 72 / 25.4
# What is seen of the paper, in millimetres from its upper left corner: DIN 5008, form B; number 10.
WINDOWS = {"a4": (20, 45, 105, 90), "us-letter": (22, 51, 124, 82)}
LONG = (*ENGLISH.address, *(f"Floor {number}, Department of Letters" for number in range(5)))
WIDE = ("Ministry of " + "Justice and of " * 12,) * 4


def lines_of(pdf):
    """Give (text, left, top, right, bottom) of each line of the first page, in millimetres."""
    page = next(iter(extract_pages(BytesIO(pdf))))
    for box in page:
        for line in box if isinstance(box, LTTextContainer) else ():
            if isinstance(line, LTTextLine):
                left, bottom, right, top = line.bbox
                sides = (left, page.height - top, right, page.height - bottom)
                yield line.get_text().strip(), *(side / MM for side in sides)


@pytest.mark.parametrize("paper", WINDOWS)
@pytest.mark.parametrize("address", [ENGLISH.address, LONG, WIDE, ENGLISH.address[:1]])
@pytest.mark.parametrize("letter", [ENGLISH, replace(OPEN, open_lines=("Name", "Town")), ARABIC])
def test_all_of_the_address_and_nothing_else_is_seen(paper, address, letter):
    layout = replace(letter.layout, paper=paper)
    sender = letter.sender[:3] * (4 if address is WIDE else 1)
    made = letter_pdf(replace(letter, layout=layout, address=address, sender=sender))
    left, top, right, bottom = WINDOWS[paper]
    seen = [line for line in lines_of(made) if line[4] > top and line[2] < bottom]
    words = " ".join(line[0] for line in seen)
    assert words.split() == " ".join(address).split()
    for _, x, y, to_x, to_y in seen:
        assert left <= x < to_x <= right
        assert top <= y < to_y <= bottom


def test_reference_and_date_stand_below_it():
    made = {line[0]: line for line in lines_of(letter_pdf(replace(ENGLISH, reference="UA 1/26")))}
    assert made["UA 1/26"][2] > WINDOWS["a4"][3]
    assert made["UA 1/26"][2] == pytest.approx(made[ENGLISH.date][2], abs=1)
    assert made["UA 1/26"][1] < 30
    assert made[ENGLISH.date][1] > 150
