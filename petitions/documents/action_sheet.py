"""The whole case on a page or two, to print for an evening of writing letters."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from petitions.documents.content import Run, Sheet, SheetOfficial
from petitions.documents.images import qr_png, qr_svg
from petitions.documents.left_out import leaving_out
from petitions.documents.memory import bounded
from petitions.documents.sanitise import plain
from petitions.documents.typesetting import pdf

if TYPE_CHECKING:
    from petitions.documents.docx_writer import DocxWriter

CODE_SIZE, PHOTO_SIZE = 34, 60  # millimetres
COLUMNS = (83, 83)


def sheet_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as a PDF; what no font shows is left out."""
    return leaving_out(_sheet_pdf, sheet)[0]


def _sheet_pdf(sheet: Sheet) -> bytes:
    return pdf("sheet.typ", {**asdict(plain(sheet)), "code": qr_svg(sheet.link)})


@bounded
def sheet_docx(sheet: Sheet) -> bytes:
    """Return the sheet as a Word document."""
    from petitions.documents.docx_writer import DocxWriter

    sheet = plain(sheet)
    writer = DocxWriter(sheet.layout, sheet.title)
    writer.paragraph((Run(sheet.kicker, strong=True),))
    writer.paragraph(sheet.title, "Title")
    writer.paragraph(sheet.lead)
    if sheet.photo:
        writer.picture(sheet.photo.content, PHOTO_SIZE, sheet.photo.alt)
        if sheet.photo.credit:
            writer.paragraph(sheet.photo.credit)
    if sheet.responsible:
        writer.paragraph(sheet.responsible)
    if sheet.deadline:
        writer.paragraph(sheet.deadline, "Heading 2")
    if sheet.demands.blocks:
        writer.paragraph(sheet.demands.title, "Heading 2")
        writer.flow(sheet.demands.blocks)
    if sheet.officials:
        writer.paragraph(sheet.officials_title, "Heading 2")
        _add_officials(writer, sheet.officials)
    for section in sheet.sections:
        writer.paragraph(section.title, "Heading 2")
        writer.flow(section.blocks)
    writer.paragraph(sheet.link_hint).paragraph_format.keep_with_next = True
    writer.picture(qr_png(sheet.link), CODE_SIZE, sheet.link)
    writer.line(Run(sheet.link, link=sheet.link))
    return writer.save()


def _add_officials(writer: "DocxWriter", officials: tuple[SheetOfficial, ...]) -> None:
    table = writer.table((len(officials) + 1) // 2, COLUMNS)
    cells = [cell for row in table.rows for cell in row.cells]
    for cell, official in zip(cells, officials, strict=False):  # one cell too many stays empty
        container = writer.emptied(cell)
        writer.line(Run(official.name, strong=True), container)
        if official.role:
            writer.line(Run(official.role, emphasis=True), container)
        for line in official.address:
            writer.line(Run(line), container)
        for label, value in official.facts:
            writer.line(Run(f"{label}: {value}"), container)
        writer.paragraph("", container=container)
