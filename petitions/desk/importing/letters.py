"""What officials get of a form under review: in the public pages' own words, and never stored."""

from dataclasses import replace
from typing import NamedTuple

from petitions.appeals.channels import CALL
from petitions.appeals.composing import Appeal, Choices, compose
from petitions.appeals.networks import Post, social_values
from petitions.appeals.rendering import call_script
from petitions.campaigns.contacts import CONTACT_CHARACTERS, CONTACT_KINDS
from petitions.campaigns.drafts import CampaignDraft, TargetDraft
from petitions.campaigns.models import Campaign
from petitions.campaigns.operations import new_campaign
from petitions.campaigns.queries import free_address
from petitions.campaigns.values import slug_of
from petitions.desk.editor.part_form import SAVE
from petitions.desk.importing.draft import is_usable
from petitions.desk.importing.forms import DraftForm
from petitions.web.i18n import speaking

GAP = "…"  # for what no campaign opens without
# As the longest field and list; what is beyond them the form names as a mistake.
MOST_CHARACTERS, MOST_DEMANDS = 1_000, 100


class Finished(NamedTuple):
    """What one official gets; `number` is their place in the form, from 1.

    `posts` are those that name an account of theirs, or else one for the network with least room.
    """

    number: int
    appeal: Appeal
    script: list[str]
    is_called: bool
    posts: list[Post]


def letters_of(forms: DraftForm, language: str) -> list[Finished]:
    """Return what each official of a form gets, also while the form has mistakes."""
    officials = forms.officials()
    campaign = campaign_of(forms, list(officials.values()), language)
    letters = []
    with speaking(language):
        for number, target in zip(officials, campaign.targets, strict=True):
            appeal = compose(campaign, target, Choices())
            posts = [post for post in social_values(appeal)["posts"] if post.network.takes_text]
            named = [post for post in posts if post.has_account]
            is_called = bool(CALL.contacts(target))
            letters.append(
                Finished(number + 1, appeal, call_script(appeal), is_called, named or posts[:1])
            )
    return letters


def campaign_of(forms: DraftForm, officials: list[TargetDraft], language: str) -> Campaign:
    """Return the campaign as it would be, as far as letters need it; it belongs to no session."""
    basics = forms.parts["basics"].values()
    title, summary, reference = (
        basics[name][:MOST_CHARACTERS] for name in ("title", "summary", "reference")
    )
    demands = [row["text"] for row in forms.parts["demands"].rows_after(SAVE)[0]] or [GAP]
    draft = CampaignDraft(
        slug=free_address(slug_of(reference or title)),
        title=title or GAP,
        summary=summary or GAP,
        pledge="",
        story="",
        country="",
        language=language,
        demands=[text[:MOST_CHARACTERS] for text in demands[:MOST_DEMANDS]],
        targets=[_as_stored(official) for official in officials],
    )
    return new_campaign(draft)


def _as_stored(official: TargetDraft) -> TargetDraft:
    """Return an official with the contacts that can be stored, written as they will be."""
    short = {
        name: getattr(official, name)[:MOST_CHARACTERS] for name in ("name", "role", "salutation")
    }
    contacts = [
        replace(contact, value=CONTACT_KINDS[contact.kind].check(contact.value))
        for contact in official.contacts
        if len(contact.value) <= CONTACT_CHARACTERS and is_usable(contact)
    ]
    return replace(official, **short, contacts=contacts)
