"""What Word is told: names, languages, sides; read back by the same library."""

from dataclasses import replace
from io import BytesIO

import docx
import pytest

from petitions.documents.letters import letter_docx
from petitions.documents.sanitise import direction
from tests.documents.reading import word_text
from tests.documents.samples import ARABIC, CHINESE, ENGLISH, FAX, OPEN, POST

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read(letter):
    return docx.Document(BytesIO(letter_docx(letter)))


def test_it_says_everything_in_order():
    lines = word_text(letter_docx(ENGLISH)).split("\n")
    assert lines[:9] == [*ENGLISH.sender, *ENGLISH.address, ENGLISH.date]
    assert lines[9:11] == [ENGLISH.subject, ENGLISH.salutation]
    assert lines[-3:] == [ENGLISH.closing, ENGLISH.name, ENGLISH.copies]


def test_it_is_titled_and_signed_by_nobody():
    properties = read(ENGLISH).core_properties
    assert (properties.title, properties.author) == (ENGLISH.subject, "")
    assert properties.language == "en"
    assert properties.comments == properties.last_modified_by == ""
    assert properties.created is None


def test_a_title_is_as_long_as_one_may_be():
    assert read(replace(ENGLISH, subject="a" * 999)).core_properties.title == "a" * 255


@pytest.mark.parametrize("letter", [ENGLISH, ARABIC, CHINESE])
def test_it_names_its_language(letter):
    lang = next(read(letter).styles.element.iter(f"{W}lang"))
    assert set(lang.attrib.values()) == {letter.layout.language}


def test_the_subject_is_a_heading_and_the_signature_stays_with_the_closing():
    paragraphs = {part.text: part for part in read(ENGLISH).paragraphs}
    assert paragraphs[ENGLISH.subject].style.name == "Heading 1"
    assert paragraphs[ENGLISH.closing].paragraph_format.keep_with_next


def test_strong_and_emphasised_words_are_so():
    runs = {run.text: run.font for part in read(ENGLISH).paragraphs for run in part.runs}
    assert runs["14 December"].bold
    assert runs["The Norwell Observer"].italic
    assert runs["Her trial is to begin on "].bold is None


def test_demands_keep_their_numbers():
    texts = [part.text for part in read(ENGLISH).paragraphs]
    assert f"3.\t{ENGLISH.body[5].runs[0].text}" in texts


def test_from_the_right_it_is_written_from_the_right():
    paragraphs = read(ARABIC).paragraphs
    for part in paragraphs:
        is_rtl = part._element.find(f"{W}pPr/{W}bidi") is not None
        assert is_rtl == (direction(part.text) == "rtl" or part.text.startswith(("1.", "2.", "3.")))
    body = next(part for part in paragraphs if "Observer" in part.text)
    assert {run.text: run.font.rtl for run in body.runs}["The Norwell Observer"] is None
    assert body.runs[0].font.rtl


def test_from_the_left_nothing_is_written_from_the_right():
    assert list(read(ENGLISH).element.iter(f"{W}bidi", f"{W}rtl")) == []


def test_a_letter_of_nobody_has_lines_to_write_on():
    texts = [part.text for part in read(OPEN).paragraphs]
    assert texts[:3] == ["Name\t", "Address\t", "Town\t"]
    assert texts[-2:] == ["Name\t", OPEN.copies]


def test_the_cover_of_a_fax_comes_first():
    (table,) = read(FAX).tables
    assert read(FAX).paragraphs[0].text == "Fax"
    assert [cell.text for cell in table.rows[1].cells] == ["Fax number", "+999 1 234 5678"]


def test_the_envelope_comes_last():
    document = read(POST)
    (table,) = document.tables
    assert table.cell(0, 0).text == "\n".join(POST.envelope.sender)
    assert table.cell(1, 1).text == "\n".join(POST.envelope.address)
    assert document.paragraphs[-1].text == POST.envelope.hint


def test_no_cell_is_without_a_paragraph():
    for letter in (
        FAX,
        POST,
        replace(POST, envelope=replace(POST.envelope, sender=(), address=())),
    ):
        for cell in read(letter).element.iter(f"{W}tc"):
            assert cell.find(f"{W}p") is not None
