"""The sheet of a case: all of it, in one glance or two."""

from dataclasses import replace
from io import BytesIO

import docx
from pypdf import PdfReader

from petitions.documents.action_sheet import sheet_docx, sheet_pdf
from tests.documents.reading import pages, squeezed, word_text
from tests.documents.samples import ARABIC_SHEET, SHEET

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def texts(sheet):
    yield from (sheet.kicker, sheet.title, sheet.lead, sheet.deadline, sheet.officials_title)
    yield from (sheet.link, sheet.link_hint)
    for section in (sheet.demands, *sheet.sections):
        yield section.title
        yield from (run.text for block in section.blocks for run in block.runs)
    for official in sheet.officials:
        yield from (official.name, official.role, *official.address)
        yield from (f"{label}: {value}" for label, value in official.facts)


def test_an_ordinary_case_is_one_page_and_says_all():
    (page,) = pages(sheet_pdf(SHEET))
    assert [text for text in texts(SHEET) if squeezed(text) not in squeezed(page)] == []


def test_word_says_all_too():
    found = squeezed(word_text(sheet_docx(SHEET)))
    assert [text for text in texts(SHEET) if squeezed(text) not in found] == []


def test_in_order_of_what_matters():
    (page,) = pages(sheet_pdf(SHEET))
    parts = (
        SHEET.title,
        SHEET.deadline,
        SHEET.demands.title,
        SHEET.officials_title,
        "What happened",
    )
    places = [page.index(part) for part in parts]
    assert places == sorted(places)


def test_demands_have_their_numbers():
    (page,) = pages(sheet_pdf(SHEET))
    assert "2 Let her see a lawyer" in page


def test_a_long_story_is_numbered_by_page():
    story = replace(SHEET.sections[0], blocks=SHEET.sections[0].blocks * 4)
    made = pages(sheet_pdf(replace(SHEET, sections=(story,))))
    assert len(made) == 2
    assert all("1 / 2" in made[0] and SHEET.link in page for page in made)


def test_the_code_is_a_link_and_has_words_for_those_who_cannot_see_it():
    reader = PdfReader(BytesIO(sheet_pdf(SHEET)))
    links = [note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]]
    assert links == [SHEET.link]
    (picture,) = docx.Document(BytesIO(sheet_docx(SHEET))).element.iter(DRAWING)
    assert picture.get("descr") == SHEET.link
    alternatives = [
        thing["/Alt"]
        for number in range(1, reader.trailer["/Size"])
        if isinstance(thing := reader.get_object(number), dict) and "/Alt" in thing
    ]
    assert SHEET.link in alternatives


def test_from_the_right():
    (page,) = pages(sheet_pdf(ARABIC_SHEET))
    assert "14 Example Street, Floor 3." in page
    table = docx.Document(BytesIO(sheet_docx(ARABIC_SHEET))).tables[0]
    assert table.table_direction == 1
    assert table.cell(0, 0).text.startswith("وزير العدل")


def test_a_sheet_with_nothing_but_a_title():
    demands = replace(SHEET.demands, blocks=())
    bare = replace(
        SHEET, kicker="", lead="", deadline="", demands=demands, officials=(), sections=()
    )
    (page,) = pages(sheet_pdf(bare))
    assert SHEET.title in page
    assert SHEET.demands.title not in page + word_text(sheet_docx(bare))
    assert SHEET.title in word_text(sheet_docx(bare))
    assert SHEET.officials_title not in word_text(sheet_docx(bare))
