"""The buttons of each line of officials, as they stand behind it in the text."""

from typing import NamedTuple

from flask_babel import gettext as _

from petitions.desk.importing.lines import (
    CONTACT,
    NOBODYS,
    Fields,
    Held,
    Pressed,
    holders,
    parts_for,
    undo_of,
    words_of,
)
from petitions.urgent_actions.models import UrgentAction


class LineButton(NamedTuple):
    """A button: what it sends, what stands on it, and all that it means."""

    value: str
    words: str
    meaning: str
    is_pressed: bool


class LineButtons(NamedTuple):
    """The buttons of a line, by official; one alone needs no name."""

    anchor: str
    text: str
    groups: list[tuple[str, list[LineButton]]]
    can_undo: bool
    is_undone: bool


def choices_of(action: UrgentAction, data: Fields, last: Pressed) -> dict[int, LineButtons]:
    """Return {where a line ends: its buttons}."""
    names = {
        "name": _("Name"),
        "role": _("Office"),
        "address": _("Address"),
        CONTACT: _("Contact"),
        NOBODYS: _("Not theirs"),
    }
    pressed_at = undo_of(last.undos[-1])[0] if last.undos else -1
    found = {}
    for line, held in holders(action, data).items():
        groups = []
        numbers = (held.number,) if held else line.officials
        for number in numbers:
            choices = []
            for part in parts_for(line):
                if held or part != NOBODYS:
                    goal = Held(number, part)
                    value = f"{line.start}:{part}:{number + 1}"
                    meaning = words_of(line, goal)
                    choices.append(LineButton(value, names[part], meaning, goal == held))
            is_alone = len(numbers) == 1
            name = "" if is_alone else _("Official %(number)s", number=number + 1)
            groups.append((name, choices))
        anchor = f"line-{line.start}"
        can_undo, is_undone = line.start == pressed_at, line.start == last.undone
        found[line.end] = LineButtons(anchor, line.text, groups, can_undo, is_undone)
    return found
