"""Whether what was read from a damaged text is still right: it may be less, never something else.

Values are compared without accents, case and punctuation, which damage may take away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from petitions.urgent_actions.models import QUESTIONS, Official, UrgentAction
from petitions.urgent_actions.readers.text import fold
from tests.urgent_actions.evidence import unfounded
from tests.urgent_actions.likeness import CONTACTS, number, words

# What stands on each page, and in the middle of a sentence where lines were joined.
_FURNITURE = re.compile(
    r"(?:(?:page \d+ of|amnesty international) )?(?:ua \d+ \d+|[a-z]{3} \d+ \d+ \d+) "
    r"|\b\d |amnesty intern?a?t?i?o?n?a?l?$"
)
_SMALL = {"of", "the", "de", "la", "del", "du", "des", "der", "van", "von", "i", "and", "y", "et"}
_SMALL |= {"und", "mr", "mrs", "dr", "s", "e", "sr", "sra", "herr", "frau", "mme", "m"}
EQUAL = ("ua_number", "index_number", "issued")


def lies(action: UrgentAction, want: dict[str, Any]) -> list[str]:
    """Give a line for each value that the answer of the whole text does not bear out."""
    return [
        *_scalars(action, want),
        *_demands(action.demands, want["demands"]),
        *_officials(action, want),
        *unfounded(action),
        *(f"questions: {one}" for one in action.questions if one.about not in QUESTIONS),
    ]


def plain(value: Any) -> str:
    """Give the words of a value as they compare."""
    return words(fold(str(value or "")))


def _scalars(action: UrgentAction, want: dict[str, Any]) -> Iterator[str]:
    for name in EQUAL:
        value = getattr(action, name)
        if value and plain(value) != plain(want[name]):
            yield _line(name, want[name], value)
    if action.is_update and not want["is_update"]:
        yield _line("is_update", False, True)
    asked = {one.about for one in action.questions}
    if action.deadline and "deadline-year" not in asked:
        if str(action.deadline) != want["deadline"]:
            yield _line("deadline", want["deadline"], action.deadline)
    elif action.deadline and not _same_day(action.deadline, want["deadline"]):
        yield _line("deadline", want["deadline"], action.deadline)


def _same_day(found: date, want: str | None) -> bool:
    return want is not None and want[5:] == f"{found:%m-%d}"


def _demands(found: list[str], want: list[str]) -> Iterator[str]:
    known = [_FURNITURE.sub("", plain(one)) for one in want]
    for value in map(plain, found):
        bare = _FURNITURE.sub("", value)
        if bare not in " ".join(known) and not any(one in bare for one in known):
            yield _line("demands", "a part of them, or several", value)


@dataclass(frozen=True)
class Known:
    """An official of the answer; `names` are what it may be called, `all` is all that is said."""

    official: dict[str, Any]
    names: tuple[str, ...]
    all: str

    def is_named(self, value: str) -> bool:
        """Say whether these words are its name or office, a part of it, or hold one of them."""
        return value in self.all or any(one in value for one in self.names)

    def likeness(self, value: str) -> int:
        """Give how many words of a name and an office are its own."""
        return len(set(value.split()) & set(self.all.split()) - _SMALL)


def _everybody(want: dict[str, Any], kind: str) -> Iterator[Known]:
    for place, one in enumerate(want[kind]):
        others = [
            other
            for field in ("name", "role")
            for other in want.get(f"_{field}_alternatives", {}).get(f"{kind}.{place}", [])
        ]
        names = [plain(name) for name in (one["name"], one["role"], *others) if name]
        told = [*names, *names[:2][::-1], *map(plain, one["address"]), plain(one["salutation"])]
        yield Known(one, tuple(names), " ".join(told))


def _officials(action: UrgentAction, want: dict[str, Any]) -> Iterator[str]:
    everybody = [*_everybody(want, "targets"), *_everybody(want, "copies_to")]
    for kind in ("targets", "copies_to"):
        known = list(_everybody(want, kind))
        for found in getattr(action, kind):
            called = [plain(one) for one in (found.name, found.role) if one]
            if not any(one.is_named(value) for one in known for value in called):
                yield _line(kind, "one official", found)
            yield from _contacts(kind, found, " ".join(called), everybody)


def _contacts(kind: str, found: Official, called: str, everybody: list[Known]) -> Iterator[str]:
    most = max((one.likeness(called) for one in everybody), default=0)
    likely = [one.official for one in everybody if one.likeness(called) == most > 0]
    for contact in CONTACTS:
        for value in getattr(found, contact):
            if not any(_has(one, contact, value) for one in likely):
                yield _line(f"{kind}.{contact}", "this official's own", (value, found))


def _has(official: dict[str, Any], kind: str, value: str) -> bool:
    return number(kind, value) in {number(kind, one) for one in official[kind]}


def _line(field: str, want: Any, got: Any) -> str:
    return f"{field}:\n    want {want!r}\n    got  {got!r}"
