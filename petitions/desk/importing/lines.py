"""Lines of officials in the text: one press tells what a line is, one more takes that back.

What a line is follows from the form: it is the name where the field of the name holds its words.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from petitions.campaigns.drafts import CampaignDraft
from petitions.desk.editor.part_form import Data
from petitions.desk.importing.certainty import LABEL, Rows, findings_of
from petitions.desk.importing.draft import contact_keys, draft_of
from petitions.urgent_actions.models import Finding, Official, Span, Sure, UrgentAction
from petitions.urgent_actions.readers.text import squeeze

Fields = Mapping[str, str]  # {name of a field of the form: what stands in it}
PARTS = ("name", "role", "address")
PROSE = ("story", "background", "model_letter")
CONTACT, NOBODYS, UNDO = "contact", "none", "undo"
_MOST_UNDOS = 50
_MOST_ROWS, _LONGEST_ROW = 1_000, 400  # that get buttons
_REACH, _LONGEST = 2, 100  # rows beside those of an official that may be theirs, and their length
_SHORT = 60  # characters of a row that may be theirs where nobody was found
_PRESS = re.compile(r"([0-9]{1,6}):([a-z]{4,7}):([0-9]{1,3})")
_FIELD = re.compile(r"target-[0-9]{1,3}-(?:name|role|address|contacts-[0-9]{1,3}-(?:value|note))")
_APART = re.compile(r" {3,}")
_TRIMMED = " ,;:–|()[]"
_WORDS = re.compile(r"\w\w")


class OfficialLine(NamedTuple):
    """Words of one row; `key` is what they were read as, `officials` whose they may be, from 0."""

    start: int
    end: int
    text: str
    key: str
    officials: tuple[int, ...]

    @property
    def part(self) -> str:
        """Return as which part of an official it was read."""
        part = self.key.split(".")[2] if self.key else ""
        return part if part in PARTS or not part else CONTACT


class Held(NamedTuple):
    """An official, from 0, and the part of theirs that a line is."""

    number: int
    part: str


def lines_of(action: UrgentAction) -> list[OfficialLine]:
    """Return all lines that may be of officials, in order."""
    rows, last = Rows(action.text), len(action.targets) - 1
    read: dict[int, list[tuple[str, Span]]] = defaultdict(list)
    for key, finding in action.findings.items():
        for span in finding.spans if key.startswith("targets.") else ():
            for row in rows.of(span):
                read[row].append((key, span))
    lines = []
    for row, owners in sorted(_rows_of_officials(action, rows).items())[:_MOST_ROWS]:
        for start, end, key in _pieces(rows, row, read[row]):
            text = squeeze(action.text[start:end]).strip(_TRIMMED)
            if not _WORDS.search(text) or key.endswith("salutation"):
                continue
            own = [int(key.split(".")[1])] if key else sorted(owners)
            beside = (each + step for each in own for step in (-1, 1))
            others = [each for each in beside if 0 <= each <= last and each not in own]
            lines.append(OfficialLine(start, end, text, key, tuple(dict.fromkeys([*own, *others]))))
    return lines


def _rows_of_officials(action: UrgentAction, rows: Rows) -> dict[int, set[int]]:
    """Return {row: whose it may be}; of two who were mixed neither is known yet."""
    found: dict[int, set[int]] = {}
    known = [*action.findings.values(), *action.bases]
    taken = {row for each in known for span in each.spans for row in rows.of(span)}

    def may_be_theirs(row: int) -> bool:
        text = rows.texts[row].strip() if 0 <= row < len(rows.texts) else ""
        return row not in taken and 0 < len(text) <= _LONGEST and text[-1] != ":"

    for number in range(len(action.targets)):
        parts = findings_of(action, number)
        spans = [span for key, each in parts.items() if key != "salutation" for span in each.spans]
        theirs = [row for span in spans for row in rows.of(span)]
        first, last = min(theirs, default=0), max(theirs, default=-1)
        while theirs and min(theirs) - first < _REACH and may_be_theirs(first - 1):
            first -= 1
        while theirs and last - max(theirs) < _REACH and may_be_theirs(last + 1):
            last += 1
        for row in range(first, last + 1):
            found.setdefault(row, set()).add(number)
    new = len(action.targets)
    for question in action.questions:
        for span in question.spans if question.about == "columns" else ():
            for row in rows.of(span):
                found.setdefault(row, {new, new + 1} if not new else {new})
    if not new and not found:  # any short line may be of the first one
        taken -= {row for key in PROSE for span in _spans(action, key) for row in rows.of(span)}
        short = [row for row, text in enumerate(rows.texts) if len(text.strip()) <= _SHORT]
        found = {row: {0} for row in short if may_be_theirs(row)}
    return found


def _spans(action: UrgentAction, key: str) -> tuple[Span, ...]:
    finding = action.findings.get(key)
    return finding.spans if finding else ()


def _pieces(rows: Rows, row: int, read: list[tuple[str, Span]]) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, key) of what a row holds, cut where something was read, and at gaps."""
    start = rows.starts[row]
    end = start + len(rows.texts[row])
    if end - start > _LONGEST_ROW:
        return
    found = [(key, Span(max(span.start, start), min(span.end, end))) for key, span in read]
    gaps = [match.span() for match in _APART.finditer(rows.texts[row])]
    edges = {start, end, *(start + edge for gap in gaps for edge in gap)}
    edges |= {edge for _, span in found for edge in (span.start, span.end)}
    is_said = any(key.split(".")[2] not in PARTS for key, _ in found)
    for left, right in pairwise(sorted(edges)):
        key = next((key for key, span in found if span.start <= left and right <= span.end), "")
        if key or not (is_said or LABEL.match(rows.texts[row].lstrip())):
            yield left, right, key


