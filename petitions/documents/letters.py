"""Letters to print and send, as PDF or for Word."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from petitions.documents.content import Cover, Envelope, Letter, Run
from petitions.documents.memory import bounded
from petitions.documents.sanitise import plain
from petitions.documents.typesetting import pdf

if TYPE_CHECKING:
    from petitions.documents.docx_writer import DocxWriter

# In millimetres: the labels and values of a cover sheet; envelopes (DL and number 10).
COVER = (42, 124)
ENVELOPES = {"a4": (220, 110), "us-letter": (241.3, 104.8)}
# The window of an envelope: its width, how far it begins below the upper margin, and where the
# letter goes on, below that (DIN 5008, form B; number 10).
WINDOWS = {"a4": (85, 24, 50), "us-letter": (98, 31, 34)}
PAGE_CHARACTERS = 2_500  # of a letter: Word counts the pages itself, once it has opened it


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
        _add_cover(writer, letter, letter.cover)
    _add_head(writer, letter)
    if letter.reference:
        writer.paragraph(letter.reference)
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


def _add_cover(writer: "DocxWriter", letter: Letter, cover: Cover) -> None:
    writer.paragraph(cover.title, "Title")
    table = writer.table(len(cover.rows) + 1, COVER)
    cells = [(row.cells[0], writer.emptied(row.cells[1])) for row in table.rows]
    for (head, container), (label, value) in zip(cells, cover.rows, strict=False):
        writer.paragraph(label, container=writer.emptied(head))
        for line in value.split("\n"):
            if line:
                writer.line(Run(line), container)
            else:
                writer.line_to_fill_in("", container)
    head, container = cells[-1]
    writer.paragraph(cover.pages, container=writer.emptied(head))
    characters = sum(len(run.text) for block in letter.body for run in block.runs)
    writer.number_of_pages(2 + characters // PAGE_CHARACTERS, container)
    writer.document.add_section()


def _add_head(writer: "DocxWriter", letter: Letter) -> None:
    """Add the sender, and the address where the window of an envelope shows it."""
    width, above, height = WINDOWS[letter.layout.paper]
    table = writer.table(2, (width,), (above, height), from_left=True)
    sender, address = (writer.emptied(row.cells[0]) for row in table.rows)
    for label in () if letter.sender else letter.open_lines:
        writer.line_to_fill_in(label, sender)
    if letter.sender or not letter.open_lines:
        writer.lines(letter.sender or ("",), sender)
    writer.lines(letter.address or ("",), address)


def _add_envelope(writer: "DocxWriter", envelope: Envelope, width: float, height: float) -> None:
    """Add a page that is as wide as the others are high, with an envelope to cut out."""
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    section = writer.document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    widths, heights = (width * 0.46, width * 0.54), (height * 0.45, height * 0.55)
    table = writer.table(2, widths, heights, from_left=True)  # as the post reads it
    writer.frame(table)
    writer.lines(envelope.sender or ("",), writer.emptied(table.cell(0, 0)))
    stamp = writer.paragraph(envelope.stamp, container=writer.emptied(table.cell(0, 1)))
    stamp.alignment = WD_ALIGN_PARAGRAPH.LEFT if writer.is_rtl else WD_ALIGN_PARAGRAPH.RIGHT
    writer.lines(envelope.address or ("",), writer.emptied(table.cell(1, 1)))
    writer.paragraph(envelope.hint)
