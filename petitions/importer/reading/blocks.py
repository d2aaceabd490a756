"""Which lines belong to one official."""

import re
from collections.abc import Iterator, Sequence

from petitions.importer.reading.contacts import KINDS, bare_kind, is_number_line
from petitions.importer.reading.document import Document
from petitions.importer.reading.lines import Line
from petitions.importer.reading.naming import Naming
from petitions.importer.reading.places import place_at_end

NUMBERED = re.compile(r"[\(]?\d{1,2}[.)]\s+(?=[^\W\d])")
_REMARK = re.compile(r"[(*].*")
_POST_CODE = re.compile(r"\d{4,6}")


def blocks_of(document: Document, lines: Sequence[Line], tells: Naming) -> Iterator[list[Line]]:
    """Give the lines of each official."""
    block: list[Line] = []
    for place, line in enumerate(lines):
        if block and _begins(block, line, lines[place + 1 : place + 3], tells):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def is_contact(line: Line) -> bool:
    """Tell whether a line says how to reach or greet somebody."""
    known = line.kind == "field" and line.name in {*KINDS, "other", "salutation"}
    return known or bool(bare_kind(line)) or is_number_line(line)


def _begins(block: list[Line], line: Line, after: Sequence[Line], tells: Naming) -> bool:
    """Tell whether a new official begins with this line."""
    if is_contact(line) or _REMARK.match(line.text):
        return False
    if NUMBERED.match(line.text):
        return True
    heads = [one for one in block if not is_contact(one)]
    if is_contact(block[-1]) or _REMARK.match(block[-1].text):
        return bool(heads) and not (tells.is_address(line) and not _has_address(heads, tells))
    if not _is_head(line, tells) or not heads:
        return False
    if line.gap > 0:
        return _has_address(heads, tells) or len(heads) > 2
    return _is_closed(heads, tells) and (_is_titled(line, tells) or _is_loud(line, heads))


def _has_address(heads: Sequence[Line], tells: Naming) -> bool:
    return any(tells.is_address(one) for one in heads)


def _is_head(line: Line, tells: Naming) -> bool:
    """Tell whether a line may be the first of an official: a name, an office, a title."""
    return not tells.is_address(line) and (
        _is_titled(line, tells) or tells.is_person(line.text) or tells.is_body(line.plain)
    )


def _is_titled(line: Line, tells: Naming) -> bool:
    return bool(tells.role_ends(line.plain) or tells.honorifics.match(line.plain))


def _is_loud(line: Line, heads: Sequence[Line]) -> bool:
    return line.text.isupper() and not heads[-1].text.isupper()


def _is_closed(heads: Sequence[Line], tells: Naming) -> bool:
    """Tell whether an address has come to its end: with its country, a post code, or a place."""
    last = heads[-1]
    if len(heads) < 3 or not _has_address(heads, tells):
        return False
    return bool(place_at_end(last.plain) or _POST_CODE.search(last.text)) or len(heads) > 3
