"""What a draft of a text still needs, and the draft that can be stored without an answer."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from flask_babel import gettext as _

from petitions.campaigns.contacts import EMAIL
from petitions.campaigns.drafts import CampaignDraft, ContactDraft, TargetDraft
from petitions.campaigns.models import Copy
from petitions.db import now
from petitions.desk.importing import labels
from petitions.desk.importing.draft import contact_keys, demands_of, is_usable
from petitions.urgent_actions.models import UrgentAction
from petitions.urgent_actions.readers.phrasing import parts_of
from petitions.web.i18n import DEFAULT_LANGUAGE, day_in_words

LINE_CHARACTERS, REFERENCE_CHARACTERS = 200, 80


class OpenQuestion(NamedTuple):
    """One thing that a person has to fill in or to check; `key` is as in the findings."""

    key: str
    words: str

    @property
    def is_unsaid(self) -> bool:
        """Return True for a demand that is not yet said to an official, or not whole: first."""
        return self.key.startswith("demands.")


def open_questions(action: UrgentAction, draft: CampaignDraft) -> list[OpenQuestion]:
    """Return what is missing, and which contacts cannot be used as written, in form order.

    First come the demands of which something still stands in the words of the source. `draft` is
    the one that was made of this action, or as it was typed since.
    """
    questions = list(_unsaid(action))
    for key, words in labels.ASKS.items():
        if key == "deadline" and draft.deadline and draft.deadline < now().date():
            day = day_in_words(draft.deadline)
            passed = _("%(day)s has passed: visitors are told to ask before they write.", day=day)
            questions.append(OpenQuestion(key, passed))
        if getattr(draft, "reference" if key == "ua_number" else key):
            continue
        if key == "country" and action.country:
            ask = _(
                "The text names “%(name)s”. Which country of the list is it?", name=action.country
            )
            questions.append(OpenQuestion(key, ask))
        else:
            questions.append(OpenQuestion(key, str(words)))
    for index, (official, target) in enumerate(zip(action.targets, draft.targets, strict=True)):
        key = f"targets.{index}"
        questions += _questions_of_target(key, target, index + 1)
        for contact_key, contact in zip(contact_keys(key, official), target.contacts, strict=False):
            if contact.value and not is_usable(contact):
                questions.append(OpenQuestion(contact_key, unusable_words(contact)))
    return questions


def _unsaid(action: UrgentAction) -> Iterator[OpenQuestion]:
    """Ask for the words of each demand that no rule has turned to an official, or not whole."""
    for index, (demand, said) in enumerate(demands_of(action)):
        parts = parts_of(demand, action.language)
        if said is None:
            words = _("How is demand %(n)s said to the official, in a letter?", n=index + 1)
            yield OpenQuestion(f"demands.{index}", words)
        elif parts and parts.told:
            words = _(
                "Demand %(n)s also says: “%(told)s”. Does that belong in the letter?",
                n=index + 1,
                told=parts.told,
            )
            yield OpenQuestion(f"demands.{index}", words)


def _questions_of_target(key: str, target: TargetDraft, number: int) -> Iterator[OpenQuestion]:
    if not (target.name or target.role):
        words = _("Official %(n)s has neither a name nor an office. Who is it?", n=number)
        yield OpenQuestion(f"{key}.name", words)
    if not target.salutation:
        words = _("How does a letter greet official %(n)s?", n=number)
        yield OpenQuestion(f"{key}.salutation", words)
    if not (target.address or any(contact.value for contact in target.contacts)):
        words = _("No address of any kind was found for official %(n)s.", n=number)
        yield OpenQuestion(f"{key}.address", words)
    if target.address and not target.country:
        words = _("In which country is the address of official %(n)s?", n=number)
        yield OpenQuestion(f"{key}.country", words)


def unusable_words(contact: ContactDraft) -> str:
    """Return the sentence that asks for what a contact lacks."""
    value = contact.value
    if contact.kind in {"fax", "phone"}:
        words = _(
            "From where is %(value)s dialled? Write it with its country, like +7 …", value=value
        )
    else:
        words = _(
            "Nobody can be reached by %(value)s as it is written. Please check it.", value=value
        )
    return str(words)


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
        contacts = _usable(target.contacts, left_out)
        lines = {key: shortened(getattr(target, key)) for key in ("name", "role", "salutation")}
        return replace(target, contacts=contacts, **lines)

    def storable_copy(copy: Copy) -> Copy:
        email = copy["email"]
        try:
            email = EMAIL.check(email) if email else ""
        except ValueError:
            left_out.append(_("Left out: %(what)s, which is no e-mail address.", what=email))
            email = ""
        return Copy(name=shortened(copy["name"]), email=email)

    storable_draft = replace(
        draft,
        title=shortened(draft.title),
        reference=shortened(draft.reference, REFERENCE_CHARACTERS),
        language=draft.language or DEFAULT_LANGUAGE,
        targets=[storable_target(target) for target in draft.targets],
        copies_to=[storable_copy(copy) for copy in draft.copies_to],
    )
    return storable_draft, left_out


def _usable(contacts: list[ContactDraft], left_out: list[str]) -> list[ContactDraft]:
    """Return the contacts that can be used; add a sentence on each of the others."""
    for contact in contacts:
        if not is_usable(contact):
            why = unusable_words(contact)
            left_out.append(_("Left out: %(what)s. %(why)s", what=contact.value, why=why))
    return [contact for contact in contacts if is_usable(contact)]
