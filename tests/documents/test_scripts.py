"""Every script comes out as it went in, from the side it is read from."""

import re
import unicodedata
from io import BytesIO

import pytest
from pdfminer.high_level import extract_text
from pypdf import PdfReader

from petitions.documents.letters import letter_docx, letter_pdf
from petitions.documents.typesetting import font_families
from tests.documents import samples
from tests.documents.reading import pages, squeezed, word_text

pytestmark = pytest.mark.slow

READ_BACK = ("ENGLISH", "RUSSIAN", "KAZAKH", "CHINESE")
FROM_THE_RIGHT = ("ARABIC", "HEBREW")


def texts(letter):
    head = [*letter.sender, *letter.address, letter.date, letter.subject, letter.salutation]
    body = ["".join(run.text for run in block.runs) for block in letter.body]
    return [*head, *body, letter.closing, letter.name, letter.copies]


@pytest.mark.parametrize("name", READ_BACK)
def test_a_pdf_says_what_went_in(name):
    letter = getattr(samples, name)
    (page,) = pages(letter_pdf(letter))
    for text in texts(letter):
        assert squeezed(text) in squeezed(page)


@pytest.mark.parametrize("name", FROM_THE_RIGHT)
def test_every_word_from_the_right_is_there(name):
    # Readers put such words into an order of their own, and vowel marks anywhere.
    letter = getattr(samples, name)
    (page,) = pages(letter_pdf(letter))
    words = [word for text in texts(letter) for word in re.findall(r"[\w\u064b-\u0652]+", text)]
    found = squeezed(unicodedata.normalize("NFKC", page))
    plain = [word for word in words if not any(map(unicodedata.combining, word))]
    assert len(plain) > 20
    assert [word for word in plain if word not in found] == []


def test_two_readers_find_the_words_of_urdu():
    # One of them gives words from the right as they are seen from the left.
    words = [
        "محترم",
        "وزیر",
        "انصاف",
        "صحافی",
        "کو",
        "فوری",
        "طور",
        "پر",
        "رہا",
        "کریں",
        "اور",
        "انہیں",
        "وکیل",
        "سے",
        "ملنے",
        "دیں",
    ]
    body = (samples.paragraph(" ".join(words)),)
    layout = samples.Layout("ur", "rtl")
    made = letter_pdf(samples.replace(samples.ENGLISH, layout=layout, body=body))
    whole = unicodedata.normalize("NFKC", pages(made)[0])
    seen = unicodedata.normalize("NFKC", extract_text(BytesIO(made)))
    assert [word for word in words if word not in whole] == []
    assert [word for word in words if word[::-1] not in seen] == []


def test_every_letter_of_hindi_is_there():
    # Its letters are drawn in another order than they are written in.
    (page,) = pages(letter_pdf(samples.HINDI))
    assert set(squeezed("".join(texts(samples.HINDI)))) <= set(page)


@pytest.mark.parametrize("name", [*READ_BACK, *FROM_THE_RIGHT, "HINDI"])
def test_word_says_what_went_in(name):
    letter = getattr(samples, name)
    found = squeezed(word_text(letter_docx(letter)))
    for text in texts(letter):
        assert squeezed(text) in found


@pytest.mark.parametrize("name", [*READ_BACK, *FROM_THE_RIGHT, "HINDI"])
def test_a_pdf_names_its_language(name):
    letter = getattr(samples, name)
    root = PdfReader(BytesIO(letter_pdf(letter))).trailer["/Root"]
    assert root["/Lang"] == letter.layout.language.split("-")[0]


def test_from_the_right_lines_stand_at_the_right():
    left, right = _starts(samples.ENGLISH), _starts(samples.ARABIC)
    # The date moves with the rest of the letter; the address stays where a window shows it.
    assert left["2026"] > 400
    assert right["2026"] < 200
    assert left["EXAMPLELAND"] == right["EXAMPLELAND"] < 100


def test_a_phone_number_keeps_its_order_within_words_from_the_right():
    # A PDF holds words from the right as they are seen from the left.
    (page,) = pages(letter_pdf(samples.ARABIC))
    assert "1 234 5678" in page
    (page,) = pages(letter_pdf(samples.replace(samples.ARABIC, name="ا 1 234 5678 ب")))
    assert page.count("1 234 5678") == 2


def test_each_land_gets_its_own_shapes():
    first = {code: font_families(code)[1] for code in ("zh", "zh-Hant", "zh_TW", "ja", "ko-KR")}
    assert first == {
        "zh": "Noto Serif CJK SC",
        "zh-Hant": "Noto Serif CJK TC",
        "zh_TW": "Noto Serif CJK TC",
        "ja": "Noto Serif CJK JP",
        "ko-KR": "Noto Serif CJK KR",
    }
    assert font_families("en")[0] == "Libertinus Serif"
    assert font_families("ur-PK", is_picture=True)[1] == "Noto Nastaliq Urdu"
    assert "Noto Nastaliq Urdu" not in font_families("ur")


@pytest.mark.parametrize("code", ["pt-BR", "zh-Hant-TW", "sr_Latn", "en-001", "es-419", "", "x"])
def test_any_language_code_will_do(code):
    letter = samples.replace(samples.ENGLISH, layout=samples.Layout(code))
    assert samples.ENGLISH.subject in pages(letter_pdf(letter))[0]
    assert samples.ENGLISH.subject in word_text(letter_docx(letter))


def _starts(letter):
    """Where each piece of text begins, in points from the left."""
    starts = {}

    def see(text, matrix, place, *_):
        for word in text.split():
            starts.setdefault(word, place[4] * matrix[0] + matrix[4])

    PdfReader(BytesIO(letter_pdf(letter))).pages[0].extract_text(visitor_text=see)
    return starts
