"""The text layer of a PDF, by where its lines lie on the pages."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from cryptography.hazmat.backends import default_backend
from pdfminer.cmapdb import CMapDB
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTFigure, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from petitions.urgent_actions.uploads.page_layout import (
    CLOSE,
    Box,
    Line,
    closeness,
    in_order,
    without,
)
from petitions.urgent_actions.uploads.text import UnreadableFile, tidied

# For files that anybody may open and not everybody print: loaded here, while that may be.
default_backend()

_END = b"%%EOF"
_END_WITHIN = 4096
_MARGIN = 0.1  # of the height, above and below
# "7", "- 7 -", "Page 7", "Seite 7 von 9", "7/9"
_PAGE_NUMBER = r"\W*(?:[^\W\d]+ )?{}(?:\W*| [^\W\d]+ |/)\d*\W*"

_PAGE_NUMBER_KEY = "page number"
_BULLET = "[•▪■●○◦‣⁃·\uf0b7\uf0a7\uf06e\uf0a8\uf0d8\uf0fc]"  # the last are those of Word's fonts
# Without its font a bullet may be a letter, or a character that the file does not name.
_ONLY_BULLET = re.compile(rf"(?:{_BULLET}|\(cid:\d+\)|[-–*no])")
_DASHES = "-–*"
_FAR_FROM_BULLET, _FAR_FROM_LABEL = 4, 12  # heights of a line
_FIRST_BULLET = re.compile(rf"\A(?:{_BULLET}|\(cid:\d+\))\s*(?=\S)")
_UNREADABLE = re.compile(r"\(cid:\d+\)")


@dataclass(frozen=True)
class Page:
    """A page: boxes of lines, in any order."""

    height: float
    boxes: list[Box]
    close: float = CLOSE  # how far apart lines of one paragraph are at most, in their heights


class _Words(PDFPageAggregator):
    """Lays out what is written, and nothing that is drawn."""

    def paint_path(self, *drawn: Any, **how: Any) -> None:
        """Leave out rules, boxes and drawings, of which there may be very many."""

    def render_image(self, *drawn: Any, **how: Any) -> None:
        """Leave out pictures."""


def text(content: bytes) -> str:
    """Return the text, columns one after the other, running heads once.

    Raises:
        UnreadableFile: with the reason.

    """
    if _END not in content[-_END_WITHIN:]:
        raise UnreadableFile("broken")  # cut off: half of it would look like all of it
    # Characters of some Chinese, Japanese and Korean files are listed in files of the library:
    # none is opened here, see `sandbox`.
    setattr(CMapDB, "_load_data", _unknown_map)  # noqa: B010  (mypy allows no assignment)
    resources = PDFResourceManager()
    device = _Words(resources)
    interpreter = PDFPageInterpreter(resources, device)
    pages = []
    try:
        for page in PDFPage.get_pages(BytesIO(content)):
            interpreter.process_page(page)
            pages.append(_page_of(device.get_result()))
    except (PDFPasswordIncorrect, PDFEncryptionError) as problem:
        raise UnreadableFile("protected") from problem
    words = tidied("\n\n".join(map(flowing, without_running_heads(pages))))
    if not any(map(str.isalpha, words)):
        raise UnreadableFile("no-text")  # a scan, with its page numbers at most
    return words


def _unknown_map(name: str) -> None:
    raise CMapDB.CMapNotFound(name)


def _page_of(page: LTPage) -> Page:
    characters = [item for item in page if isinstance(item, LTChar)]
    lines = page.group_objects(LAParams(), characters) if characters else ()
    close = closeness([_line(line) for line in lines if line.get_text().strip()])
    # All texts: those of forms within the page too, which may hold all of it.
    page.analyze(LAParams(line_margin=close, boxes_flow=None, all_texts=True))
    return Page(page.height, [Box(tuple(map(_line, box))) for box in _text_boxes(page)], close)


def _text_boxes(part: Any) -> Iterator[LTTextBox]:
    for item in part:
        if isinstance(item, LTTextBox):
            yield item
        elif isinstance(item, LTFigure):
            yield from _text_boxes(item)


def _line(line: LTTextLine) -> Line:
    return Line(line.get_text().strip(), line.x0, line.x1, line.y0, line.y1)


def flowing(page: Page) -> str:
    """Return the words as they are read, an empty line between what does not go on."""
    pieces: list[str] = []
    above = None
    for line in (line for box in in_order(joined(page.boxes)) for line in box.lines):
        if above:
            gap = above.gap_to(line)
            pieces.append("\n" if gap is not None and gap <= page.close else "\n\n")
        words = _FIRST_BULLET.sub("• ", line.words)
        pieces.append(_UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", words))
        above = line
    return "".join(pieces)


def without_running_heads(pages: list[Page]) -> list[Page]:
    """Return the pages without what stands at the same edge of several, but for its first time.

    Numbers of pages go altogether.
    """
    heads = [_heads(page, number) for number, page in enumerate(pages, 1)]
    pages_with = Counter(key for of_page in heads for key in set(of_page.values()))
    seen = {key for key in pages_with if key[0] == _PAGE_NUMBER_KEY}
    cleared = []
    for page, of_page in zip(pages, heads, strict=True):
        unwanted = {line for line, key in of_page.items() if pages_with[key] > 1 and key in seen}
        seen.update(of_page.values())
        cleared.append(replace(page, boxes=without(page.boxes, unwanted)))
    return cleared


def _heads(page: Page, number: int) -> dict[Line, tuple[str, int]]:
    """Return the lines at the edges, each with what is the same on other pages if it is a head."""
    edge = _MARGIN * page.height
    page_number = re.compile(_PAGE_NUMBER.format(number))
    return {
        line: (
            _PAGE_NUMBER_KEY if page_number.fullmatch(line.words) else line.words,
            round(line.bottom),
        )
        for box in page.boxes
        for line in box.lines
        if line.top < edge or line.bottom > page.height - edge
    }


def joined(boxes: list[Box]) -> list[Box]:
    """Put bullets and labels before the words beside them, on one line."""
    lines = [line for box in boxes for line in box.lines]
    changed: dict[Line, Line] = {}
    used: set[Line] = set()
    for box in boxes:
        is_label = all(line.words.endswith(":") for line in box.lines)
        for mark in box.lines:
            if _ONLY_BULLET.fullmatch(mark.words):
                words = "-" if mark.words in _DASHES else "•"
                farthest = _FAR_FROM_BULLET
            elif is_label:
                words, farthest = mark.words, _FAR_FROM_LABEL
            else:
                continue
            beside = [
                line
                for line in lines
                if -1 <= line.left - mark.right < farthest * line.height
                and mark.is_beside(line)
                and not line.words.endswith(":")
            ]
            if beside:
                first = min(beside, key=lambda line: line.left)
                changed[first] = replace(first, words=f"{words} {first.words}", left=mark.left)
                used.add(mark)
    return [
        Box(tuple(changed.get(line, line) for line in box.lines)) for box in without(boxes, used)
    ]
