"""Letters to print and send, as PDF or for Word."""

from dataclasses import asdict

from petitions.documents.content import Cover, Envelope, Letter
from petitions.documents.docx_writer import Word, fill, frame
from petitions.documents.sanitise import plain
from petitions.documents.typesetting import pdf

SIGNATURE = 40  # points to sign in
TO_WRITE_ON = 80  # millimetres
COVER = (42, 124)  # labels, values
ENVELOPES = {"a4": (220, 110), "us-letter": (241.3, 104.8)}  # DL and number 10, in millimetres


def letter_pdf(letter: Letter) -> bytes:
    """Return the letter as a PDF, on one page where it fits.

    Raises:
        NoFont: a character would show as a box.

    """
    values = asdict(plain(letter))
    return pdf("letter.typ", {**values, "title": values["subject"]})


def letter_docx(letter: Letter) -> bytes:
    """Return the letter as a Word document, to change and print."""
    letter = plain(letter)
    word = Word(letter.layout, letter.subject)
    if letter.cover:
        _add_cover(word, letter.cover)
    _add_head(word, letter)
    word.paragraph(letter.salutation)
    word.flow(letter.body)
    _add_signature(word, letter)
    if letter.copies:
        word.paragraph(letter.copies)
    if letter.envelope:
        _add_envelope(word, letter.envelope, *ENVELOPES[letter.layout.paper])
    return word.save()


def _add_cover(word: Word, cover: Cover) -> None:
    word.paragraph(cover.title, "Title")
    table = word.table(len(cover.rows), COVER)
    for row, (label, value) in zip(table.rows, cover.rows, strict=True):
        word.paragraph(label, place=fill(row.cells[0]))
        word.lines(tuple(value.split("\n")), fill(row.cells[1]))
    word.break_page()


def _add_head(word: Word, letter: Letter) -> None:
    word.lines(letter.sender)
    if not letter.sender:
        for label in letter.open_lines:
            _add_line_to_fill_in(word, label)
    word.lines(letter.address)
    word.at_end(letter.date)
    word.paragraph(letter.subject, "Heading 1")


def _add_signature(word: Word, letter: Letter) -> None:
    from docx.shared import Pt

    closing = word.paragraph(letter.closing).paragraph_format
    closing.keep_with_next = True
    closing.space_before, closing.space_after = Pt(10), Pt(SIGNATURE)
    if letter.name:
        word.lines((letter.name,))
    else:
        _add_line_to_fill_in(word, "".join(letter.open_lines[:1]))


def _add_line_to_fill_in(word: Word, label: str) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.shared import Mm, Pt

    line = word.paragraph(f"{label}\t" if label else "\t").paragraph_format
    line.tab_stops.add_tab_stop(Mm(TO_WRITE_ON), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
    line.space_after = Pt(SIGNATURE / 4)


def _add_envelope(word: Word, envelope: Envelope, width: float, height: float) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    word.turn_page()
    table = word.table(2, (width * 0.46, width * 0.54), from_left=True)  # as the post reads it
    frame(table)
    for row, share in zip(table.rows, (0.45, 0.55), strict=True):
        row.height = Mm(height * share)
    word.lines(envelope.sender or ("",), fill(table.cell(0, 0)))
    stamp = word.paragraph(envelope.stamp, place=fill(table.cell(0, 1)))
    stamp.alignment = WD_ALIGN_PARAGRAPH.LEFT if word.is_rtl else WD_ALIGN_PARAGRAPH.RIGHT
    word.lines(envelope.address or ("",), fill(table.cell(1, 1)))
    word.paragraph(envelope.hint)
