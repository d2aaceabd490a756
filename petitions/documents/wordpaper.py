"""An empty Word document: its paper, its type, its language, and nothing of who made it."""

from typing import TYPE_CHECKING, NamedTuple

from petitions.documents.content import Layout

if TYPE_CHECKING:
    from docx.document import Document

PAPERS = {"a4": (210, 297), "us-letter": (215.9, 279.4)}  # millimetres
MARGIN = 22

FONT = "Cambria"  # for letters; Word has fonts of its own for all other scripts
RED = "A81E17"
BLACK = "000000"


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
