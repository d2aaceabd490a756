"""Letters to print and send, as PDF or for Word."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from petitions.documents.content import Cover, Envelope, Letter
from petitions.documents.sanitise import plain
from petitions.documents.typesetting import pdf

if TYPE_CHECKING:
    from petitions.documents.docx_writer import Word

# In millimetres: the labels and values of a cover sheet; envelopes (DL and number 10).
COVER = (42, 124)
ENVELOPES = {"a4": (220, 110), "us-letter": (241.3, 104.8)}


def letter_pdf(letter: Letter) -> bytes:
    """Return the letter as a PDF, on one page where it fits.

    Raises:
        NoFont: a character would show as a box.

    """
    values = asdict(plain(letter))
    return pdf("letter.typ", {**values, "title": values["subject"]})


def letter_docx(letter: Letter) -> bytes:
    """Return the letter as a Word document, to change and print."""
    from petitions.documents.docx_writer import Word

    letter = plain(letter)
    word = Word(letter.layout, letter.subject)
    if letter.cover:
        _add_cover(word, letter.cover)
    word.lines(letter.sender)
    if not letter.sender:
        for label in letter.open_lines:
            word.line_to_fill_in(label)
    word.lines(letter.address)
    word.at_end(letter.date)
    word.paragraph(letter.subject, "Heading 1")
    word.paragraph(letter.salutation)
    word.flow(letter.body)
    word.closing(letter.closing)
    if letter.name:
        word.lines((letter.name,))
    else:
        word.line_to_fill_in("".join(letter.open_lines[:1]))
    if letter.copies:
        word.paragraph(letter.copies)
    if letter.envelope:
        _add_envelope(word, letter.envelope, *ENVELOPES[letter.layout.paper])
    return word.save()


def _add_cover(word: "Word", cover: Cover) -> None:
    word.paragraph(cover.title, "Title")
    table = word.table(len(cover.rows), COVER)
    for row, (label, value) in zip(table.rows, cover.rows, strict=True):
        word.paragraph(label, place=word.fill(row.cells[0]))
        word.lines(tuple(value.split("\n")), word.fill(row.cells[1]))
    word.document.add_page_break()  # type: ignore[no-untyped-call]


def _add_envelope(word: "Word", envelope: Envelope, width: float, height: float) -> None:
    """Add a page that is as wide as the others are high, with an envelope to cut out."""
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = word.document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    table = word.table(2, (width * 0.46, width * 0.54), from_left=True)  # as the post reads it
    word.frame(table)
    for row, share in zip(table.rows, (0.45, 0.55), strict=True):
        row.height = Mm(height * share)
    word.lines(envelope.sender or ("",), word.fill(table.cell(0, 0)))
    stamp = word.paragraph(envelope.stamp, place=word.fill(table.cell(0, 1)))
    stamp.alignment = WD_ALIGN_PARAGRAPH.LEFT if word.is_rtl else WD_ALIGN_PARAGRAPH.RIGHT
    word.lines(envelope.address or ("",), word.fill(table.cell(1, 1)))
    word.paragraph(envelope.hint)