def holders(action: UrgentAction, data: Fields) -> dict[OfficialLine, Held | None]:
    """Return whose each line is by what a form holds: `data` are its fields."""
    lines = lines_of(action)
    read_as = {(each.officials[0], each.text) for each in lines if each.key}
    found: dict[OfficialLine, Held | None] = dict.fromkeys(lines)
    for line in lines:
        for number in line.officials:
            is_own = bool(line.key) and number == line.officials[0]
            if not is_own and (number, line.text) in read_as:
                continue  # another line of the same words
            if part := _part_held(action, line, number, data, is_own=is_own):
                found[line] = Held(number, part)
                break
    return found


def _part_held(
    action: UrgentAction, line: OfficialLine, number: int, data: Fields, *, is_own: bool
) -> str:
    """Return which part of an official a line is; nothing where it is none.

    It may be some words of it, where it was read as `is_own`: a title before a name.
    """
    if line.part == CONTACT:
        return CONTACT if data.get(_contact_field(action, line) + "value") else ""
    parts = sorted(PARTS, key=lambda part: part != line.part)
    values = {part: data.get(f"target-{number}-{part}", "") for part in parts}
    for part in parts:
        if line.text in map(squeeze, values[part].splitlines()):
            return part
    if not is_own:
        return ""
    words = re.compile(rf"(?<!\w){re.escape(line.text)}(?!\w)")
    return next((part for part in parts if words.search(squeeze(values[part]))), "")


def _contact_field(action: UrgentAction, line: OfficialLine) -> str:
    """Return with what the fields of a contact begin."""
    number = line.officials[0]
    keys = contact_keys(f"targets.{number}", action.targets[number])
    return f"target-{number}-contacts-{keys.index(line.key)}-"


def parts_for(line: OfficialLine) -> tuple[str, ...]:
    """Return what a line can be told to be."""
    return (CONTACT, NOBODYS) if line.part == CONTACT else (*PARTS, NOBODYS)


class Pressed(NamedTuple):
    """A form after the button of a line was pressed, what that did, and which line was undone."""

    form: Data
    said: str = ""
    undone: int = -1

    @property
    def undos(self) -> list[str]:
        """Return how fields were before each press that can be taken back."""
        return self.form.getlist("before")


UNPRESSED = Pressed(MultiDict())


def pressed(form: Data, action: UrgentAction) -> Pressed:
    """Return the form after the button of a line was pressed, where one was."""
    data, press, said, undone = MultiDict(form), form.get("line", ""), "", -1
    undos = data.poplist("before")[-_MOST_UNDOS:]
    fields: dict[str, str] = {}
    if press == UNDO and undos:
        undone, fields = undo_of(undos.pop())
        said = _("Taken back.")
    elif match := _PRESS.fullmatch(press):
        start, goal = int(match[1]), Held(int(match[3]) - 1, match[2])
        for line, held in holders(action, data).items():
            is_meant = line.start == start and goal.number in line.officials
            if is_meant and goal.part in parts_for(line):
                fields = _fields_after(action, data, line, held, goal)
                before = {name: data.get(name, "") for name in fields}
                undos += [json.dumps({"at": start, "fields": before})] * bool(fields)
                said = words_of(line, goal)
    for name, value in fields.items():
        data[name] = value
    for undo in undos:
        data.add("before", undo)
    return Pressed(data, said, undone)


