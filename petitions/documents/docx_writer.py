"""Word documents: their styles, paper and tables. Import it where one is made: python-docx is slow.

Word's RIGHT is where a line ends, whichever side it begins on.
"""

import re
from collections.abc import Iterable
from io import BytesIO
from typing import Any, NamedTuple

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_DIRECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from petitions.documents.content import Block, Layout, Paper, Run
from petitions.documents.sanitise import direction

PAPER_SIZES: dict[Paper, tuple[float, float]] = {"a4": (210, 297), "us-letter": (215.9, 279.4)}
# In millimetres, as the paper.
MARGIN = 22
INDENT = 8
FILL_IN_WIDTH = 80
# In points: after the last line of an address; to sign in.
ADDRESS_GAP = 14
SIGNATURE_HEIGHT = 40
FRAME_PADDING = 400  # twentieths of a point

FONT = "Cambria"  # for letters; Word has fonts of its own for all other scripts
ACT = "1D4F91"
BLACK = "000000"


class Style(NamedTuple):
    """How paragraphs of one kind look: lengths in points; headings have a level in the outline."""

    name: str
    size: float
    before: int
    after: int
    colour: str = BLACK
    level: int | None = None


STYLES = (
    Style("Normal", 11.5, 0, 7),
    Style("Title", 26, 0, 8),
    Style("Heading 1", 13, 10, 6, level=0),
    Style("Heading 2", 13, 14, 5, ACT, level=1),
    Style("Heading 3", 11.5, 8, 4, level=2),
)

# Word wants the parts of a paragraph and of a table in their order: what comes after these.
AFTER_BIDI = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
AFTER_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
AFTER_MARGINS = ("w:tblLook",)

# Latin words, numbers and what is between them, within words that are read from the right.
FROM_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
LETTER = rf"[^\W_{FROM_RIGHT}]"
FROM_LEFT = re.compile(rf"([\u200e+(]*{LETTER}(?:[^{FROM_RIGHT}\n]*{LETTER})?\u200e?)")


# Parts of the template that a document needs not: a picture and figures of another one, sources,
# and styles for Word 2010, which name lists that are gone.
LEFT_OUT = (
    RT.THUMBNAIL,
    RT.EXTENDED_PROPERTIES,
    RT.CUSTOM_XML,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)
# Our two kinds of list, in place of those of the template.
NUMBERS, DOTS, BULLETS = 90, 91, 90
LISTS = f"""<w:numbering {nsdecls("w")}>
<w:abstractNum w:abstractNumId="{NUMBERS}"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="454" w:hanging="454"/></w:pPr></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="{DOTS}"><w:multiLevelType w:val="singleLevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/>
<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="454" w:hanging="454"/></w:pPr></w:lvl></w:abstractNum>
<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="{DOTS}"/></w:num>
</w:numbering>"""


