"""The picture beside a shared link: its size in pixels, and in bytes."""

import struct
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image

from petitions.documents.content import Layout, Photo
from petitions.documents.images import card_png
from petitions.documents.typesetting import pdf
from tests.documents.reading import pages
from tests.documents.samples import ARABIC_CARD, CARD, CHINESE, ENGLISH
from tests.illustrations import noise, written

LONG = " ".join("".join(run.text for run in block.runs) for block in ENGLISH.body)
CARDS = {
    "short": CARD,
    "arabic": ARABIC_CARD,
    "chinese": replace(CARD, layout=CHINESE.layout, title=CHINESE.subject),
    "long": replace(CARD, title=LONG),
}


@pytest.mark.parametrize("name", CARDS)
def test_it_is_a_picture_of_1200_by_630(name):
    picture = card_png(CARDS[name])
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", picture[16:24]) == (1200, 630)
    assert len(picture) < 100_000


def test_the_same_card_is_the_same_picture():
    assert card_png(CARD) == card_png(CARD)


def test_it_says_everything():
    (page,) = pages(_as_pdf(CARD))
    for text in (CARD.kicker, CARD.title, CARD.count, CARD.site):
        assert text in page


def test_what_is_too_long_is_cut_after_a_word():
    (page,) = pages(_as_pdf(replace(CARD, title=LONG)))
    beginning = page.partition("…")[0].removeprefix(CARD.kicker).strip()
    assert 60 < len(beginning) <= 100
    assert LONG.startswith(beginning)
    assert LONG[len(beginning)] == " "


def _as_pdf(card):
    from dataclasses import asdict

    return pdf("card.typ", asdict(card))


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_face_stands_beside_the_words(direction):
    photo = Photo(written(noise((600, 700)), "JPEG", quality=60), "A nurse")
    card = replace(CARD, layout=Layout("en", direction), photo=photo)
    drawn = Image.open(BytesIO(card_png(card))).convert("RGB")
    middle = drawn.height // 2
    edges = [drawn.getpixel((x, middle)) for x in (2, drawn.width - 3)]
    paper = [edge == (251, 248, 242) for edge in edges]
    assert paper == [direction == "ltr", direction == "rtl"]
    (page,) = pages(_as_pdf(card))
    assert CARD.title.split()[0] in page
