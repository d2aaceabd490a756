"""Name, office and address from the lines of an official that are no contacts."""

import re
from collections.abc import Sequence
from dataclasses import replace

from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.joined import parted
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.naming import Naming, ends_joining, joins, small_words

_MOST = 4  # lines that may hold name and office
_AFTER_ROLE = re.compile(r"\s*[,:–-]?\s*")
_BEFORE_ROLE = re.compile(r"\s*(?:,|[–-](?=\s))\s*")
_SEX = re.compile(r"\s*\([mfhk]\)\s*$")
_TRIMMED = " ,;:–[("


class Heads:
    """Reads the lines above the contacts: the first tell who, the others where."""

    def __init__(self, tells: Naming) -> None:
        self.tells = tells
        self.name: Found[str] | None = None
        self.role: Found[str] | None = None
        self.address: list[Found[str]] = []
        self.is_unclear = False  # two lines, and nothing says which is the name
        self._title: Line | None = None  # `His Excellency`, with the name on the next line
        self._is_short = False  # an office beside the name; a longer one may follow
        self._is_plain = False  # a name without a title, which may be an office
        self._is_office = False  # the first line can only be an office: a name follows

    def read(self, lines: Sequence[Line]) -> None:
        """Take name and office from the first lines, and the address from the others."""
        lines, address = self._parted(self._mended(lines))
        for place, line in enumerate(lines):
            after = lines[place + 1] if place + 1 < len(lines) else None
            if place >= _MOST or not self._take(line, after, is_first=place == 0):
                address = [*lines[place:], *address]
                break
        self.address += [found(line) for line in address]

    def _mended(self, lines: Sequence[Line]) -> list[Line]:
        """Join an office that was broken behind `of` or `and`."""
        made: list[Line] = []
        for line in lines:
            last = made[-1] if made else line
            broken = last.end + 1 == line.start and ends_joining(last.plain)
            if made and broken and self.tells.role_ends(last.plain):
                text, plain = f"{last.text} {line.text}", f"{last.plain} {line.plain}"
                made[-1] = replace(last, end=line.end, text=text, plain=plain)
            else:
                made.append(line)
        return made

    def _parted(self, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
        pieces, address = parted(lines[0], self.tells, alone=len(lines) == 1)
        if address is None:
            return list(lines), []
        return pieces, [address, *lines[1:]]

    def _take(self, line: Line, after: Line | None, *, is_first: bool) -> bool:
        """Take a line for the name, the office or both; give False where it is neither."""
        end = self.tells.role_ends(line.plain)
        if self.tells.is_honorific(line) and not end and after:
            self._title = line
            return True
        if is_first and self._by_neighbour(line, after):
            return True
        if self.tells.is_honored(line) and self.name is None:
            return self._titled_name(line)
        return self._office(line, end) if end else self._other(line, is_first=is_first)

    def _by_neighbour(self, line: Line, after: Line | None) -> bool:
        """Take the first line for what it must be, above the one that follows."""
        if self._seat_and_name(line):
            return True
        if self._is_kept_above(line, after):
            self.address.append(found(line))
            return True
        if self._is_only_office(line, after):
            self.role, self._is_office = found(line), True
            return True
        return False

    def _seat_and_name(self, line: Line) -> bool:
        """Read `Chancery of …, H.E. Mr …,` on one line."""
        head, comma, _ = line.text.partition(",")
        rest = line.part(len(head) + 1, len(line.text))
        if not comma or not self._names_body(head, line) or not self.tells.is_honored(rest):
            return False
        self.address.append(found(line.part(0, len(head))))
        return self._titled_name(rest)

    def _is_kept_above(self, line: Line, after: Line | None) -> bool:
        """Tell whether a body or an embassy stands above the name of somebody in it."""
        if after is None or not self.tells.is_honored(after) or line.text.isupper():
            return False
        is_seat = self.tells.is_address(line) or self.tells.is_body(line.plain)
        return is_seat and not self.tells.is_honored(line) and not self.tells.role_ends(line.plain)

    def _is_only_office(self, line: Line, after: Line | None) -> bool:
        """Tell whether the first line says what somebody is, by what stands below it."""
        if after is None or self.tells.is_honored(line) or self.tells.is_place(line):
            return False
        if line.text.isupper():
            return not after.text.isupper() or self.tells.is_honored(after)
        end = self.tells.role_ends(line.plain)
        behind = self._name_behind(line, end) if end else None
        if behind and self.tells.is_honored(behind):
            return False
        if self.tells.is_honored(after) or self.tells.is_honorific(after):
            return True
        if behind:
            return False
        described = small_words(line.text) > 0 and not any(map(str.isdigit, line.text))
        return described and not end and not self.tells.is_address(after)

    def _titled_name(self, line: Line) -> bool:
        """Take a name with its titles, and an office between or behind."""
        end = self.tells.honorific_ends(line)
        office = self.tells.role_ends(line.plain[end:])
        if office and self.tells.is_person(line.text[end + office :]):
            self.role = self.role or found(line.part(end, end + office))
            self._set_name(line.part(end + office, len(line.text)))
            self._is_short = True
            return True
        return self._with_office(line)

    def _with_office(self, line: Line) -> bool:
        """Take a name, and the office that a comma parts from it."""
        for comma in _BEFORE_ROLE.finditer(line.text):
            if self.tells.role_ends(line.plain[comma.end() :]) and comma.start() > 3:
                self._set_name(line.part(0, comma.start()))
                self.role = self.role or found(line.part(comma.end(), len(line.text)))
                return True
        self._set_name(line)
        return True

    def _set_name(self, line: Line) -> None:
        self.name = found(line)
        if self._title and self._title.end <= line.start:
            text = f"{self._title.text} {self.name.value}"
            self.name = Found(text, (self._title.span, *self.name.spans))
        self._title = None

    def _office(self, line: Line, end: int) -> bool:
        """Take an office, and the name behind it on the same line."""
        rest = self._name_behind(line, end)
        if rest and self.name is None and self.role is not None and not self._is_same(line, end):
            return self._with_office(line)  # `Governor of …`, then `Chief …`: a title
        if rest and self.name is None:
            # The title above belongs to the office: `Son Excellence`, `Président M. …`.
            self._title = None
            self._set_name(rest)
            self.role = self.role or found(line.part(0, end))
            self._is_short = True
            return True
        if self.role is not None and not self._is_short:
            return False
        self.role, self._is_short = found(line), False
        return True

    def _is_same(self, line: Line, end: int) -> bool:
        """Tell whether the office is the one that is known already."""
        return self.role is None or line.text[:end].casefold() in self.role.value.casefold()

    def _name_behind(self, line: Line, end: int) -> Line | None:
        behind = _AFTER_ROLE.match(line.text, end)
        rest = line.part(behind.end() if behind else end, len(line.text))
        if not rest.text or joins(rest.plain) or self.tells.has_role(rest.plain):
            return None
        if self.tells.is_honored(rest):
            return rest
        parted_off = "," in line.text[end : end + 2]
        is_name = self.tells.is_person(rest.text) and not self.tells.is_address(rest)
        is_name = is_name and " " in rest.text and not self.tells.is_body(rest.plain)
        return rest if is_name and not parted_off else None

    def _other(self, line: Line, *, is_first: bool) -> bool:
        """Take a line that begins with neither title nor office."""
        if is_first:
            return self._first(line)
        if self.role is None and self.name is not None:
            return self._second_office(line)
        if self.name is not None or self.tells.is_address(line):
            return False
        if not self._is_office and not self.tells.is_person(line.text):
            return False
        return self._with_office(line)

    def _first(self, line: Line) -> bool:
        """Take the first line for the name of anybody, unless it is where somebody is."""
        if any(map(str.isdigit, line.text)):
            return self._body_before_comma(line)
        office = next(self.tells.roles_in(line.plain), None)
        if office and not self.tells.is_address(line) and not self.tells.is_body(line.plain):
            if (
                self.tells.is_person(line.text[: office.start()].rstrip(" ,–-"))
                and "," in line.text
            ):
                return self._with_office(line)
            self.role = found(line)
            return True
        self._is_plain = self.tells.is_person(line.text) and not self.tells.is_body(line.plain)
        return self._with_office(line)

    def _body_before_comma(self, line: Line) -> bool:
        """Read `Embassy of …, 5 High Street` on one line."""
        head, comma, _ = line.text.partition(",")
        if not comma or any(map(str.isdigit, head)) or not self._names_body(head, line):
            return False
        self.name = found(line.part(0, len(head)))
        self.address.append(found(line.part(len(head) + 1, len(line.text))))
        return True

    def _names_body(self, head: str, line: Line) -> bool:
        plain = line.plain[: len(head)]
        return bool(self.tells.addresses.match(plain)) or self.tells.is_body(plain)

    def _second_office(self, line: Line) -> bool:
        """Take the line below the name for the office if it holds the word of one."""
        if self.tells.is_address(line) or self.tells.is_body(line.plain):
            return False
        if not self.tells.has_role(line.plain):
            self.is_unclear = self._is_plain and self.tells.is_person(line.text)
            return False
        self.role = found(line)
        return True


def found(line: Line) -> Found[str]:
    """Give the words of a line as a value, without what parts it from its neighbours."""
    sex = _SEX.search(line.text)
    text = line.text[: sex.start()] if sex else line.text
    kept = line.part(len(text) - len(text.lstrip(_TRIMMED)), len(text.rstrip(_TRIMMED)))
    return Found(kept.text, (kept.span,))
