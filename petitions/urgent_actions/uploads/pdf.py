"""The text layer of a PDF, by where its lines lie on the pages."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from cryptography.hazmat.backends import default_backend
from pdfminer.cmapdb import CMapDB
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTFigure, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from petitions.urgent_actions.uploads import plain
from petitions.urgent_actions.uploads.lines import Box, Line, closeness
from petitions.urgent_actions.uploads.sheets import Sheet, flowing, without_running_heads
from petitions.urgent_actions.uploads.trouble import UnreadableFile

# For files that anybody may open and not everybody print: loaded here, while that may be.
default_backend()

_END = b"%%EOF"
_END_WITHIN = 4096


def text(content: bytes) -> str:
    """Give the text, columns one after the other, running heads once.

    Raises:
        UnreadableFile: with the reason.

    """
    if _END not in content[-_END_WITHIN:]:
        raise UnreadableFile("broken")  # cut off: half of it would look like all of it
    try:
        sheets = [_sheet(page) for page in _pages(content)]
    except (PDFPasswordIncorrect, PDFEncryptionError) as problem:
        raise UnreadableFile("protected") from problem
    words = plain.tidied("\n\n".join(map(flowing, without_running_heads(sheets))))
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
    # none is opened here, see `limits`.
    setattr(CMapDB, "_load_data", _unknown)  # noqa: B010  (mypy allows no assignment)
    resources = PDFResourceManager()
    device = _Words(resources)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(BytesIO(content)):
        interpreter.process_page(page)
        yield device.get_result()


def _unknown(name: str) -> None:
    raise CMapDB.CMapNotFound(name)


def _sheet(page: LTPage) -> Sheet:
    characters = [one for one in page if isinstance(one, LTChar)]
    lines = page.group_objects(LAParams(), characters) if characters else ()
    close = closeness([_line(line) for line in lines if line.get_text().strip()])
    # All texts: those of forms within the page too, which may hold all of it.
    page.analyze(LAParams(line_margin=close, boxes_flow=None, all_texts=True))
    return Sheet(page.height, [Box(tuple(map(_line, box))) for box in _boxes(page)], close)


def _boxes(part: Any) -> Iterator[LTTextBox]:
    for one in part:
        if isinstance(one, LTTextBox):
            yield one
        elif isinstance(one, LTFigure):
            yield from _boxes(one)


def _line(line: LTTextLine) -> Line:
    return Line(line.get_text().strip(), line.x0, line.x1, line.y0, line.y1)
