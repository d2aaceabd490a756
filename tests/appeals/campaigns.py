"""A campaign whose official can be reached in every way, and appeals to that official."""

from dataclasses import replace

from sqlalchemy import select

from petitions.appeals.composing import Choices, compose
from petitions.campaigns.drafts import ContactDraft, LetterDraft
from petitions.campaigns.models import Campaign
from petitions.db import db
from tests.factories import NURSE, a_campaign

MAIL = "minister@health.example"
CASE = "https://petitions.example.org/c/free-the-nurse"
PAGE = "/c/free-the-nurse/appeals/minister"


def by(kind, *values, note=""):
    """Give contacts of one kind."""
    return [ContactDraft(kind, value, note) for value in values]


MINISTER = replace(
    NURSE.targets[0],
    country="KZ",
    time_zone="Asia/Oral",
    contacts=[
        *by("email", MAIL),
        *by("fax", "+77172506402"),
        *by("phone", "+77172506403", note="Mornings are best."),
        *by("form", "https://health.example/contact"),
        *by("whatsapp", "+7 701 111 2233"),
        *by("telegram", "@minister_of_health"),
        *by("signal", "+7 701 111 2244"),
        *by("social", "@minister", "@minister.bsky.social", "@minister@mastodon.example"),
    ],
)
RUSSIAN = LetterDraft(
    language="ru",
    subject="Освободите медсестру",
    opening="Меня тревожит судьба медсестры, которая лечила раненых и за это оказалась в тюрьме.",
    closing="С уважением,",
    demands=["Освободить её.", "Допустить к ней врача."],
    salutations={"minister": "Уважаемый господин министр!"},
)
ARABIC = LetterDraft(
    language="ar",
    subject="أطلقوا سراح الممرضة",
    opening="أكتب إليكم بشأن ممرضة سُجنت لأنها عالجت الجرحى، وهي نفسها بحاجة إلى رعاية طبيب.",
    closing="وتفضلوا بقبول فائق الاحترام،",
    demands=["أطلقوا سراحها فورًا ودون شروط.", "اسمحوا للطبيب بزيارتها."],
    salutations={"minister": "معالي الوزير،"},
)


def a_reachable_campaign(app, target=None, **changes):
    """Store the campaign; `target` changes its official. Give its slug."""
    return a_campaign(app, targets=[replace(MINISTER, **(target or {}))], **changes)


def an_appeal(app, typed=None, target=None, **changes):
    """Store the campaign and compose an appeal from what a visitor typed."""
    slug = a_reachable_campaign(app, target, **changes)
    campaign = db.session.scalar(select(Campaign).where(Campaign.slug == slug))
    return compose(campaign, campaign.targets[0], typed or Choices())
