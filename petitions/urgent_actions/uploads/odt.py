"""The text of an OpenDocument text: paragraphs, lists, tables and boxes in their order."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from petitions.urgent_actions.uploads.text import UnreadableFile, laid_out, tidied
from petitions.urgent_actions.uploads.word import archive_of

_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT, _TABLE = f"{{{_ODF}:text:1.0}}", f"{{{_ODF}:table:1.0}}"
_OFFICE, _STYLE = f"{{{_ODF}:office:1.0}}", f"{{{_ODF}:style:1.0}}"
_BOX = f"{{{_ODF}:drawing:1.0}}text-box"
_PARAGRAPHS = {f"{_TEXT}p", f"{_TEXT}h"}
# What was struck out, what somebody noted at the margin, and what is no text.
_SKIPPED = {
    *(f"{_TEXT}{name}" for name in ("tracked-changes", "sequence-decls", "note")),
    *(f"{_OFFICE}{name}" for name in ("annotation", "forms")),
}
_MOST_SPACES = 100


def text(content: bytes) -> str:
    """Return the text of a document, that of its page heads first.

    Raises:
        UnreadableFile: with the reason.

    """
    with archive_of(content) as archive:
        names = set(archive.namelist())
        manifest = "META-INF/manifest.xml"
        if manifest in names and b"encryption-data" in archive.read(manifest):
            raise UnreadableFile("protected")
        if "content.xml" not in names:
            raise UnreadableFile("broken")
        styles = _parsed(archive.read("styles.xml")) if "styles.xml" in names else None
        body = _parsed(archive.read("content.xml")).find(f"{_OFFICE}body/{_OFFICE}text")
    heads = [] if styles is None else list(styles.iter(f"{_STYLE}header"))
    parts = [*heads, *([] if body is None else [body])]
    blocks = dict.fromkeys("\n".join(_blocks(part)) for part in parts)  # each head once
    return tidied("\n\n".join(blocks))


def _parsed(source: bytes) -> Any:
    try:
        return etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as problem:
        raise UnreadableFile("broken") from problem


def _blocks(place: Any) -> Iterator[str]:
    """Yield the paragraphs and tables of a place, each as text."""
    for element in place:
        if element.tag in _PARAGRAPHS:
            yield "".join(_words(element)).strip(" ")
            for box in element.iter(_BOX):
                if next(box.iterancestors(_BOX), None) is None:
                    yield "\n" + "\n".join(_blocks(box)) + "\n"
        elif element.tag == f"{_TEXT}list":
            for item in element:
                first, *others = list(_blocks(item)) or [""]
                is_marked = first.startswith("- ") or not first.strip()
                yield from (first if is_marked else f"- {first}", *others)
        elif element.tag == f"{_TABLE}table":
            yield f"\n{laid_out(_rows(element))}\n"
        elif element.tag not in _SKIPPED:
            yield from _blocks(element)


def _words(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        match child.tag:
            case tag if tag == f"{_TEXT}tab":
                yield "\t"
            case tag if tag == f"{_TEXT}line-break":
                yield "\n"
            case tag if tag == f"{_TEXT}s":
                count = child.get(f"{_TEXT}c", "1")
                yield " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES)
            case tag if tag not in _SKIPPED and tag != _BOX:
                yield from _words(child)
        yield child.tail or ""


def _rows(table: Any) -> list[list[str]]:
    return [
        [
            tidied("\n".join(_blocks(cell)))
            for cell in row.iter(f"{_TABLE}table-cell")
            if next(cell.iterancestors(f"{_TABLE}table")) is table
        ]
        for row in table.iter(f"{_TABLE}table-row")
        if next(row.iterancestors(f"{_TABLE}table")) is table
    ]
