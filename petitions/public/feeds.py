"""The timeline as an Atom feed (RFC 4287)."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from petitions.campaigns.markdown import as_html
from petitions.campaigns.models import Campaign, Update
from petitions.documents.plain import printable
from petitions.web.http import absolute_address
from petitions.web.i18n import day_in_words


def atom_feed(campaign: Campaign) -> bytes:
    """Give the feed: the news, newest first. An entry keeps its id for ever."""
    from feedgen.feed import FeedGenerator

    address = absolute_address("public.campaign", slug=campaign.slug)
    feed = FeedGenerator()
    feed.id(address)
    feed.title(printable(campaign.title))
    feed.subtitle(printable(campaign.summary))
    feed.language(campaign.language)
    feed.author(name=_("Petitions"))
    feed.link(href=address, rel="alternate")
    feed.link(href=absolute_address("data.feed", slug=campaign.slug), rel="self")
    feed.updated(_changed_at(campaign))
    for update in campaign.updates:  # feedgen puts each before the last
        entry = feed.add_entry()
        entry.id(f"{address}#update-{update.id}")
        entry.title(printable(f"{day_in_words(update.dated)}: {campaign.title}"))
        entry.link(href=f"{address}#update-{update.id}")
        entry.updated(_moment(campaign, update))
        entry.content(str(as_html(printable(update.text))), type="html")
    return bytes(feed.atom_str(pretty=True))


def _changed_at(campaign: Campaign) -> datetime:
    moments = [_moment(campaign, update) for update in campaign.updates]
    return max(moments, default=campaign.made_at)


def _moment(campaign: Campaign, update: Update) -> datetime:
    """Give noon of the day of the news, where the case is."""
    return datetime.combine(update.dated, time(12), ZoneInfo(campaign.time_zone))
