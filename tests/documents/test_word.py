"""What Word is told: names, languages, sides; read back by the same library."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_DIRECTION

from petitions.documents.content import Block, Run
from petitions.documents.letters import letter_docx
from petitions.documents.sanitise import direction
from tests.documents.reading import word_text
from tests.documents.samples import ARABIC, CHINESE, ENGLISH, FAX, OPEN, POST, paragraph

pytestmark = pytest.mark.slow

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


# The parts of a paragraph, in the order that the standard wants (ECMA-376, CT_PPrBase).
ORDER = (
    *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr"),
    *("pBdr", "shd", "tabs", "bidi", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl"),
    *("rPr", "sectPr"),
)
# The same of a table (CT_TblPr).
TABLE_ORDER = (
    *("tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblStyleRowBandSize"),
    *("tblStyleColBandSize", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd"),
    *("tblLayout", "tblCellMar", "tblLook"),
)


def read(letter):
    return docx.Document(BytesIO(letter_docx(letter)))


def lists_of(document):
    """Give (kind, first number, list) of every item."""
    numbering = document.part.numbering_part.element
    kinds = {
        kind.get(f"{W}abstractNumId"): kind.find(f"{W}lvl/{W}numFmt").get(f"{W}val")
        for kind in numbering.iter(f"{W}abstractNum")
    }
    for number in document.element.iter(f"{W}numId"):
        (one,) = [num for num in numbering.num_lst if num.numId == number.val]
        start = one.find(f"{W}lvlOverride/{W}startOverride")
        yield kinds[str(one.abstractNumId.val)], 1 if start is None else start.val, number.val


def test_it_says_everything_in_order():
    lines = word_text(letter_docx(replace(ENGLISH, reference="Case: UA 1/26"))).split("\n")
    lines.remove("Case: UA 1/26")
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
    assert runs["14 December"].cs_bold  # of scripts that Word sets apart, such as Arabic
    assert runs["The Norwell Observer"].italic
    assert runs["Her trial is to begin on "].bold is None


def test_demands_keep_their_numbers():
    items = [block for block in ENGLISH.body if block.number]
    other = [replace(block, number=block.number + 4) for block in items]
    heads = [paragraph("And so:"), Block("item", (Run("dot"),))]
    document = read(replace(ENGLISH, body=(*items, *heads, *other, *items)))
    found = [(kind, start) for kind, start, _ in lists_of(document)]
    first, second, third = ("decimal", 1), ("decimal", 5), ("decimal", 1)
    assert found == [first] * 3 + [("bullet", 1)] + [second] * 3 + [third] * 3
    assert len({number for kind, _, number in lists_of(document) if kind == "decimal"}) == 3


def test_from_the_right_it_is_written_from_the_right():
    paragraphs = read(ARABIC).paragraphs
    for part in paragraphs:
        is_rtl = part._element.find(f"{W}pPr/{W}bidi") is not None
        assert is_rtl == (direction(part.text) == "rtl" or part.text.startswith(("1.", "2.", "3.")))
    body = next(part for part in paragraphs if "Observer" in part.text)
    assert {run.text: run.font.rtl for run in body.runs}["The Norwell Observer"] is None
    assert body.runs[0].font.rtl
    assert read(ARABIC).tables[0].table_direction == WD_TABLE_DIRECTION.LTR  # the window


def test_from_the_left_nothing_is_written_from_the_right():
    assert list(read(ENGLISH).element.iter(f"{W}bidi", f"{W}rtl")) == []


def test_a_letter_of_nobody_has_lines_to_write_on():
    document = read(OPEN)
    assert document.tables[0].cell(0, 0).text == "Name\t\nAddress\t\nTown\t"
    assert [part.text for part in document.paragraphs][-2:] == ["Name\t", OPEN.copies]


def test_the_cover_of_a_fax_comes_first():
    table = read(FAX).tables[0]
    assert read(FAX).paragraphs[0].text == "Fax"
    assert [cell.text for cell in table.rows[1].cells] == ["Fax number", "+999 1 234 5678"]


def test_the_envelope_comes_last():
    document = read(POST)
    table, sheet = document.tables[-1], document.sections[-1]
    assert sheet.orientation == WD_ORIENT.LANDSCAPE
    assert sheet.page_width.mm == pytest.approx(297, abs=1)
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
            assert cell.find(f"{W}tcPr/{W}tcW") is not None


def test_pages_are_numbered_but_the_first():
    section = read(ENGLISH).sections[0]
    assert section.different_first_page_header_footer
    assert [field.get(f"{W}instr") for field in fields_of(section.footer._element)] == ["PAGE"]
    assert fields_of(section.first_page_footer._element) == []


def test_the_cover_of_a_fax_has_a_line_to_write_on_and_counts_pages():
    rows = (("From", "\nLondon"),)
    document = read(replace(FAX, cover=replace(FAX.cover, rows=rows)))
    line, pages = document.tables[0].rows
    assert [cell.text for cell in line.cells] == ["From", "\t\nLondon"]
    assert pages.cells[0].text == FAX.cover.pages
    (field,) = fields_of(pages._tr)
    assert (field.get(f"{W}instr"), field.find(f"{W}r").text) == ("NUMPAGES", "2")
    assert field.get(f"{W}dirty") == "true"  # it is counted when the file is opened


def fields_of(element):
    return list(element.iter(f"{W}fldSimple"))


def test_a_link_is_one():
    words = (Run("see "), Run("this", link="https://example.org/a?b=1&c=2"))
    document = read(replace(ENGLISH, body=(Block("paragraph", words),)))
    (part,) = [one for one in document.paragraphs if one.text == "see this"]
    (link,) = part.hyperlinks
    assert (link.text, link.url) == ("this", "https://example.org/a?b=1&c=2")


def test_it_has_nothing_of_the_template():
    with ZipFile(BytesIO(letter_docx(ENGLISH))) as box:
        assert box.testzip() is None
        parts = {name: box.read(name) for name in box.namelist()}
    of_template = ("thumb", "customxml", "effects", "app.xml")
    assert not [name for name in parts if any(part in name.lower() for part in of_template)]
    assert not [name for name in parts if b"customXml" in parts[name] or b"thumb" in parts[name]]


def test_each_list_and_style_that_is_named_is_there():
    with ZipFile(BytesIO(letter_docx(POST))) as box:
        parts = {name: box.read(name).decode() for name in box.namelist()}
    lists = set(re.findall(r'<w:num w:numId="(\d+)"', parts["word/numbering.xml"]))
    styles = set(re.findall(r'w:styleId="([^"]+)"', parts["word/styles.xml"]))
    for words in parts.values():
        assert set(re.findall(r'<w:numId w:val="(\d+)"', words)) <= lists
        assert set(re.findall(r'<w:(?:p|r|tbl)Style w:val="([^"]+)"', words)) <= styles


@pytest.mark.parametrize("letter", [ENGLISH, ARABIC, FAX, POST, OPEN])
def test_the_parts_of_paragraphs_and_tables_stand_in_their_order(letter):
    document = read(letter).element
    for properties in document.iter(f"{W}pPr"):
        names = [part.tag.removeprefix(W) for part in properties]
        assert names == sorted(names, key=ORDER.index)
    for properties in document.iter(f"{W}tblPr"):
        names = [part.tag.removeprefix(W) for part in properties]
        assert names == sorted(names, key=TABLE_ORDER.index)


@pytest.mark.parametrize("letter", [ENGLISH, FAX])
def test_the_address_stands_where_a_window_shows_it(letter):
    for paper, above, below in (("a4", 45, 95), ("us-letter", 52, 87)):
        document = read(replace(letter, layout=replace(letter.layout, paper=paper)))
        table = document.tables[-1]
        top = document.sections[-1].top_margin.mm
        heights = [row.height.mm for row in table.rows]
        assert table.cell(1, 0).text == "\n".join(ENGLISH.address)
        assert top + heights[0] == pytest.approx(above, abs=2)
        assert top + sum(heights) == pytest.approx(below, abs=3)