def undo_of(entry: str) -> tuple[int, dict[str, str]]:
    """Return the line of a press, and how the fields were before it; nothing where that is none."""
    try:
        stored = json.loads(entry)
        fields = {str(name): str(value) for name, value in stored["fields"].items()}
        return int(stored["at"]), {name: fields[name] for name in fields if _FIELD.fullmatch(name)}
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError):
        return -1, {}


def _fields_after(
    action: UrgentAction, data: Data, line: OfficialLine, held: Held | None, goal: Held
) -> dict[str, str]:
    """Return the fields that change where a line becomes what it is told to be.

    Name and office change places where one becomes the other.
    """
    number, part = goal
    if line.part == CONTACT:
        field = _contact_field(action, line)
        if part == NOBODYS:
            return {field + "value": "", field + "note": ""}
        row = contact_keys(f"targets.{number}", action.targets[number]).index(line.key)
        return {field + "value": draft_of(action).targets[number].contacts[row].value}
    values = {each: data.get(f"target-{number}-{each}", "") for each in PARTS}
    after = dict(values)
    if held and held.number == number:
        is_whole = squeeze(values[held.part]) == line.text
        changes_places = is_whole and "address" not in {held.part, part} and part != NOBODYS
        kept = _without(values[held.part], line.text)
        after[held.part] = values[part] if changes_places else kept
    if part in {"name", "role"}:
        after[part] = line.text
    elif part == "address":
        after[part] = _with(after[part], line, lines_of(action))
    return {f"target-{number}-{each}": after[each] for each in PARTS if after[each] != values[each]}


def _without(value: str, words: str) -> str:
    """Return a value without a line, or without words within one."""
    rows = value.splitlines()
    kept = [row for row in rows if squeeze(row) != words]
    if len(kept) < len(rows):
        return "\n".join(kept)
    return value.replace(words, "", 1).strip(_TRIMMED)


def _with(value: str, line: OfficialLine, lines: list[OfficialLine]) -> str:
    """Return an address with one line more, where it stands in the text."""
    starts = {each.text: each.start for each in lines if set(each.officials) & {*line.officials}}
    rows = value.splitlines()
    below = (at for at, row in enumerate(rows) if starts.get(squeeze(row), -1) > line.start)
    rows.insert(next(below, len(rows)), line.text)
    return "\n".join(rows)


def words_of(line: OfficialLine, goal: Held) -> str:
    """Return what the button of a line says of it; first what stands on the button."""
    names = {"line": line.text, "n": goal.number + 1}
    words = {
        "name": _("Name of official %(n)s: “%(line)s”", **names),
        "role": _("Office of official %(n)s: “%(line)s”", **names),
        "address": _("Address of official %(n)s: “%(line)s”", **names),
        CONTACT: _("Contact of official %(n)s: “%(line)s”", **names),
        NOBODYS: _("Not theirs, official %(n)s: “%(line)s”", **names),
    }
    return str(words[goal.part])


def told(action: UrgentAction, draft: CampaignDraft, read: Fields, typed: Fields) -> UrgentAction:
    """Return what was read as the form has it since; what lines were told to be, a person said.

    `read` are the fields of officials as they were filled in, `typed` as they are now; `draft` is
    the one that was typed.
    """
    findings = dict(action.findings)
    before, after = holders(action, read), holders(action, typed)
    for number in range(len(draft.targets)):
        for part in PARTS:
            key, goal = f"targets.{number}.{part}", Held(number, part)
            were = [line for line in before if before[line] == goal]
            are = [line for line in after if after[line] == goal]
            if are and are != were:
                spans = tuple(Span(line.start, line.end) for line in are)
                findings[key] = Finding(spans, Sure.GIVEN)
            elif not typed.get(f"target-{number}-{part}") or (
                not are and any(map(after.get, were))
            ):
                findings.pop(key, None)
    for line, held in after.items():
        if line.part == CONTACT and not held:
            findings.pop(line.key, None)
    added = [Official()] * (len(draft.targets) - len(action.targets))
    officials = [
        replace(
            official,
            name=target.name,
            role=target.role,
            salutation=target.salutation,
            address=target.address.splitlines(),
        )
        for official, target in zip([*action.targets, *added], draft.targets, strict=True)
    ]
    return replace(action, findings=findings, targets=officials)
