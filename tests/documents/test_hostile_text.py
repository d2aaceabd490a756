"""Whatever is typed comes out as words: no markup, no exception, nothing beside the page."""

from dataclasses import replace

import pytest

from petitions.documents.action_sheet import sheet_docx, sheet_pdf
from petitions.documents.content import Block, Layout, Letter, Run, SheetOfficial
from petitions.documents.images import card_png, qr_svg
from petitions.documents.letters import letter_docx, letter_pdf
from petitions.documents.sanitise import plain
from tests.documents.drawing import runs_off
from tests.documents.reading import pages, squeezed, word_text
from tests.documents.samples import CARD, ENGLISH, LONG, POST, SHEET

pytestmark = pytest.mark.slow

MARKUP = (
    "#let x = 1 #panic() #sys.inputs",
    "$x^2$ $ \\alpha $",
    '\\ \\u{41} \\n \\" " \'',
    "@ref <label> <b>&amp;</b> {{ 7*7 }}",
    "`raw` ```typ #x```",
    "*bold* _emph_ ~ -- --- ...",
    "// comment /* comment */ https://example.org",
    "= Heading - item + item / term: x",
    ']) } #} ") ]]> </w:t>',
)
CONTROLS = "a\0b\x01c\x07d\x1be\x7ff\x85g\ud800h\ufffei\uffffj\ufeffk\u202el\u202dm\rn"
LONG_WORDS = {
    "letters": "W" * 300,
    "arabic": "س" * 300,
    "han": "和" * 200,
    "dots": "." * 500,
    "link": "https://example.org/" + "a/b-c_d?e=" * 60,
    "mail": "ada.lovelace." * 20 + "@example.org",
}


def everywhere(text: str, layout: Layout) -> Letter:
    return replace(
        POST,
        layout=layout,
        sender=(text, "x"),
        address=(text, "x"),
        date="1",
        subject=text,
        salutation=text,
        body=tuple(
            Block(kind, (Run(text), Run(text, strong=True, emphasis=True)), number=7)
            for kind in ("heading", "paragraph", "quote", "item", "numbered")
        ),
        closing=text,
        name=text,
        copies=text,
        envelope=replace(POST.envelope, sender=(text,), address=(text,), stamp=text, hint=text),
    )


@pytest.mark.parametrize("text", MARKUP)
def test_markup_is_words(text):
    letter = everywhere(text, Layout("en"))
    times = 17  # the five blocks say it twice
    assert squeezed("".join(pages(letter_pdf(letter)))).count(squeezed(text)) >= times
    assert word_text(letter_docx(letter)).count(text) >= times


@pytest.mark.parametrize("text", MARKUP)
def test_markup_on_a_sheet_and_a_card_is_words(text):
    sheet = replace(SHEET, title=text, lead=text, deadline=text)
    assert squeezed("".join(pages(sheet_pdf(sheet)))).count(squeezed(text)) == 3
    assert word_text(sheet_docx(sheet)).count(text) == 3
    assert card_png(replace(CARD, title=text, kicker=text, count=text, site=text))


def test_control_characters_show_nothing():
    letter = plain(replace(ENGLISH, name=CONTROLS))
    assert letter.name == "abcdefghijklmn"
    assert letter == replace(ENGLISH, name="abcdefghijklmn")


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_control_characters_upset_nothing(direction):
    letter = everywhere(CONTROLS, Layout("en", direction))
    assert "abcdefghijklmn" in pages(letter_pdf(letter))[0]
    assert "abcdefghijklmn" in word_text(letter_docx(letter))
    assert sheet_pdf(replace(SHEET, title=CONTROLS))
    assert sheet_docx(replace(SHEET, title=CONTROLS))
    assert card_png(replace(CARD, title=CONTROLS))


@pytest.mark.parametrize(
    ("name", "direction"), [*((name, "ltr") for name in LONG_WORDS), ("letters", "rtl")]
)
def test_a_word_without_end_breaks_before_the_edge(name, direction):
    text = LONG_WORDS[name]
    body = (Block("paragraph", (Run(text),)), Block("numbered", (Run(text),), 1))
    letter = replace(POST, layout=Layout("en", direction), address=(text,), name=text, body=body)
    assert not runs_off("letter.typ", letter, title="x")
    assert squeezed("".join(pages(letter_pdf(letter)))).count(text[:8]) >= 4
    assert word_text(letter_docx(letter)).count(text) == 4


@pytest.mark.parametrize("name", ["letters", "arabic", "link"])
def test_a_sheet_breaks_it_in_its_narrow_columns(name):
    text = LONG_WORDS[name][:300]
    person = SheetOfficial(name=text, role=text, address=(text,), facts=((text, text),))
    sheet = replace(SHEET, title=text, officials_title=text, officials=(person,) * 2)
    assert not runs_off("sheet.typ", sheet, code=qr_svg("x"))
    assert text[:8] in squeezed("".join(pages(sheet_pdf(sheet))))


def test_ink_at_the_edge_would_be_seen():
    assert runs_off("card.typ", CARD)


def test_an_address_of_many_lines_stays_on_its_envelope():
    lines = tuple(f"line {number} of the address" for number in range(60))
    envelope = replace(POST.envelope, address=lines, sender=lines)
    made = pages(letter_pdf(replace(POST, envelope=envelope)))
    assert len(made) == 2
    assert lines[-1] in made[-1]


def test_nothing_at_all_is_still_a_letter():
    empty = replace(everywhere("", Layout("en")), sender=(), address=(), body=(), date="")
    assert len(pages(letter_pdf(empty))) == 2
    assert letter_docx(empty)
    assert sheet_pdf(replace(SHEET, title="", kicker="", lead="", officials=(), sections=()))
    assert card_png(replace(CARD, title="", kicker="", count="", site=""))


def test_a_letter_without_end_is_many_pages():
    made = pages(letter_pdf(replace(LONG, body=LONG.body * 5)))
    assert len(made) > 4
    assert made[-1].endswith(f" {len(made)}")
