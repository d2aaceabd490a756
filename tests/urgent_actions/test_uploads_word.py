"""A Word document gives its lines, lists, tables and boxes in their order."""

import docx
import pytest

from petitions.urgent_actions.uploads import text_of
from tests.urgent_actions.uploading import saved, why, word_with

pytestmark = pytest.mark.usefixtures("in_this_process")


def text(document):
    return text_of(saved(document))


def run(words):
    return f"<w:r><w:t>{words}</w:t></w:r>"


def test_lines_within_a_paragraph_stay():
    document = docx.Document()
    document.add_paragraph("Mr A\n1 Street").add_run("\nTown\tCountry")
    assert text(document) == "Mr A\n1 Street\nTown\tCountry"


def test_empty_paragraphs_stay_as_one_empty_line():
    document = docx.Document()
    for words in ("Mr A", "", "", "Mr B"):
        document.add_paragraph(words)
    assert text(document) == "Mr A\n\nMr B"


def test_items_of_lists_begin_with_a_mark():
    document = docx.Document()
    document.add_heading("Write", 1)
    for style in ("List Bullet", "List Number", "List Bullet 2", "Normal"):
        document.add_paragraph(f"as {style}", style=style)
    assert text(document).split("\n") == [
        "Write",
        "- as List Bullet",
        "- as List Number",
        "- as List Bullet 2",
        "as Normal",
    ]


def test_a_paragraph_may_be_an_item_by_itself_or_be_taken_out_of_its_list():
    numbered = '<w:p><w:pPr><w:numPr><w:numId w:val="{}"/></w:numPr></w:pPr>{}</w:p>'
    body = numbered.format(1, run("Free A")) + numbered.format(0, run("Thanks"))
    assert text_of(word_with(body)) == "- Free A\nThanks"


def test_a_bullet_from_a_font_of_signs_is_a_bullet():
    sign = '<w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:tab/></w:r>'
    assert text_of(word_with(f"<w:p>{sign}{run('Free A')}</w:p>")) == "•\tFree A"


def test_officials_side_by_side_come_one_after_the_other():
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Minister\nMr A"
    table.cell(0, 1).text = "Ambassador"
    table.cell(0, 1).add_paragraph("Mrs B")
    document.add_paragraph("Write now.")
    assert text(document) == "Minister\nMr A\n\nAmbassador\nMrs B\n\nWrite now."


def test_labels_stand_before_their_values():
    document = docx.Document()
    table = document.add_table(2, 2)
    for row, words in zip(table.rows, (("Fax:", "+7 1"), ("Email:", "a@b.example")), strict=True):
        row.cells[0].text, row.cells[1].text = words
    assert text(document) == "Fax: +7 1\nEmail: a@b.example"


def test_a_table_in_a_cell_stays_with_its_cell():
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Mr A\nTown"
    inner = table.cell(0, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "Fax:", "+7 1"
    table.cell(0, 1).text = "Mrs B\nCity"
    assert text(document) == "Mr A\nTown\n\nFax: +7 1\n\nMrs B\nCity"


def test_page_heads_come_first_and_once():
    document = docx.Document()
    document.add_paragraph("Write now.")
    document.sections[0].header.paragraphs[0].text = "UA: 1/26"
    second = document.add_section()
    second.header.is_linked_to_previous = False
    second.header.paragraphs[0].text = "UA: 1/26"
    assert text(document) == "UA: 1/26\n\nWrite now."


def test_a_text_box_comes_once_and_after_its_paragraph():
    box = f"<w:txbxContent><w:p>{run('Mr A')}</w:p><w:p>{run('Town')}</w:p></w:txbxContent>"
    both = (
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p>{run('Write to:')}<w:r>{both}</w:r></w:p><w:p>{run('End')}</w:p>"
    assert text_of(word_with(body)) == "Write to:\n\nMr A\nTown\n\nEnd"


def test_what_is_in_fields_to_fill_in_and_in_links_is_read():
    body = (
        f"<w:sdt><w:sdtContent><w:p>{run('Mr A')}</w:p></w:sdtContent></w:sdt>"
        f"<w:p><w:hyperlink>{run('a@b.example')}</w:hyperlink>"
        f"<w:sdt><w:sdtContent>{run(' now')}</w:sdtContent></w:sdt></w:p>"
    )
    assert text_of(word_with(body)) == "Mr A\na@b.example now"


def test_what_was_struck_out_in_a_revision_is_not_read():
    struck = (
        f"<w:del><w:r><w:delText>a</w:delText></w:r></w:del><w:moveFrom>{run('x')}</w:moveFrom>"
    )
    assert text_of(word_with(f"<w:p>{struck}<w:ins>{run('new')}</w:ins></w:p>")) == "new"


def test_a_document_without_words_has_no_text():
    assert why(saved(docx.Document())) == "no-text"


def test_a_document_cut_short_is_broken():
    content = saved(docx.Document())
    assert why(content[: len(content) // 2]) == "broken"
