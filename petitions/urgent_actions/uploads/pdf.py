"""The text layer of a PDF, by where its lines lie on the pages."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
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

_Key = tuple[str, int]
_PAGE_NUMBER_KEY = "page number"
_BULLET = "[•▪■●○◦‣⁃·\uf0b7\uf0a7\uf06e\uf0a8\uf0d8\uf0fc]"  # the last are those of Word's fonts
# Without its font a bullet may be a letter, or a character that the file does not name.
_ONLY_BULLET = re.compile(rf"(?:{_BULLET}|\(cid:\d+\)|[-–*no])")
_DASHES = "-–*"
_FAR_FROM_BULLET, _FAR_FROM_LABEL = 4, 12  # heights of a line

BEGINS_WITH_BULLET = re.compile(rf"\A(?:{_BULLET}|\(cid:\d+\))\s*(?=\S)")
UNREADABLE = re.compile(r"\(cid:\d+\)")


@dataclass(frozen=True)
class Page:
    """A page: boxes of lines, in any order."""

    height: float
    boxes: list[Box]
    close: float = CLOSE  # how far apart lines of one paragraph are at most, in their heights

    def is_one_paragraph(self, above: Line, line: Line) -> bool:
        """Return True if a line goes on where the one above ended."""
        gap = above.gap_to(line)
        return gap is not None and gap <= self.close


def text(content: bytes) -> str:
    """Return the text, columns one after the other, running heads once.

    Raises:
        UnreadableFile: with the reason.

    """
    if _END not in content[-_END_WITHIN:]:
        raise UnreadableFile("broken")  # cut off: half of it would look like all of it
    try:
        pages = [_page_of(page) for page in _pages(content)]
    except (PDFPasswordIncorrect, PDFEncryptionError) as problem:
        raise UnreadableFile("protected") from problem
    words = tidied("\n\n".join(map(flowing, without_running_heads(pages))))
    if not any(map(str.isalpha, words)):
        raise UnreadableFile("no-text")  # a scan, with its page numbers at most
    return words


class _Words(PDFPageAggregator):
    """Lays out what is written, and nothing that is drawn."""

    def paint_path(self, *drawn: Any, **how: Any) -> None:
        """Leave out rules, boxes and drawings, of which there may be very many."""

    def render_image(self, *drawn: Any, **how: Any) -> None:
        """Leave out pictures."""


def _pages(content: bytes) -> Iterator[LTPage]:
    # Characters of some Chinese, Japanese and Korean files are listed in files of the library:
    # none is opened here, see `sandbox`.
    setattr(CMapDB, "_load_data", _unknown)  # noqa: B010  (mypy allows no assignment)
    resources = PDFResourceManager()
    device = _Words(resources)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(BytesIO(content)):
        interpreter.process_page(page)
        yield device.get_result()


def _unknown(name: str) -> None:
    raise CMapDB.CMapNotFound(name)


def _page_of(page: LTPage) -> Page:
    characters = [one for one in page if isinstance(one, LTChar)]
    lines = page.group_objects(LAParams(), characters) if characters else ()
    close = closeness([_line(line) for line in lines if line.get_text().strip()])
    # All texts: those of forms within the page too, which may hold all of it.
    page.analyze(LAParams(line_margin=close, boxes_flow=None, all_texts=True))
    return Page(page.height, [Box(tuple(map(_line, box))) for box in _boxes(page)], close)


def _boxes(part: Any) -> Iterator[LTTextBox]:
    for one in part:
        if isinstance(one, LTTextBox):
            yield one
        elif isinstance(one, LTFigure):
            yield from _boxes(one)


def _line(line: LTTextLine) -> Line:
    return Line(line.get_text().strip(), line.x0, line.x1, line.y0, line.y1)


def flowing(page: Page) -> str:
    """Return the words as they are read, an empty line between what does not go on."""
    lines = [line for box in in_order(joined(page.boxes)) for line in box.lines]
    pieces = [_readable(line.words) for line in lines[:1]]
    for above, line in pairwise(lines):
        pieces.append("\n" if page.is_one_paragraph(above, line) else "\n\n")
        pieces.append(_readable(line.words))
    return "".join(pieces)


def _readable(words: str) -> str:
    words = BEGINS_WITH_BULLET.sub("• ", words, count=1)
    return UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", words)


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


def _heads(page: Page, number: int) -> dict[Line, _Key]:
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
    for mark, words, far in _marks(boxes):
        beside = [line for line in lines if _may_belong(mark, line, far)]
        if beside:
            first = min(beside, key=lambda line: line.left)
            changed[first] = replace(first, words=f"{words} {first.words}", left=mark.left)
            used.add(mark)
    return [
        Box(tuple(changed.get(line, line) for line in box.lines)) for box in without(boxes, used)
    ]


def _marks(boxes: list[Box]) -> Iterator[tuple[Line, str, int]]:
    """Return what stands by itself, what to write for it, and how far off its words may be."""
    for box in boxes:
        is_label = all(line.words.endswith(":") for line in box.lines)
        for line in box.lines:
            if _ONLY_BULLET.fullmatch(line.words):
                yield line, "-" if line.words in _DASHES else "•", _FAR_FROM_BULLET
            elif is_label:
                yield line, line.words, _FAR_FROM_LABEL


def _may_belong(mark: Line, line: Line, far: int) -> bool:
    distance = line.left - mark.right
    is_near = -1 <= distance < far * line.height
    return is_near and mark.is_beside(line) and not line.words.endswith(":")
