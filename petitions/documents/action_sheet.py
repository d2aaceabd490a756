"""The whole case on a page or two, to print for an evening of writing letters."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from petitions.documents.content import Run, Sheet, SheetOfficial
from petitions.documents.images import qr_png, qr_svg
from petitions.documents.sanitise import plain
from petitions.documents.typesetting import pdf

if TYPE_CHECKING:
    from petitions.documents.docx_writer import Word

CODE_SIZE = 34  # millimetres
COLUMNS = (83, 83)


def sheet_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF.

    Raises:
        NoFont: a character would show as a box.

    """
    return pdf("sheet.typ", {**asdict(plain(sheet)), "code": qr_svg(sheet.link)})


def sheet_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a Word document."""
    from petitions.documents.docx_writer import Word

    sheet = plain(sheet)
    word = Word(sheet.layout, sheet.title)
    word.paragraph((Run(sheet.kicker, strong=True),))
    word.paragraph(sheet.title, "Title")
    word.paragraph(sheet.lead)
    if sheet.deadline:
        word.paragraph(sheet.deadline, "Heading 2")
    word.paragraph(sheet.demands.title, "Heading 2")
    word.flow(sheet.demands.blocks)
    if sheet.officials:
        word.paragraph(sheet.officials_title, "Heading 2")
        _add_officials(word, sheet.officials)
    for section in sheet.sections:
        word.paragraph(section.title, "Heading 2")
        word.flow(section.blocks)
    word.paragraph(sheet.link_hint).paragraph_format.keep_with_next = True
    word.picture(qr_png(sheet.link), CODE_SIZE, sheet.link)
    word.line(Run(sheet.link))
    return word.save()


def _add_officials(word: "Word", officials: tuple[SheetOfficial, ...]) -> None:
    table = word.table((len(officials) + 1) // 2, COLUMNS)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, official in zip(cells, officials, strict=False):  # one cell too many stays empty
        place = word.fill(cell)
        word.line(Run(official.name, strong=True), place)
        if official.role:
            word.line(Run(official.role, emphasis=True), place)
        for line in official.address:
            word.line(Run(line), place)
        for label, value in official.facts:
            word.line(Run(f"{label}: {value}"), place)
        word.paragraph("", place=place)
