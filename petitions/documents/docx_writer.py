"""Letters and sheets as Word documents: styles, page frame, and what stands on it."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from petitions.documents.content import Block, Layout, Run
from petitions.documents.sanitise import direction

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

PAPERS = {"a4": (210, 297), "us-letter": (215.9, 279.4)}  # millimetres
MARGIN = 22

FONT = "Cambria"  # for letters; Word has fonts of its own for all other scripts
RED = "A81E17"
BLACK = "000000"
INDENT = 8  # millimetres
GAP = 14  # points, after the last line of an address
PADDING = 400  # twentieths of a point, within a frame

# Word wants the parts of a paragraph and of a table in their order: what comes after these.
AFTER = {
    "bidi": ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    "tblBorders": ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"),
    "tblCellMar": ("w:tblLook",),
}

# Latin words, numbers and what is between them, within words that are read from the right.
FROM_RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
LETTER = rf"[^\W_{FROM_RIGHT}]"
FROM_LEFT = re.compile(rf"([\u200e+(]*{LETTER}(?:[^{FROM_RIGHT}\n]*{LETTER})?\u200e?)")


class Style(NamedTuple):
    """How paragraphs of one kind look: lengths in points; headings stay with what follows."""

    name: str
    size: float
    before: int
    after: int
    colour: str = BLACK
    level: int | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it is bold, and no page ends after it."""
        return self.name != "Normal"


STYLES = (
    Style("Normal", 11.5, 0, 7),
    Style("Title", 26, 0, 8),
    Style("Heading 1", 13, 10, 6, level=0),
    Style("Heading 2", 13, 14, 5, RED, level=1),
)

WORDML = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARAGRAPHS = f"""<w:pPr xmlns:w="{WORDML}">{{keep}}
<w:spacing w:before="{{before}}" w:after="{{after}}" w:line="259" w:lineRule="auto"/>
{{level}}</w:pPr>"""
LETTERS = f"""<w:rPr xmlns:w="{WORDML}"><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}"/>{{bold}}
<w:color w:val="{{colour}}"/><w:sz w:val="{{half_points}}"/><w:szCs w:val="{{half_points}}"/>
</w:rPr>"""


def empty(layout: Layout, title: str) -> "Document":
    """Return a document to write into."""
    import docx

    document = docx.Document()
    _describe(document, layout, title)
    _set_paper(document, layout)
    for style in STYLES:
        _dress(document, style)
    return document


def _describe(document: "Document", layout: Layout, title: str) -> None:
    properties = document.core_properties
    for part in list(properties._element):  # the template's author and date
        properties._element.remove(part)
    properties.title = title[:255]  # as long as one may be
    properties.author = ""
    properties.language = layout.language
    for language in document.styles.element.iter(f"{{{WORDML}}}lang"):
        for kind in ("val", "eastAsia", "bidi"):
            language.set(f"{{{WORDML}}}{kind}", layout.language.replace("_", "-"))


def _set_paper(document: "Document", layout: Layout) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = map(Mm, PAPERS[layout.paper])
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(MARGIN))


def _dress(document: "Document", style: Style) -> None:
    from docx.oxml import parse_xml

    element = document.styles[style.name].element
    for name in ("pPr", "rPr"):
        for part in element.findall(f"{{{WORDML}}}{name}"):
            element.remove(part)
    values = {
        "keep": "<w:keepNext/><w:keepLines/>" if style.is_heading else "",
        "before": style.before * 20,
        "after": style.after * 20,
        "level": "" if style.level is None else f'<w:outlineLvl w:val="{style.level}"/>',
        "bold": "<w:b/><w:bCs/>" if style.is_heading else "",
        "colour": style.colour,
        "half_points": round(style.size * 2),
    }
    element.append(parse_xml(PARAGRAPHS.format(**values)))
    element.append(parse_xml(LETTERS.format(**values)))


