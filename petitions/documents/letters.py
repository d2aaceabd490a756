"""Letters to print and send, as PDF or for Word."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from petitions.documents.content import Cover, Envelope, Letter
from petitions.documents.memory import bounded
from petitions.documents.sanitise import plain
from petitions.documents.typesetting import pdf

if TYPE_CHECKING:
    from petitions.documents.docx_writer import DocxWriter

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


@bounded
def letter_docx(letter: Letter) -> bytes:
    """Return the letter as a Word document, to change and print."""
    from petitions.documents.docx_writer import DocxWriter

    letter = plain(letter)
    writer = DocxWriter(letter.layout, letter.subject)
    if letter.cover:
        _add_cover(writer, letter.cover)
    writer.lines(letter.sender)
    if not letter.sender:
        for label in letter.open_lines:
            writer.line_to_fill_in(label)
    writer.lines(letter.address)
    writer.at_end(letter.date)
    writer.paragraph(letter.subject, "Heading 1")
    writer.paragraph(letter.salutation)
    writer.flow(letter.body)
    writer.closing(letter.closing)
    if letter.name:
        writer.lines((letter.name,))
    else:
        writer.line_to_fill_in("".join(letter.open_lines[:1]))
    if letter.copies:
        writer.paragraph(letter.copies)
    if letter.envelope:
        _add_envelope(writer, letter.envelope, *ENVELOPES[letter.layout.paper])
    return writer.save()


def _add_cover(writer: "DocxWriter", cover: Cover) -> None:
    writer.paragraph(cover.title, "Title")
    table = writer.table(len(cover.rows), COVER)
    for row, (label, value) in zip(table.rows, cover.rows, strict=True):
        writer.paragraph(label, container=writer.emptied(row.cells[0]))
        writer.lines(tuple(value.split("\n")), writer.emptied(row.cells[1]))
    writer.document.add_page_break()  # type: ignore[no-untyped-call]


def _add_envelope(writer: "DocxWriter", envelope: Envelope, width: float, height: float) -> None:
    """Add a page that is as wide as the others are high, with an envelope to cut out."""
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    section = writer.document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    table = writer.table(2, (width * 0.46, width * 0.54), from_left=True)  # as the post reads it
    writer.frame(table)
    for row, share in zip(table.rows, (0.45, 0.55), strict=True):
        row.height = Mm(height * share)
    writer.lines(envelope.sender or ("",), writer.emptied(table.cell(0, 0)))
    stamp = writer.paragraph(envelope.stamp, container=writer.emptied(table.cell(0, 1)))
    stamp.alignment = WD_ALIGN_PARAGRAPH.LEFT if writer.is_rtl else WD_ALIGN_PARAGRAPH.RIGHT
    writer.lines(envelope.address or ("",), writer.emptied(table.cell(1, 1)))
    writer.paragraph(envelope.hint)
