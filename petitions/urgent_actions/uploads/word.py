"""The text of a Word document: paragraphs, lists, tables and boxes in their order."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml

from petitions.urgent_actions.uploads.text import UnreadableFile, laid_out, tidied

UNPACKED_BYTES = 48 * 1024 * 1024
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}sym": "•",  # a sign of a font of signs: hardly ever another one
}
# What was struck out or moved away, the second form of a box, and what is no text.
_SKIPPED = {f"{_W}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "rt")} | {f"{_MC}Fallback"}
_BOX = f"{_W}txbxContent"


def text(content: bytes) -> str:
    """Return the text of a document, that of its page heads first.

    Raises:
        UnreadableFile: with the reason.

    """
    document = _opened(content)
    list_styles = {
        style.get(f"{_W}styleId")
        for style in document.styles.element.iter(f"{_W}style")
        if style.find(f"{_W}pPr/{_W}numPr") is not None
        and style.find(f"{_W}pPr/{_W}outlineLvl") is None
    }
    heads: dict[str, Any] = {}  # each that says something new, once
    for relation in document.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.HEADER:
            head = parse_xml(relation.target_part.blob)
            heads.setdefault("".join(head.itertext()), head)
    parts = [*heads.values(), document.element.body]
    return tidied("\n\n".join("\n".join(_blocks(part, list_styles)) for part in parts))


def archive_of(content: bytes) -> ZipFile:
    """Return the archive that a document is.

    Raises:
        UnreadableFile: it is none, too large, or protected.

    """
    try:
        archive = ZipFile(BytesIO(content))
    except BadZipFile as problem:
        raise UnreadableFile("broken") from problem
    files = archive.infolist()
    if sum(file.file_size for file in files) > UNPACKED_BYTES:
        raise UnreadableFile("too-large")
    if any(file.flag_bits & 1 for file in files):
        raise UnreadableFile("protected")
    return archive


def _opened(content: bytes) -> Any:
    with archive_of(content) as archive:
        if "[Content_Types].xml" not in archive.namelist():
            raise UnreadableFile("unknown-kind")
    try:
        return docx.Document(BytesIO(content))
    except ValueError as problem:  # of another program, such as a spreadsheet
        raise UnreadableFile("unknown-kind") from problem


def _blocks(place: Any, list_styles: set[str]) -> Iterator[str]:
    """Return the paragraphs and tables of a place, each as text."""
    for element in place:
        if element.tag == f"{_W}p":
            yield from _paragraph(element, list_styles)
        elif element.tag == f"{_W}tbl":
            yield f"\n{laid_out(_rows(element, list_styles))}\n"
        elif element.tag not in _SKIPPED:
            yield from _blocks(element, list_styles)


def _paragraph(paragraph: Any, list_styles: set[str]) -> Iterator[str]:
    words = "".join(_words(paragraph)).strip(" ")
    number = paragraph.find(f"{_W}pPr/{_W}numPr/{_W}numId")
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    if number is not None:
        is_item = number.get(f"{_W}val") != "0"  # which takes it out of the list
    else:
        is_item = style is not None and style.get(f"{_W}val") in list_styles
    yield f"- {words}" if is_item and words.strip() else words
    for box in paragraph.iter(_BOX):
        is_second = any(above.tag in _SKIPPED for above in box.iterancestors())
        if not is_second and next(box.iterancestors(_BOX), None) is None:
            yield "\n" + "\n".join(_blocks(box, list_styles)) + "\n"


def _words(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag not in _SKIPPED and child.tag != _BOX:
            yield from _words(child)


def _rows(table: Any, list_styles: set[str]) -> list[list[str]]:
    return [
        [
            tidied("\n".join(_blocks(cell, list_styles)))
            for cell in row.iter(f"{_W}tc")
            if next(cell.iterancestors(f"{_W}tbl")) is table
        ]
        for row in table.iter(f"{_W}tr")
        if next(row.iterancestors(f"{_W}tbl")) is table
    ]
