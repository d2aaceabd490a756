"""Lists that are fields of one form: add, up, down and remove are buttons of that form."""

from typing import Any, NamedTuple, TypeVar

Row = TypeVar("Row")
VERBS = ("up", "down", "remove", "back")


class Step(NamedTuple):
    """What the button that was pressed does: `save`, `add`, or a verb with the row's place.

    `back` puts back what was removed; its number is that of the entry that knows.
    """

    verb: str
    place: int = -1


def step_of(do: str | None) -> Step:
    """Read the name of a button, `up-2`; nonsense saves."""
    verb, _, place = (do or "").partition("-")
    if verb == "add":
        return Step("add")
    if verb in VERBS and place.isascii() and place.isdigit() and len(place) < 10:
        return Step(verb, int(place))
    return Step("save")


def take(rows: list[Row | None], step: Step) -> tuple[list[Row], str]:
    """Give the rows after a step, the empty ones (None) left out, and where to look next.

    That is the name of a control: `up-1`, `down-0`, or `row-3` for the fields of a row.
    """
    moved = list(enumerate(rows))
    if step.place < len(moved):
        _move(moved, step)
    left = [(place, row) for place, row in moved if row is not None]
    found = [row for _, row in left]
    places = [place for place, _ in left]
    return found, _focus(places, step)


def _move(moved: list[Any], step: Step) -> None:
    if step.verb == "remove":
        del moved[step.place]
    elif step.verb in {"up", "down"}:
        one = moved.pop(step.place)
        moved.insert(max(0, step.place + (1 if step.verb == "down" else -1)), one)


def _focus(places: list[int], step: Step) -> str:
    if step.verb == "add":
        return f"row-{len(places)}"
    if step.verb == "remove":
        before = [place for place in places if place < step.place]
        return f"row-{min(len(before), len(places))}"
    if step.verb in {"save", "back"} or step.place not in places:
        return ""
    place = places.index(step.place)
    verb = step.verb
    if place == 0:
        verb = "down"
    elif place == len(places) - 1:
        verb = "up"
    return f"{verb}-{place}" if len(places) > 1 else f"row-{place}"
