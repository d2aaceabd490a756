"""Texts with the answers made for them by hand, and what is different in what was read.

`urgent_actions/<language>-<slug>.txt` has its answer beside it as `.json`: the keys of
`UrgentAction`, and keys of our own that begin with `_`:

`_persons`, `_preferred_languages`, `_channels`  compared where they are given, in any order;
                        no person need be found, but a wrong one must not
`_questions`            must be asked; an empty list says that nothing may be asked
`_letter_salutation`    accepted where no salutation is labelled
`_role_alternatives`    {"targets.0": […]}: the same office in other words of the text
`_name_alternatives`    the same for a name
`_joined_addresses`     the text has lost its lines: addresses are compared as one text
`_address_alternatives` {"targets.1": [[…], …]}: other right answers, each a list of lines
`_torn_line`            the last line of a text that is cut: it may be given, or less of it
`_hard`                 what the text cannot tell ("columns", "official"): what is given of
                        the targets must be right, but need not be all
`_notes`                what the text is there for
`_not_an_urgent_action` it is to be refused
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from petitions.urgent_actions.models import UrgentAction
from tests.urgent_actions.evidence import unfounded
from tests.urgent_actions.likeness import CONTACTS, number, same, words

FOLDER = Path(__file__).parent / "documents"
SCALARS = ("ua_number", "index_number", "title", "country", "issued", "deadline", "language")
NEEDED = (*SCALARS, "demands", "targets")


def documents(pattern: str) -> list[Path]:
    """Give the texts whose name fits, in order."""
    return sorted(FOLDER.glob(f"{pattern}.txt"))


def text_of(path: Path) -> str:
    """Give a text as it stands in the file, with its own line ends."""
    return path.read_bytes().decode()


def answer_of(path: Path) -> dict[str, Any]:
    """Give the answer that was made for a text."""
    return json.loads(path.with_suffix(".json").read_text("utf-8"))


def differences(action: UrgentAction, want: dict[str, Any]) -> list[str]:
    """Give what was read otherwise than the answer says, a line a field."""
    got = action.as_json()
    return [
        *_scalars(want, got),
        *_demands(want["demands"], got["demands"]),
        *(_torn(want, got) if want.get("_hard") else _officials(want, got)),
        *_lists(want, got),
        *_missing(got),
        *_questions(want, got),
        *unfounded(action),
    ]


def _scalars(want: dict[str, Any], got: dict[str, Any]) -> Iterator[str]:
    for field in SCALARS:
        if words(want[field]) != words(got[field]):
            yield _line(field, want[field], got[field])
    if want["is_update"] is not got["is_update"]:
        yield _line("is_update", want["is_update"], got["is_update"])


def _demands(want: list[str], got: list[str]) -> Iterator[str]:
    for place in range(max(len(want), len(got))):
        wanted, given = _nth(want, place), _nth(got, place)
        if words(wanted) != words(given):
            yield _line(f"demands.{place}", wanted, given)


def _officials(want: dict[str, Any], got: dict[str, Any]) -> Iterator[str]:
    for kind in ("targets", "copies_to"):
        for place in range(max(len(want[kind]), len(got[kind]))):
            key = f"{kind}.{place}"
            wanted, given = _nth(want[kind], place), _nth(got[kind], place)
            if wanted is None or given is None:
                yield _line(key, _named(wanted), _named(given))
            else:
                yield from _official(key, wanted, given, want)


def _official(
    key: str, wanted: dict[str, Any], given: dict[str, Any], want: dict[str, Any]
) -> Iterator[str]:
    for field in ("name", "role"):
        if words(given[field]) not in _accepted(field, key, wanted, want):
            yield _line(f"{key}.{field}", wanted[field], given[field])
    if not _same_address(key, wanted, given, want):
        yield _line(f"{key}.address", wanted["address"], given["address"])
    yield from _salutation(key, wanted, given, want.get("_letter_salutation"))
    for kind in CONTACTS:
        if not same(kind, wanted[kind], given[kind]):
            yield _line(f"{key}.{kind}", wanted[kind], given[kind])


def _accepted(field: str, key: str, wanted: dict[str, Any], want: dict[str, Any]) -> set[str]:
    others = want.get(f"_{field}_alternatives", {}).get(key, [])
    return {words(one) for one in (wanted[field], *others)}


def _same_address(
    key: str, wanted: dict[str, Any], given: dict[str, Any], want: dict[str, Any]
) -> bool:
    # An office in a second language may stand in the address, or be left out.
    apart = _accepted("role", key, wanted, want)
    torn = words(want.get("_torn_line"))
    right = [wanted["address"], *want.get("_address_alternatives", {}).get(key, [])]
    kept = [
        [line for line in map(words, lines) if line not in apart and not _is_rest(line, torn)]
        for lines in (given["address"], *right)
    ]
    if want.get("_joined_addresses"):
        kept = [[" ".join(lines)] for lines in kept]
    return kept[0] in kept[1:]


def _is_rest(line: str, torn: str) -> bool:
    return bool(torn) and torn.startswith(line)


def _salutation(
    key: str, wanted: dict[str, Any], given: dict[str, Any], letter: str | None
) -> Iterator[str]:
    accepted = {words(wanted["salutation"])}
    if not wanted["salutation"]:
        accepted.add(words(letter))
    if words(given["salutation"]) not in accepted:
        yield _line(f"{key}.salutation", wanted["salutation"], given["salutation"])


def _torn(want: dict[str, Any], got: dict[str, Any]) -> Iterator[str]:
    for place, given in enumerate(got["targets"]):
        if not any(
            _within(given, f"targets.{other}", wanted, want)
            for other, wanted in enumerate(want["targets"])
        ):
            yield _line(f"targets.{place}", "a part of one official, or none", given)


def _within(given: dict[str, Any], key: str, wanted: dict[str, Any], want: dict[str, Any]) -> bool:
    """Say whether all that is given belongs to this one official."""
    if (
        list(_salutation(key, wanted, given, want.get("_letter_salutation")))
        and given["salutation"]
    ):
        return False
    for field in ("name", "role"):
        if given[field] and words(given[field]) not in _accepted(field, key, wanted, want):
            return False
    address = " ".join(words(line) for line in wanted["address"])
    return all(words(line) in address for line in given["address"]) and all(
        {number(kind, one) for one in given[kind]} <= {number(kind, one) for one in wanted[kind]}
        for kind in CONTACTS
    )


def _lists(want: dict[str, Any], got: dict[str, Any]) -> Iterator[str]:
    for field in ("persons", "preferred_languages", "channels"):
        wanted = {words(one) for one in want.get(f"_{field}") or []}
        given = {words(one) for one in got[field]}
        # Who is named in the story alone need not be found; nobody else may be.
        enough = given == wanted or (field == "persons" and not given)
        if f"_{field}" in want and not enough:
            yield _line(field, want[f"_{field}"], got[field])


def _missing(got: dict[str, Any]) -> Iterator[str]:
    empty = {field for field in NEEDED if not got[field]}
    if set(got["missing"]) != empty:
        yield _line("missing", sorted(empty), sorted(got["missing"]))


def _questions(want: dict[str, Any], got: dict[str, Any]) -> Iterator[str]:
    wanted, asked = want.get("_questions"), {one["about"] for one in got["questions"]}
    if wanted is not None and (not set(wanted) <= asked or (asked and not wanted)):
        yield _line("questions", wanted, sorted(asked))


def _nth(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else None


def _named(official: dict[str, Any] | None) -> str | None:
    return official and (official["name"] or official["role"] or str(official))


def _line(field: str, want: Any, got: Any) -> str:
    return f"{field}:\n    want {want!r}\n    got  {got!r}"
