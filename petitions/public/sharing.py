"""What is passed on: the words, the picture beside a link, the code on a poster."""

from functools import lru_cache

from flask_babel import format_decimal
from flask_babel import gettext as _
from markupsafe import Markup

from petitions.appeals.composing import as_sentence
from petitions.appeals.counting import shortened
from petitions.campaigns.models import Campaign
from petitions.documents import cards
from petitions.documents.content import Card, Layout
from petitions.web.http import absolute_address
from petitions.web.i18n import country_name, direction_of

TITLE_CHARACTERS = 70  # more would make the picture heavier than networks like
card_png = lru_cache(64)(cards.card_png)


def share_sentences(campaign: Campaign) -> list[str]:
    """Give the words that go with a link to the case; the first is never left out."""
    title = as_sentence(campaign.title)
    return [title, _("Please sign, it takes a minute.")] if campaign.takes_signatures else [title]


def embed_snippet(campaign: Campaign) -> str:
    """Give the HTML that shows the counter in a page of another site."""
    frame = Markup('<iframe src="{}" title="{}" width="320" height="340" loading="lazy"></iframe>')
    return str(frame.format(absolute_address("data.embed", slug=campaign.slug), campaign.title))


def card(campaign: Campaign, signatures: int) -> Card:
    """Give the picture's words; the number is rounded down, so that it changes seldom."""
    return Card(
        layout=Layout(campaign.language, direction_of(campaign.language)),
        kicker=country_name(campaign.country),
        title=shortened(campaign.title, lambda text: len(text) <= TITLE_CHARACTERS),
        count=_count(campaign, rounded_down(signatures)),
        site=_("Petitions"),
    )


def _count(campaign: Campaign, number: int) -> str:
    if number:
        return str(_("%(count)s signatures and counting", count=format_decimal(number)))
    return str(_("Add your name")) if campaign.takes_signatures else ""


def rounded_down(number: int) -> int:
    """Give a number with one digit that counts, below ten nothing: 4,187 → 4,000."""
    if number < 10:
        return 0
    power = int(10 ** (len(str(number)) - 1))
    return number // power * power
