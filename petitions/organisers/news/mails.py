"""News by mail, composed when it is sent."""

from typing import Any

from petitions.accounts.models import Organiser
from petitions.campaigns.markdown import as_html
from petitions.campaigns.models import Campaign, Update
from petitions.campaigns.updates import text_digest
from petitions.db import db
from petitions.mail.composing import Letter, composes
from petitions.organisers.models import GOING, Mailing
from petitions.organisers.news.mailing import NEWS_MAIL, PREVIEW_MAIL
from petitions.signing.addresses import sending_address
from petitions.signing.links import new_token
from petitions.signing.models import Signature
from petitions.web.addresses import absolute_address
from petitions.web.i18n import use_language


class TextChanged(Exception):
    """The news is not as it was previewed: its mails have to wait until the worker stops them."""


@composes(NEWS_MAIL)
def news_mail(about: dict[str, Any]) -> Letter | None:
    """Tell a signer the news, where they still want it."""
    signature = db.session.get(Signature, about["signature"], populate_existing=True)
    update = db.session.get(Update, about["update"], populate_existing=True)
    if signature is None or update is None or not signature.wants_news:
        return None
    mailing = db.session.get(Mailing, update.id, populate_existing=True)
    if mailing and mailing.state == GOING and mailing.text_digest != text_digest(update):
        raise TextChanged
    token = new_token(signature.id, news=True)
    unsubscribe_address = absolute_address("signing.unsubscribe", token=token)
    # RFC 8058: mail programs show a button beside the sender, and press it without a browser.
    headers = {
        "List-Unsubscribe": f"<{unsubscribe_address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    to = sending_address(signature.email or "")
    return Letter(
        to=to, template="news", values=_values(update, unsubscribe_address), headers=headers
    )


@composes(PREVIEW_MAIL)
def preview_mail(about: dict[str, Any]) -> Letter | None:
    """Show the news to an organiser as it will go; nothing where its text has changed since."""
    organiser = db.session.get(Organiser, about["organiser"])
    update = db.session.get(Update, about["update"], populate_existing=True)
    if organiser is None or update is None or text_digest(update).hex() != about["text"]:
        return None
    return Letter(to=organiser.email, template="news", values=_values(update))


def _values(update: Update, unsubscribe_address: str = "") -> dict[str, Any]:
    campaign = db.session.get_one(Campaign, update.campaign_id)
    use_language(campaign.language)
    address = absolute_address("public.campaign", slug=campaign.slug)
    return {
        "campaign": campaign,
        "update": update,
        "text_as_html": as_html(update.text),
        "campaign_address": address,
        "update_address": f"{address}#update-{update.id}",
        "unsubscribe_address": unsubscribe_address,  # a preview has none: nobody signed it
    }