class DocxWriter:
    """Writes into a document; `container` is where, if it is not the end: a cell of a table."""

    def __init__(self, layout: Layout, title: str) -> None:
        self.document = _empty_document(layout, title)
        self.is_rtl = layout.direction == "rtl"
        self.lists = 0  # the last one that is numbered

    def save(self) -> bytes:
        """Return the .docx file."""
        output = BytesIO()
        self.document.save(output)
        return output.getvalue()

    def paragraph(
        self, words: str | Iterable[Run], style: str = "Normal", container: Any = None
    ) -> Paragraph:
        """Add a paragraph that is read as the whole document is."""
        runs = (Run(words),) if isinstance(words, str) else words
        return _add_paragraph(container or self.document, runs, style, is_rtl=self.is_rtl)

    def line(self, run: Run, container: Any = None) -> Paragraph:
        """Add a line that begins where all lines begin, but is read as its first letter has it."""
        is_rtl = direction(run.text) == "rtl"
        line = _add_paragraph(container or self.document, (run,), "Normal", is_rtl=is_rtl)
        line.paragraph_format.space_after = 0
        if is_rtl != self.is_rtl:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        return line

    def lines(self, parts: tuple[str, ...], container: Any = None) -> None:
        """Add the lines of an address, and a gap."""
        for number, part in enumerate(parts, 1):
            line = self.line(Run(part), container)
            line.paragraph_format.space_after = Pt(ADDRESS_GAP if number == len(parts) else 0)

    def at_end(self, words: str) -> None:
        """Add a paragraph on the side where lines end."""
        self.paragraph(words).alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def line_to_fill_in(self, label: str, container: Any = None) -> None:
        """Add a label, and a rule to write on by hand."""
        line = self.paragraph(f"{label}\t", container=container).paragraph_format
        line.tab_stops.add_tab_stop(Mm(FILL_IN_WIDTH), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
        line.space_after = Pt(SIGNATURE_HEIGHT / 4)

    def closing(self, words: str) -> None:
        """Add the last words of a letter, with room to sign, on the page of what follows."""
        closing = self.paragraph(words).paragraph_format
        closing.keep_with_next = True
        closing.space_before, closing.space_after = Pt(10), Pt(SIGNATURE_HEIGHT)

    def number_of_pages(self, about: int, container: Any) -> None:
        """Add how many pages there are; `about` stands there until a program has counted them."""
        line = self.paragraph("", container=container)._element
        line.append(_field("NUMPAGES", about))

    def flow(self, blocks: Iterable[Block]) -> None:
        """Add paragraphs and lists."""
        last = 0
        for block in blocks:
            paragraph = self.paragraph(block.runs)
            if block.kind == "item":
                self._list_item(paragraph, BULLETS)
            elif block.kind == "numbered":
                if block.number != last + 1 or not last:
                    self._begin_list(block.number)
                self._list_item(paragraph, self.lists)
                last = block.number
            elif block.kind == "quote":
                paragraph.paragraph_format.left_indent = Mm(INDENT)
            elif block.kind == "heading":
                paragraph.style = self.document.styles["Heading 3"]

    def _begin_list(self, number: int) -> None:
        numbering = self.document.part.numbering_part.element
        override = numbering.add_num(NUMBERS).add_lvlOverride(0)
        override.add_startOverride(number)
        self.lists = override.getparent().numId

    def _list_item(self, paragraph: Paragraph, number: int) -> None:
        properties = paragraph._element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number

    def picture(self, png: bytes, width: float, description: str) -> None:
        """Add a picture; `width` in millimetres, `description` for those who do not see it."""
        picture = self.paragraph("").add_run().add_picture(BytesIO(png), Mm(width))
        picture._inline.docPr.set("descr", description)

    def table(
        self,
        rows: int,
        widths: tuple[float, ...],
        heights: tuple[float, ...] = (),
        *,
        from_left: bool = False,
    ) -> Table:
        """Add a table without rules, with its first column where one begins to read.

        Lengths in millimetres; a row is higher than `heights` says where it must be.
        """
        table: Table = self.document.add_table(rows, len(widths))
        is_rtl = self.is_rtl and not from_left
        table.table_direction = WD_TABLE_DIRECTION.RTL if is_rtl else WD_TABLE_DIRECTION.LTR
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
            for cell in column.cells:
                cell.width = Mm(width)
        for row, height in zip(table.rows, heights, strict=False):
            row.height = Mm(height)
        return table

    def frame(self, table: Table) -> None:
        """Draw a dashed line around a table, and keep what is in it away from that."""
        sides = ("top", "left", "bottom", "right")
        lines = "".join(f'<w:{side} w:val="dashed" w:sz="4"/>' for side in sides)
        margins = "".join(f'<w:{side} w:w="{FRAME_PADDING}" w:type="dxa"/>' for side in sides)
        borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{lines}</w:tblBorders>")
        table._tbl.tblPr.insert_element_before(borders, *AFTER_BORDERS)
        padding = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>")
        table._tbl.tblPr.insert_element_before(padding, *AFTER_MARGINS)

    def emptied(self, cell: _Cell) -> _Cell:
        """Return a cell to write into: without the empty paragraph that it comes with.

        It must then be written into: Word opens no table with an empty cell.
        """
        cell._element.remove(cell.paragraphs[0]._element)
        return cell


def _empty_document(layout: Layout, title: str) -> Document:
    document = docx.Document()
    properties = document.core_properties
    for part in list(properties._element):  # the template's author and date
        properties._element.remove(part)
    properties.title = title[:255]  # as long as one may be
    properties.author = ""
    properties.language = layout.language
    for language in document.styles.element.iter(qn("w:lang")):
        for kind in ("w:val", "w:eastAsia", "w:bidi"):
            language.set(qn(kind), layout.language.replace("_", "-"))
    section = document.sections[0]
    section.page_width, section.page_height = map(Mm, PAPER_SIZES[layout.paper])
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(MARGIN))
    for style in STYLES:
        _restyle(document, style)
    lists = document.part.numbering_part.element
    lists[:] = list(parse_xml(LISTS))
    for part in document.styles.element.findall(f".//{qn('w:numPr')}"):
        part.getparent().remove(part)  # to lists that the template had
    section.different_first_page_header_footer = True
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer._element.append(_field("PAGE", 2))
    for rels in (document.part.package.rels, document.part.rels):
        for key in [key for key, part in rels.items() if part.reltype in LEFT_OUT]:
            del rels[key]
    return document


