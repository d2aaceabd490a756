"""What a draft of a text still needs, in the order of the form."""

from collections.abc import Iterator
from typing import NamedTuple

from petitions.campaigns.contacts import CONTACT_KINDS
from petitions.campaigns.drafts import CampaignDraft, ContactDraft, TargetDraft
from petitions.desk.importing import labels
from petitions.desk.importing.draft import case_of, keyed_contacts
from petitions.desk.importing.loading.places import place_of
from petitions.urgent_actions.urgent_action import UrgentAction

NUMBERS = ("fax", "phone")


class Ask(NamedTuple):
    """One thing that a person has to fill in or to check; `key` is as in the findings."""

    key: str
    words: str


def asks(action: UrgentAction, draft: CampaignDraft) -> list[Ask]:
    """Give all that is missing, and what of the officials cannot be used as it is written."""
    return [*_simple(action, draft), *_of_targets(action, draft)]


def is_usable(contact: ContactDraft) -> bool:
    """Tell whether somebody can be reached by this as it is written."""
    try:
        CONTACT_KINDS[contact.kind].check(contact.value)
    except ValueError:
        return False
    return True


def _simple(action: UrgentAction, draft: CampaignDraft) -> Iterator[Ask]:
    for key, words in labels.ASKS.items():
        if getattr(draft, "reference" if key == "ua_number" else key):
            continue
        if key == "country" and action.country:
            yield Ask(key, labels.ask_which_country(action.country))
        else:
            yield Ask(key, str(words))


def _of_targets(action: UrgentAction, draft: CampaignDraft) -> Iterator[Ask]:
    case = case_of(action)
    for place, (official, target) in enumerate(zip(action.targets, draft.targets, strict=True)):
        key = f"targets.{place}"
        for part in _lacks(target):
            yield Ask(f"{key}.{part.replace('reach', 'address')}", _official(part, place))
        found = place_of(official.address, case.language, case.country)
        code = found.code if found else ""
        for contact_key, contact in keyed_contacts(key, official, code):
            if not is_usable(contact):
                yield Ask(contact_key, unusable_words(contact))


def unusable_words(contact: ContactDraft) -> str:
    """Ask for what a contact lacks."""
    if contact.kind in NUMBERS:
        return labels.ask_country_of_number(contact.value)
    return labels.ask_contact(contact.value)


def _official(part: str, place: int) -> str:
    return labels.ask_of_official(part, place + 1)


def _lacks(target: TargetDraft) -> Iterator[str]:
    if not (target.name or target.role):
        yield "name"
    if not target.salutation:
        yield "salutation"
    if not (target.address or target.contacts):
        yield "reach"
    if target.address and not target.country:
        yield "country"