class Word:
    """Writes into a document; `place` is where, if it is not the end: a cell of a table."""

    def __init__(self, layout: Layout, title: str) -> None:
        self.document = empty(layout, title)
        self.is_rtl = layout.direction == "rtl"

    def save(self) -> bytes:
        """Return the .docx file."""
        output = BytesIO()
        self.document.save(output)
        return output.getvalue()

    def paragraph(
        self, words: str | Iterable[Run], style: str = "Normal", place: Any = None
    ) -> "Paragraph":
        """Add a paragraph that is read as the whole document is."""
        runs = (Run(words),) if isinstance(words, str) else words
        return _paragraph(place or self.document, runs, style, is_rtl=self.is_rtl)

    def line(self, run: Run, place: Any = None) -> "Paragraph":
        """Add a line that begins where all lines begin, but is read as its first letter has it."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        is_rtl = direction(run.text) == "rtl"
        line = _paragraph(place or self.document, (run,), "Normal", is_rtl=is_rtl)
        line.paragraph_format.space_after = 0
        if is_rtl != self.is_rtl:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT  # Word's word for where a line ends
        return line

    def lines(self, parts: tuple[str, ...], place: Any = None) -> None:
        """Add the lines of an address, and a gap."""
        from docx.shared import Pt

        for number, part in enumerate(parts, 1):
            line = self.line(Run(part), place)
            line.paragraph_format.space_after = Pt(GAP if number == len(parts) else 0)

    def at_end(self, words: str) -> None:
        """Add a paragraph on the side where lines end."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        self.paragraph(words).alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def flow(self, blocks: Iterable[Block]) -> None:
        """Add paragraphs and lists."""
        from docx.shared import Mm

        for block in blocks:
            if block.kind in {"item", "numbered"}:
                self.item(f"{block.number}." if block.number else "•", block.runs)
                continue
            paragraph = self.paragraph(block.runs)
            if block.kind == "quote":
                paragraph.paragraph_format.left_indent = Mm(INDENT)
            if block.kind == "heading":
                paragraph.style = self.document.styles["Heading 1"]

    def item(self, mark: str, runs: Iterable[Run]) -> None:
        """Add an item of a list, behind its mark."""
        from docx.shared import Mm

        form = self.paragraph((Run(f"{mark}\t"), *runs)).paragraph_format
        form.left_indent, form.first_line_indent = Mm(INDENT), Mm(-INDENT)

    def table(self, rows: int, widths: tuple[float, ...], *, from_left: bool = False) -> "Table":
        """Add a table without rules, with its first column where one begins to read."""
        from docx.enum.table import WD_TABLE_DIRECTION
        from docx.shared import Mm

        table: Table = self.document.add_table(rows, len(widths))
        is_rtl = self.is_rtl and not from_left
        table.table_direction = WD_TABLE_DIRECTION.RTL if is_rtl else WD_TABLE_DIRECTION.LTR
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
            for cell in column.cells:
                cell.width = Mm(width)
        return table

    def break_page(self) -> None:
        """Begin a page."""
        from docx.enum.text import WD_BREAK

        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def turn_page(self) -> None:
        """Begin a page that is as wide as the others are high."""
        from docx.enum.section import WD_ORIENT

        section = self.document.add_section()
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width


def frame(table: "Table") -> None:
    """Draw a dashed line around a table, and keep what is in it away from that."""
    from docx.oxml import parse_xml

    sides = ("top", "left", "bottom", "right")
    lines = "".join(f'<w:{side} w:val="dashed" w:sz="4"/>' for side in sides)
    margins = "".join(f'<w:{side} w:w="{PADDING}" w:type="dxa"/>' for side in sides)
    for name, parts in (("tblBorders", lines), ("tblCellMar", margins)):
        element = parse_xml(f'<w:{name} xmlns:w="{WORDML}">{parts}</w:{name}>')
        table._tbl.tblPr.insert_element_before(element, *AFTER[name])


def fill(cell: Any) -> Any:
    """Return a cell to write into: without the empty paragraph that it comes with.

    It must then be written into: Word opens no table with an empty cell.
    """
    cell._element.remove(cell.paragraphs[0]._element)
    return cell


def _paragraph(place: Any, runs: Iterable[Run], style: str, *, is_rtl: bool) -> "Paragraph":
    paragraph: Paragraph = place.add_paragraph(style=style)
    if is_rtl:
        _read_from_right(paragraph)
    for run in runs:
        for words, from_right in _pieces(run.text, is_rtl=is_rtl):
            _add(paragraph, words, run, is_rtl=from_right)
    return paragraph


def _pieces(text: str, *, is_rtl: bool) -> Iterator[tuple[str, bool]]:
    pieces = FROM_LEFT.split(text) if is_rtl else ["", text]
    return ((piece, number % 2 == 0) for number, piece in enumerate(pieces) if piece)


def _add(paragraph: "Paragraph", words: str, run: Run, *, is_rtl: bool) -> None:
    font = paragraph.add_run(words).font
    if run.strong:
        font.bold = font.cs_bold = True
    if run.emphasis:
        font.italic = font.cs_italic = True
    if is_rtl:
        font.rtl = True


def _read_from_right(paragraph: "Paragraph") -> None:
    from docx.oxml import OxmlElement

    form = paragraph._element.get_or_add_pPr()
    form.insert_element_before(OxmlElement("w:bidi"), *AFTER["bidi"])
