"""The whole case on a page or two, to print for an evening of writing letters."""

from dataclasses import asdict
from io import BytesIO
from itertools import zip_longest

from petitions.documents.content import Run, Sheet, SheetOfficial
from petitions.documents.docx_writer import Word, fill
from petitions.documents.images import qr_png, qr_svg
from petitions.documents.sanitise import plain
from petitions.documents.typesetting import pdf

CODE_SIZE = 34  # millimetres


def sheet_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF.

    Raises:
        NoFont: a character would show as a box.

    """
    return pdf("sheet.typ", {**asdict(plain(sheet)), "code": qr_svg(sheet.link)})


def sheet_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a Word document."""
    sheet = plain(sheet)
    word = Word(sheet.layout, sheet.title)
    _add_head(word, sheet)
    _add_demands(word, sheet)
    if sheet.officials:
        word.paragraph(sheet.officials_title, "Heading 2")
        _add_officials(word, sheet.officials)
    for section in sheet.sections:
        word.paragraph(section.title, "Heading 2")
        word.flow(section.blocks)
    _add_code(word, sheet)
    return word.save()


def _add_head(word: Word, sheet: Sheet) -> None:
    word.paragraph((Run(sheet.kicker, strong=True),))
    word.paragraph(sheet.title, "Title")
    word.paragraph(sheet.lead)
    if sheet.deadline:
        word.paragraph(sheet.deadline, "Heading 2")


def _add_demands(word: Word, sheet: Sheet) -> None:
    word.paragraph(sheet.demands.title, "Heading 2")
    word.flow(sheet.demands.blocks)


def _add_officials(word: Word, officials: tuple[SheetOfficial, ...]) -> None:
    table = word.table((len(officials) + 1) // 2, (83, 83))
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, official in zip_longest(cells, officials):
        if official:
            _add_official(word, official, fill(cell))


def _add_official(word: Word, official: SheetOfficial, cell: object) -> None:
    word.line(Run(official.name, strong=True), cell)
    if official.role:
        word.line(Run(official.role, emphasis=True), cell)
    for line in official.address:
        word.line(Run(line), cell)
    for label, value in official.facts:
        word.line(Run(f"{label}: {value}"), cell)
    word.paragraph("", place=cell)


def _add_code(word: Word, sheet: Sheet) -> None:
    from docx.shared import Mm

    word.paragraph(sheet.link_hint).paragraph_format.keep_with_next = True
    picture = word.paragraph("").add_run().add_picture(BytesIO(qr_png(sheet.link)), Mm(CODE_SIZE))
    picture._inline.docPr.set("descr", sheet.link)
    word.line(Run(sheet.link))