def _field(name: str, value: int) -> Any:
    """Return what a program fills in; `value` is what stands there until then."""
    return parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr="{name}" w:dirty="true">'
        f"<w:r><w:t>{value}</w:t></w:r></w:fldSimple>"
    )


def _restyle(document: Document, style: Style) -> None:
    element = document.styles[style.name].element
    for part in [*element.findall(qn("w:pPr")), *element.findall(qn("w:rPr"))]:
        element.remove(part)
    before, after, half_points = style.before * 20, style.after * 20, round(style.size * 2)
    is_heading = style.name != "Normal"
    keep = "<w:keepNext/><w:keepLines/>" if is_heading else ""
    bold = "<w:b/><w:bCs/>" if is_heading else ""
    outline = "" if style.level is None else f'<w:outlineLvl w:val="{style.level}"/>'
    paragraphs = f"""<w:pPr {nsdecls("w")}>{keep}
<w:spacing w:before="{before}" w:after="{after}" w:line="259" w:lineRule="auto"/>
{outline}</w:pPr>"""
    letters = f"""<w:rPr {nsdecls("w")}><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}"/>{bold}
<w:color w:val="{style.colour}"/><w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>
</w:rPr>"""
    element.append(parse_xml(paragraphs))
    element.append(parse_xml(letters))


def _add_paragraph(container: Any, runs: Iterable[Run], style: str, *, is_rtl: bool) -> Paragraph:
    paragraph: Paragraph = container.add_paragraph(style=style)
    if is_rtl:
        properties = paragraph._element.get_or_add_pPr()
        properties.insert_element_before(OxmlElement("w:bidi"), *AFTER_BIDI)
    for run in runs:
        pieces = FROM_LEFT.split(run.text) if is_rtl else [run.text]
        for number, piece in enumerate(pieces):
            if not piece:
                continue
            added = paragraph.add_run(piece)
            font = added.font
            if run.strong:
                font.bold = font.cs_bold = True
            if run.emphasis:
                font.italic = font.cs_italic = True
            if is_rtl and number % 2 == 0:  # between those that are read from the left
                font.rtl = True
            if run.link:
                font.underline = True
                paragraph._element.append(_link_to(run.link, paragraph))
                paragraph._element[-1].append(added._element)
    return paragraph


def _link_to(address: str, paragraph: Paragraph) -> Any:
    link = OxmlElement("w:hyperlink")
    key = paragraph.part.relate_to(address, RT.HYPERLINK, is_external=True)
    link.set(qn("r:id"), key)
    return link
