"""A campaign before it is stored: plain values, checked by whoever made them."""

import re
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, TypeVar

from petitions.campaigns.models import KEEP_DAYS, Campaign, Copy, Source

# What the text of a model letter may hold; a paragraph with one that stays empty is left out.
PLACEHOLDERS = ("demands", "words", "name", "town", "target", "role")
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
MODEL_TEXT_CHARACTERS = 5_000
CLOSING_CHARACTERS = 200
Draft = TypeVar("Draft")


def wrong_braces(text: str) -> list[str]:
    """Return what is no placeholder, and braces without another: `["{nmae}", "}"]`."""
    wrong = [f"{{{name}}}" for name in PLACEHOLDER.findall(text) if name not in PLACEHOLDERS]
    return wrong + re.findall("[{}]", PLACEHOLDER.sub("", text))


@dataclass(frozen=True)
class ContactDraft:
    """One way to reach a target; `kind` is one that a channel needs, such as `email` or `fax`."""

    kind: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class TargetDraft:
    """An official who can grant the demands; `address` has a line for each line of an envelope.

    `country` and `time_zone` are where the official sits, empty where unknown.
    """

    slug: str
    name: str
    role: str
    salutation: str
    address: str
    contacts: list[ContactDraft] = field(default_factory=list)
    country: str = ""
    time_zone: str = ""


@dataclass(frozen=True)
class LetterDraft:
    """The organisers' words for appeals in one language; see ModelLetter."""

    language: str
    subject: str = ""
    opening: str = ""
    text: str = ""
    closing: str = ""
    demands: list[str] = field(default_factory=list)
    salutations: dict[str, str] = field(default_factory=dict)
    other_openings: list[str] = field(default_factory=list)
    other_closings: list[str] = field(default_factory=list)
    other_demands: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True)
class UpdateDraft:
    """Dated news; `text` is Markdown, the headline `title` may be empty."""

    dated: date
    text: str
    title: str = ""


@dataclass(frozen=True)
class CampaignDraft:
    """One case; `story` is Markdown, `time_zone` an IANA name, `country` ISO 3166-1 alpha-2."""

    slug: str
    title: str
    summary: str
    pledge: str
    story: str
    country: str
    demands: list[str]
    targets: list[TargetDraft]
    reference: str = ""
    language: str = "en"
    goal: int = 100
    issued: date | None = None
    deadline: date | None = None
    time_zone: str = "UTC"
    sources: list[Source] = field(default_factory=list)
    updates: list[UpdateDraft] = field(default_factory=list)
    letters: list[LetterDraft] = field(default_factory=list)
    copies_to: list[Copy] = field(default_factory=list)
    embed_on: list[str] = field(default_factory=list)
    organiser_name: str = ""
    contact_email: str = ""
    safety: str = ""
    is_discreet: bool = False
    keep_days: int = KEEP_DAYS


def draft_of(campaign: Campaign) -> CampaignDraft:
    """Return all that is written of a campaign.

    Without its news and its picture: who can be seen on that agreed to this case alone.
    """
    return _same(
        CampaignDraft,
        campaign,
        demands=[demand.text for demand in campaign.demands],
        targets=[
            _same(
                TargetDraft,
                target,
                contacts=[_same(ContactDraft, contact) for contact in target.contacts],
            )
            for target in campaign.targets
        ],
        letters=[_same(LetterDraft, letter) for letter in campaign.letters],
        updates=[],
    )


def _same(draft: type[Draft], row: Any, **others: Any) -> Draft:
    """Return a draft with what a row has under the same names, and `others`."""
    names = {one.name for one in fields(draft)} - others.keys()  # type: ignore[arg-type]
    return draft(**{name: getattr(row, name) for name in names}, **others)
