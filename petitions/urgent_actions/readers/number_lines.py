"""The line that has the number of a document: title and day of issue stand around it."""

import re

from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.numbers import INDEX

# Behind the letters: ` 115/16`, `-052/2013-1`, ` no. 93.19`.
BESIDE = (
    r"[\s:#.-]{0,4}(?:n[ro°º.]{1,3}\s*)?\d{1,4}\s?[/.]\s?(?:19|20)?\d\d(?:-\d+)?"
    r"(?:(?!\d)|(?=\d{1,2} ?(?:de )?[a-z]{3}))"  # the day may be glued to it
)
_DAY_CHARACTERS = 25


def behind_number(document: Document, line: Line) -> int:
    """Give where the words behind the document's number begin; 0 in any other line."""
    number = document.labels.expression("numbers").pattern + BESIDE
    update = document.labels.expression("updates").pattern
    form = (
        rf"(?:document - )?(?:[\w-]+[:\s]+){{0,2}}(?:.{{0,20}}{update}[^/]{{0,30}}?)?"
        rf"(?:{number}|(?<=on ){BESIDE})"
    )
    start = _behind_index(document, line)
    match = re.compile(form).match(line.plain, start)
    return match.end() if match and (start or line.kind != "field") else 0


def _behind_index(document: Document, line: Line) -> int:
    """Give where words go on behind the index and the day, where lines were joined."""
    index = INDEX.match(line.text)
    if line.name != "index_number" or not index:
        return 0
    start = line.start + index.end()
    days = document.days(start, start + _DAY_CHARACTERS)
    end = days[0].end - line.start if days else index.end()
    return end + len(line.text[end:]) - len(line.text[end:].lstrip(" ,"))
