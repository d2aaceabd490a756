"""Which lines belong to one official."""

import re
from collections.abc import Iterator, Sequence

from petitions.importer.reading.contacts import KINDS, bare_kind, is_number_line
from petitions.importer.reading.joined import parted
from petitions.importer.reading.lines import Line
from petitions.importer.reading.naming import JOINED_LENGTH, Naming
from petitions.importer.reading.places import place_at_end

NUMBERED = re.compile(r"[\(]?\d{1,2}[.)]\s+(?=[^\W\d])")
_REMARK = re.compile(r"\((?![cs]/)[^)]*\)?$|\*.*")
_POST_CODE = re.compile(r"\d{4,6}")


def blocks_of(lines: Sequence[Line], tells: Naming) -> Iterator[list[Line]]:
    """Give the lines of each official."""
    block: list[Line] = []
    for line in lines:
        if block and _begins(block, line, tells):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def is_contact(line: Line) -> bool:
    """Tell whether a line says how to reach or greet somebody."""
    known = line.kind == "field" and line.name in {*KINDS, "other", "salutation"}
    return known or bool(bare_kind(line)) or is_number_line(line)


def is_remark(line: Line) -> bool:
    """Tell whether a line is a remark in brackets and nothing else."""
    return not line.label and bool(_REMARK.match(line.text))


def unnumbered(line: Line) -> Line:
    """Give a line without the number before it."""
    numbered = NUMBERED.match(line.text)
    return line.part(numbered.end(), len(line.text)) if numbered else line


def is_titled(line: Line, tells: Naming) -> bool:
    """Tell whether a line begins with an office or a title: it is about somebody."""
    if tells.is_way(line):
        return False
    return bool(tells.role_ends(line.plain)) or tells.is_honored(line) or tells.is_honorific(line)


def _begins(block: list[Line], line: Line, tells: Naming) -> bool:
    """Tell whether a new official begins with this line."""
    if is_contact(line) or is_remark(line) or tells.is_place(line):
        return False
    heads = [unnumbered(one) for one in block if not is_contact(one) and not is_remark(one)]
    if not heads or NUMBERED.match(line.text):
        return bool(NUMBERED.match(line.text))
    if len(heads) < len(block) and (is_contact(block[-1]) or is_remark(block[-1])):
        return _begins_below_contacts(block, heads, line, tells)
    if not _is_head(line, tells):
        return False
    if line.gap > 0:
        return _has_address(heads, tells) or len(heads) > 2
    return _is_closed(heads, tells) and (is_titled(line, tells) or _is_loud(line, heads))


def _begins_below_contacts(
    block: Sequence[Line], heads: Sequence[Line], line: Line, tells: Naming
) -> bool:
    """Tell whether what stands below contacts is the next official, or this one's address.

    A salutation may stand beside the first line; name and address then follow.
    """
    if _has_address(heads, tells):
        return True
    contacts = [one for one in block if is_contact(one)]
    beside = all(one.name == "salutation" and one.gap < 0 for one in contacts)
    goes_on = tells.is_address(line) and not is_titled(line, tells) and not line.text.isupper()
    return not beside and not goes_on


def _has_address(heads: Sequence[Line], tells: Naming) -> bool:
    return any(tells.is_address(one) and not _is_office(one, tells) for one in heads)


def _is_office(line: Line, tells: Naming) -> bool:
    if len(line.text) > JOINED_LENGTH:
        return False
    return bool(tells.role_ends(line.plain)) and not any(map(str.isdigit, line.text))


def _is_head(line: Line, tells: Naming) -> bool:
    """Tell whether a line may be the first of an official: a name, an office, a body."""
    if is_titled(line, tells):
        return True
    if tells.is_address(line):
        return False
    return tells.is_person(line.text) or tells.is_body(line.plain)


def _is_loud(line: Line, heads: Sequence[Line]) -> bool:
    return line.text.isupper() and not heads[-1].text.isupper()


def _is_closed(heads: Sequence[Line], tells: Naming) -> bool:
    """Tell whether an address has come to its end: with its country, a post code, or a place."""
    last = heads[-1]
    if len(last.text) > JOINED_LENGTH and parted(last, tells, alone=True)[1]:
        return True  # a whole official in one line
    if len(heads) < 3 or not _has_address(heads, tells):
        return False
    return bool(place_at_end(last.plain) or _POST_CODE.search(last.text)) or len(heads) > 3
