"""Plain text comes as it is, whichever character set it was saved in."""

import pytest

from petitions.urgent_actions.uploads import text, text_of
from tests.urgent_actions.uploading import LETTER, web_page, why

WORDS = {
    "de": "Bitte schreiben Sie höflich an Präsident Enrique Peña. Straße 5, Düsseldorf. – „Müller“",
    "es": "Escriban en español: pidiendo al señor Muñoz protección. ¿Qué más? Calle Peñón, Bogotá",
    "fr": "Écrivez immédiatement en français : où çà, cœur, Côte d’Ivoire, À l’attention du préfet",
    "pl": "Prosimy o pisanie apeli w języku polskim: ulica Świętokrzyska, Łódź. Żądając, aby mogła",
    "en": "Please write immediately – “in your own words” – to the President’s office. Mr José",
    "ru": "Пожалуйста, пишите немедленно на русском языке в Генеральную прокуратуру Казахстана",
}
SETS = [
    *(("de", name) for name in ("cp1252", "iso8859-15", "mac-roman", "utf-8", "utf-8-sig")),
    *(("es", name) for name in ("cp1252", "iso8859-15", "mac-roman", "utf-16")),
    *(("fr", name) for name in ("cp1252", "mac-roman", "utf-32")),
    *(("pl", name) for name in ("cp1250", "iso8859-2", "utf-8")),
    *(("en", name) for name in ("cp1252", "utf-16")),
    ("ru", "cp1251"),
]


@pytest.mark.parametrize(("language", "charset"), SETS)
def test_letters_survive_in_each_character_set(language, charset):
    words = WORDS[language].encode(charset, "ignore").decode(charset)
    assert text.decoded(words.encode(charset)) == words


def test_one_lost_byte_does_not_spoil_all_other_letters():
    content = WORDS["pl"].encode()
    assert text.decoded(content + b"\xc5") == WORDS["pl"] + "\ufffd"


def test_lines_stay_lines_however_they_end():
    assert text_of(b"Mr A\r\n1 Street\rTown\x0bCountry\x0c\n\nFax") == (
        "Mr A\n1 Street\nTown\nCountry\n\n\nFax"
    )


def test_control_characters_and_what_shows_nothing_are_dropped():
    padding = "word " * 100
    text = f"\ufeffRele\xadase\0 Mr\xa0A\x1b\x7f\n{padding}"
    assert text_of(text.encode()) == f"Release Mr A\n{padding}"


def test_bytes_that_are_no_text_are_of_an_unknown_kind():
    assert why(bytes(range(256)) * 9) == "unknown-kind"
    assert why(b"\0\1\2\3" * 99) == "unknown-kind"


def test_nothing_visible_is_no_text():
    assert why("\ufeff\u00ad \u00a0".encode()) == "no-text"


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="iso-8859-1">',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
        "<meta charset=unknown>",
        "<meta charset=rot13>",
        "",
    ],
)
def test_a_page_says_how_it_is_coded(head):
    page = web_page("<p>Señor Peña", head).decode().encode("cp1252")
    assert text_of(page) == "Señor Peña"


def test_a_page_in_cyrillic_says_so():
    page = web_page("<p>Пишите", "<meta charset=koi8-r>").decode().encode("koi8-r")
    assert text_of(page) == "Пишите"


def test_a_page_that_says_the_wrong_thing_is_read_as_what_it_is():
    assert text_of(web_page("<p>Señor Peña", "<meta charset=iso-8859-1>")) == "Señor Peña"


def test_a_page_may_be_in_utf_16():
    assert text_of(web_page("<p>Señor Peña").decode().encode("utf-16")) == "Señor Peña"


def test_a_plain_letter_comes_as_it_is():
    assert text_of(LETTER.encode()) == LETTER
