"""What a draft of a text still needs, and the draft that can be stored without an answer."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from flask_babel import gettext as _

from petitions.campaigns.contacts import CONTACT_KINDS, EMAIL
from petitions.campaigns.drafts import CampaignDraft, ContactDraft, TargetDraft
from petitions.campaigns.models import Copy
from petitions.desk.importing import labels
from petitions.desk.importing.draft import context_of, keyed_contacts
from petitions.urgent_actions.models import UrgentAction
from petitions.web.countries import country_of_address
from petitions.web.i18n import DEFAULT_LANGUAGE

LINE_CHARACTERS, REFERENCE_CHARACTERS = 200, 80


class OpenQuestion(NamedTuple):
    """One thing that a person has to fill in or to check; `key` is as in the findings."""

    key: str
    words: str


def open_questions(action: UrgentAction, draft: CampaignDraft) -> list[OpenQuestion]:
    """Return what is missing, and which contacts cannot be used as written, in form order."""
    return [*_of_fields(action, draft), *_of_targets(action, draft)]


def is_usable(contact: ContactDraft) -> bool:
    """Return True if somebody can be reached by this as it is written."""
    try:
        CONTACT_KINDS[contact.kind].check(contact.value)
    except ValueError:
        return False
    return True


def unusable_words(contact: ContactDraft) -> str:
    """Return the sentence that asks for what a contact lacks."""
    if contact.kind in ("fax", "phone"):
        return labels.ask_country_of_number(contact.value)
    return labels.ask_contact(contact.value)


def _of_fields(action: UrgentAction, draft: CampaignDraft) -> Iterator[OpenQuestion]:
    for key, words in labels.ASKS.items():
        if getattr(draft, "reference" if key == "ua_number" else key):
            continue
        if key == "country" and action.country:
            yield OpenQuestion(key, labels.ask_which_country(action.country))
        else:
            yield OpenQuestion(key, str(words))


def _of_targets(action: UrgentAction, draft: CampaignDraft) -> Iterator[OpenQuestion]:
    context = context_of(action)
    for index, (official, target) in enumerate(zip(action.targets, draft.targets, strict=True)):
        key = f"targets.{index}"
        lacks = {
            "name": not (target.name or target.role),
            "salutation": not target.salutation,
            "reach": not (target.address or target.contacts),
            "country": target.address and not target.country,
        }
        for part in (part for part, is_lacking in lacks.items() if is_lacking):
            field = "address" if part == "reach" else part
            yield OpenQuestion(f"{key}.{field}", labels.ask_of_official(part, index + 1))
        country = country_of_address(official.address, context.language, context.country)
        code = country.code if country else ""
        for contact_key, contact in keyed_contacts(key, official, code):
            if not is_usable(contact):
                yield OpenQuestion(contact_key, unusable_words(contact))


def storable(draft: CampaignDraft) -> tuple[CampaignDraft, list[str]]:
    """Return (draft without unusable contacts and too long texts, sentences on what was left out).

    For a draft that nobody has looked at yet. A wrong number is worse than none: whoever
    publishes the draft would not see it.
    """
    left_out: list[str] = []

    def shortened(text: str, max_characters: int = LINE_CHARACTERS) -> str:
        if len(text) <= max_characters:
            return text
        left_out.append(_("Shortened: %(text)s", text=text))
        return text[: max_characters - 1].rstrip() + "…"

    def storable_target(target: TargetDraft) -> TargetDraft:
        for contact in target.contacts:
            if not is_usable(contact):
                why = unusable_words(contact)
                left_out.append(_("Left out: %(what)s. %(why)s", what=contact.value, why=why))
        return replace(
            target,
            name=shortened(target.name),
            role=shortened(target.role),
            salutation=shortened(target.salutation),
            contacts=[contact for contact in target.contacts if is_usable(contact)],
        )

    def storable_copy(copy: Copy) -> Copy:
        email = copy["email"]
        try:
            email = EMAIL.check(email) if email else ""
        except ValueError:
            left_out.append(_("Left out: %(what)s, which is no e-mail address.", what=email))
            email = ""
        return Copy(name=shortened(copy["name"]), email=email)

    made = replace(
        draft,
        title=shortened(draft.title),
        reference=shortened(draft.reference, REFERENCE_CHARACTERS),
        language=draft.language or DEFAULT_LANGUAGE,
        targets=[storable_target(target) for target in draft.targets],
        copies_to=[storable_copy(copy) for copy in draft.copies_to],
    )
    return made, left_out
