"""Which control of the form belongs to which finding, and which colour both have."""

from collections.abc import Iterator

from petitions.desk.importing.draft import copies_of, keyed_contacts
from petitions.urgent_actions.urgent_action import UrgentAction

CONTROLS = {
    "title": "basics-title",
    "ua_number": "basics-reference",
    "summary": "basics-summary",
    "pledge": "basics-pledge",
    "country": "basics-country",
    "language": "basics-language",
    "issued": "dates-issued",
    "deadline": "dates-deadline",
    "story": "story-story",
    "background": "story-story",
    "index_number": "sources-sources-0-title",
    "demands": "demands-demands-0-text",
    "targets": "target-0-name",
    "persons": "also-persons",
    "preferred_languages": "also-languages",
    "channels": "also-channels",
    "model_letter": "also-letter",
}
COLOURS = {
    "title": "title",
    "ua_number": "title",
    "index_number": "title",
    "country": "title",
    "language": "title",
    "is_update": "title",
    "issued": "date",
    "deadline": "date",
    "story": "story",
    "background": "story",
    "summary": "summary",
    "demands": "demand",
    "persons": "person",
    "question": "question",
}
OF_OFFICIALS = {
    "name": "person",
    "role": "person",
    "salutation": "person",
    "address": "address",
}


def colour_of(key: str) -> str:
    """Give the colour of a finding: `targets.1.fax.0` has that of contacts."""
    kind, *rest = key.split(".")
    if kind in {"targets", "copies_to"} and len(rest) > 1:
        return OF_OFFICIALS.get(rest[1], "contact")
    return COLOURS.get(kind, "other")


def controls_of(action: UrgentAction) -> dict[str, str]:
    """Give {key: id of its control} for all that the form holds."""
    found = dict(CONTROLS)
    for number in range(len(action.demands)):
        found[f"demands.{number}"] = f"demands-demands-{number}-text"
    for number, _ in enumerate(action.persons):
        found[f"persons.{number}"] = CONTROLS["persons"]
    found |= dict(_of_targets(action))
    found |= dict(_of_copies(action))
    return found


def _of_targets(action: UrgentAction) -> Iterator[tuple[str, str]]:
    for number, official in enumerate(action.targets):
        key = f"targets.{number}"
        for part in ("name", "role", "salutation", "address", "country"):
            yield f"{key}.{part}", f"target-{number}-{part}"
        for row, (contact, _) in enumerate(keyed_contacts(key, official, "")):
            yield contact, f"target-{number}-contacts-{row}-value"


def _of_copies(action: UrgentAction) -> Iterator[tuple[str, str]]:
    row = 0
    for number, official in enumerate(action.copies_to):
        key, name = f"copies_to.{number}", f"copies-copies_to-{row}-name"
        for part in ("name", "role", "salutation", "address"):
            yield f"{key}.{part}", name
        for part in ("fax", "phone", "twitter"):
            for place, _ in enumerate(getattr(official, part)):
                yield f"{key}.{part}.{place}", name
        for place, _ in enumerate(copies_of(official)):
            yield f"{key}.email.{place}", f"copies-copies_to-{row}-email"
            row += 1
