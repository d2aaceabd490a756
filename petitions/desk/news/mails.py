"""News by mail, composed when it is sent."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from petitions.accounts.models import Organiser
from petitions.campaigns.markdown import as_html
from petitions.campaigns.models import Campaign, Update
from petitions.campaigns.updates import text_digest
from petitions.db import db
from petitions.desk.models import GOING, Mailing
from petitions.desk.news.mailing import NEWS_MAIL, PREVIEW_MAIL
from petitions.mail.composing import OutgoingMail, composes
from petitions.signing.links import new_link
from petitions.signing.models import Signature
from petitions.web.http import absolute_address
from petitions.web.i18n import use_language
from petitions.web.text import sending_address


class TextChanged(Exception):
    """The news is not as it was previewed: its mails have to wait until the worker stops them."""


def _read(abouts: Sequence[dict[str, Any]]) -> object:
    """Read the signatures, news, mailings and campaigns of many mails at once."""
    updates = {about["update"] for about in abouts}
    news = select(Update, Mailing, Campaign).join(Campaign, Campaign.id == Update.campaign_id)
    news = news.outerjoin(Mailing, Mailing.update_id == Update.id).where(Update.id.in_(updates))
    numbers = [about["signature"] for about in abouts]
    signatures = select(Signature).where(Signature.id.in_(numbers))
    fresh = {"populate_existing": True}
    return [
        db.session.execute(question, execution_options=fresh).all()
        for question in (news, signatures)
    ]


@composes(NEWS_MAIL, _read)
def news_mail(about: dict[str, Any]) -> OutgoingMail | None:
    """Tell a signer the news, where they still want it."""
    signature = db.session.get(Signature, about["signature"])
    update = db.session.get(Update, about["update"])
    if signature is None or update is None or not signature.wants_news:
        return None
    mailing = db.session.get(Mailing, update.id)
    if mailing and mailing.state == GOING and mailing.text_digest != text_digest(update):
        raise TextChanged
    token, row = new_link(signature.id, news=True)
    unsubscribe_address = absolute_address("signing.unsubscribe", token=token)
    # RFC 8058: mail programs show a button beside the sender, and press it without a browser.
    headers = {
        "List-Unsubscribe": f"<{unsubscribe_address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    to = sending_address(signature.email or "")
    values = _values(update) | {"unsubscribe_address": unsubscribe_address}
    return OutgoingMail(to=to, template="news", values=values, headers=headers, rows=[row])


@composes(PREVIEW_MAIL)
def preview_mail(about: dict[str, Any]) -> OutgoingMail | None:
    """Show the news to an organiser as it will go; nothing where its text has changed since."""
    organiser = db.session.get(Organiser, about["organiser"])
    update = db.session.get(Update, about["update"], populate_existing=True)
    if organiser is None or update is None or text_digest(update).hex() != about["text"]:
        return None
    return OutgoingMail(
        to=organiser.email, template="news", values=_values(update) | {"unsubscribe_address": ""}
    )


def _values(update: Update) -> dict[str, Any]:
    campaign = db.session.get_one(Campaign, update.campaign_id)
    use_language(campaign.language)
    address = absolute_address("public.campaign", slug=campaign.slug)
    return {
        "campaign": campaign,
        "update": update,
        "text_as_html": _text_as_html(update.text),
        "campaign_address": address,
        "update_address": f"{address}#update-{update.id}",
    }


@lru_cache(maxsize=8)  # the same for each receiver
def _text_as_html(text: str) -> Markup:
    return as_html(text)
