"""Which lines belong to one official."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from petitions.urgent_actions.readers.contacts import KINDS, bare_kind, is_number_line
from petitions.urgent_actions.readers.joined import parted
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.naming import JOINED_LENGTH, Naming
from petitions.urgent_actions.readers.places import place_at_end

NUMBERED = re.compile(r"[\(]?\d{1,2}[.)]\s+(?=[^\W\d])")
_REMARK = re.compile(r"\((?![cs]/)[^)]*\)?$|\*.*")
_POST_CODE = re.compile(r"\d{4,6}")


def blocks_of(lines: Sequence[Line], tells: Naming) -> Iterator[list[Line]]:
    """Give the lines of each official."""
    block = _Block(tells)
    for line in lines:
        if block.lines and block.ends_before(line):
            yield block.lines
            block = _Block(tells)
        block.add(line)
    if block.lines:
        yield block.lines


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


@dataclass
class _Block:
    """The lines of one official so far, each looked at once."""

    tells: Naming
    lines: list[Line] = field(default_factory=list)
    heads: int = 0  # lines of name, office and address
    last_head: Line | None = None
    has_address: bool = False
    # A salutation may stand beside the first line; name and address then follow.
    is_greeted_beside: bool = True
    ends_in_contact: bool = False

    def add(self, line: Line) -> None:
        """Take the next line."""
        self.lines.append(line)
        contact = is_contact(line)
        self.ends_in_contact = contact or is_remark(line)
        if contact:
            beside = line.name == "salutation" and line.gap < 0
            self.is_greeted_beside = self.is_greeted_beside and beside
        elif not self.ends_in_contact:
            self._add_head(unnumbered(line))

    def _add_head(self, line: Line) -> None:
        self.heads += 1
        self.last_head = line
        is_address = self.tells.is_address(line) and not _is_office(line, self.tells)
        self.has_address = self.has_address or is_address

    def ends_before(self, line: Line) -> bool:
        """Tell whether a new official begins with this line."""
        if is_contact(line) or is_remark(line) or self.tells.is_place(line):
            return False
        if self.last_head is None or NUMBERED.match(line.text):
            return bool(NUMBERED.match(line.text))
        if self.ends_in_contact:
            return self._ends_below_contacts(line)
        if not _is_head(line, self.tells):
            return False
        if line.gap > 0:
            return self.has_address or self.heads > 2
        loud = line.text.isupper() and not self.last_head.text.isupper()
        return self._is_closed(self.last_head) and (is_titled(line, self.tells) or loud)

    def _ends_below_contacts(self, line: Line) -> bool:
        """Tell whether what stands below contacts is the next official, or this one's address."""
        if self.has_address:
            return True
        goes_on = self.tells.is_address(line) and not is_titled(line, self.tells)
        return not self.is_greeted_beside and not (goes_on and not line.text.isupper())

    def _is_closed(self, last: Line) -> bool:
        """Tell whether an address has come to its end: with its country, a code, or a place."""
        if len(last.text) > JOINED_LENGTH and parted(last, self.tells, alone=True)[1]:
            return True  # a whole official in one line
        if self.heads < 3 or not self.has_address:
            return False
        return bool(place_at_end(last.plain) or _POST_CODE.search(last.text)) or self.heads > 3


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
