"""From an Urgent Action to a draft: nothing that was found is lost, nothing is made up.

The model letter is no letter of ours yet: in one the reader's own words and the demands have a
place of their own, and its text would hide every later change of the demands.
"""

from dataclasses import dataclass

from petitions.campaigns.campaign_file.values import slug_of
from petitions.campaigns.drafts import CampaignDraft, ContactDraft, TargetDraft
from petitions.campaigns.models import Copy, Source
from petitions.campaigns.slugs import free_slug
from petitions.desk.importing.loading import numbers, prose
from petitions.desk.importing.loading.places import country_code, place_of
from petitions.desk.importing.loading.postal_lines import envelope_lines
from petitions.desk.importing.loading.references import reference_of
from petitions.urgent_actions.urgent_action import Official, UrgentAction
from petitions.web.i18n import DEFAULT_LANGUAGE

# Ours for each kind that an Urgent Action has, in the order of the form.
KINDS = {"fax": "fax", "phone": "phone", "email": "email", "twitter": "social"}


@dataclass(frozen=True)
class Case:
    """What all officials of a document share: its language, and the country it is about."""

    language: str
    country: str


def draft_of(action: UrgentAction) -> CampaignDraft:
    """Give a draft with all that has a place in one; the pledge is asked for, never made up.

    Numbers whose country is unknown stay as written; so do texts that are too long.
    """
    case = case_of(action)
    summary, story = prose.lead(action.story)
    reference = reference_of(action.ua_number)
    return CampaignDraft(
        slug=slug_of(reference or action.title or ""),
        title=action.title or "",
        summary=summary,
        pledge="",
        story=prose.with_background(story, action.background, case.language),
        country=case.country,
        demands=list(action.demands),
        targets=_targets(action.targets, case),
        reference=reference,
        language=action.language or "",
        issued=action.issued,
        deadline=action.deadline,
        sources=sources_of(action),
        copies_to=[copy for one in action.copies_to for copy in copies_of(one)],
    )


def case_of(action: UrgentAction) -> Case:
    """Give what is the same for all officials."""
    language = action.language or DEFAULT_LANGUAGE
    return Case(language, country_code(action.country or "", language))


def keyed_contacts(key: str, official: Official, country: str) -> list[tuple[str, ContactDraft]]:
    """Give (key of the finding, contact) in the order of the form: `targets.0.fax.0` first."""
    return [
        (f"{key}.{found}.{place}", ContactDraft(kind, _contact(kind, value, country)))
        for found, kind in KINDS.items()
        for place, value in enumerate(getattr(official, found))
    ]


def copies_of(official: Official) -> list[Copy]:
    """Give who gets a copy: once for each e-mail address, or once without one."""
    name = ", ".join(part for part in (official.name, official.role) if part)
    name = name or next(iter(official.address), "")
    return [Copy(name=name, email=email) for email in official.email or [""]]


def sources_of(action: UrgentAction) -> list[Source]:
    """Give the document itself as the source, by its numbers."""
    reference = reference_of(action.ua_number)
    title = ", ".join(part for part in (reference, action.index_number) if part)
    return [Source(title=f"Urgent Action: {title}", url="")] if title else []


def _targets(officials: list[Official], case: Case) -> list[TargetDraft]:
    found: list[TargetDraft] = []
    for official in officials:
        found.append(_target(official, case, {one.slug for one in found}))
    return found


def _target(official: Official, case: Case, taken: set[str]) -> TargetDraft:
    place = place_of(official.address, case.language, case.country)
    code = place.code if place else ""
    return TargetDraft(
        slug=free_slug(slug_of(official.role or official.name or ""), taken),
        name=official.name or "",
        role=official.role or "",
        salutation=official.salutation or "",
        address="\n".join(envelope_lines(official.address, place, case.language)),
        contacts=[one for _, one in keyed_contacts("", official, code)],
        country=code,
    )


def _contact(kind: str, value: str, country: str) -> str:
    if kind == "social":
        return numbers.account(value)
    return value if kind == "email" else numbers.international(value, country)
