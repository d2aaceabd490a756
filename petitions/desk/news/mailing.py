"""News by mail: who gets it, what it says, what has gone; sent in portions by the worker."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import abort
from sqlalchemy import select

from petitions.accounts.audit import record
from petitions.accounts.models import Organiser
from petitions.campaigns.contacts import responsible_for
from petitions.campaigns.markdown import as_html, as_plain
from petitions.campaigns.models import Campaign, Update
from petitions.campaigns.operations import batch_of, locked_update, text_digest
from petitions.config import settings
from petitions.db import db, now, transaction
from petitions.desk.models import DONE, GOING, PREVIEWED, STOPPED, Mailing
from petitions.mail.composing import MailHeld, OutgoingMail, composes
from petitions.mail.models import DROPPED, HELD, PARKED, REFUSED, SENT, WAITING
from petitions.mail.operations import (
    enqueue_batch,
    enqueue_for_organiser,
    hold_batch,
    release_batch,
)
from petitions.mail.queries import states_of_batch, waiting_of_batch
from petitions.signing.links import new_link
from petitions.signing.models import Signature
from petitions.signing.queries import next_news_receivers, number_of_news_receivers
from petitions.web.http import absolute_address
from petitions.web.i18n import use_language
from petitions.web.text import sending_address

NEWS_MAIL, PREVIEW_MAIL = "news", "news-preview"
AT_ONCE = 500
MOST_WAITING = 1000  # of one mailing, so that the outbox stays short

# Each receiver of a mailing gets the same.
cached_html, cached_plain = lru_cache(maxsize=8)(as_html), lru_cache(maxsize=8)(as_plain)


class Progress(NamedTuple):
    """How far a mailing is; each receiver stands in one of the numbers."""

    receivers: int
    sent: int
    to_go: int
    refused: int
    parked: int  # for a person to look at
    unwanted: int  # withdrawn or without news meanwhile, or given up by an organiser


def updates_of(campaign: Campaign) -> Sequence[tuple[Update, Mailing | None]]:
    """Return the news of a campaign with its mailings, the newest first."""
    query = (
        select(Update, Mailing)
        .outerjoin(Mailing, Mailing.update_id == Update.id)
        .where(Update.campaign_id == campaign.id)
        .order_by(Update.dated.desc(), Update.id.desc())
    )
    return db.session.execute(query).all()


def update_or_404(campaign: Campaign, update_id: int) -> Update:
    """Return one of the campaign's news."""
    update = db.session.get(Update, update_id)
    if update is None or update.campaign_id != campaign.id:
        abort(404)
    return update


def mailing_of(update: Update) -> Mailing | None:
    """Return the mailing of an update, if there is one."""
    return db.session.get(Mailing, update.id)


def progress(mailing: Mailing) -> Progress:
    """Return how far a mailing is."""
    states = states_of_batch(batch_of(mailing.update_id))
    sent, dropped = states.get(SENT, 0), states.get(DROPPED, 0)
    refused, parked = states.get(REFUSED, 0), states.get(PARKED, 0)
    to_go = states.get(WAITING, 0) + states.get(HELD, 0)
    receivers = max(mailing.receivers, sum(states.values()))
    if mailing.state == DONE:  # who is not in the outbox did not want it any more
        dropped = receivers - sent - to_go - refused - parked
    else:
        to_go = receivers - sent - refused - parked - dropped
    return Progress(receivers, sent, to_go, refused, parked, dropped)


class TextChanged(Exception):
    """The news is not as it was previewed: its mails have to wait until the worker stops them."""


def _read(abouts: Sequence[dict[str, Any]]) -> object:
    """Read the signatures, news, mailings and campaigns of many mails at once."""
    news = (
        select(Update, Mailing, Campaign)
        .join(Campaign, Campaign.id == Update.campaign_id)
        .outerjoin(Mailing, Mailing.update_id == Update.id)
        .where(Update.id.in_({about["update"] for about in abouts}))
        .execution_options(populate_existing=True)
    )
    signatures = (
        select(Signature)
        .where(Signature.id.in_([about["signature"] for about in abouts]))
        .execution_options(populate_existing=True)
    )
    return [db.session.execute(query).all() for query in (news, signatures)]


@composes(NEWS_MAIL, _read)
def news_mail(about: dict[str, Any]) -> OutgoingMail | None:
    """Tell a signer the news, where they still want it."""
    signature = db.session.get(Signature, about["signature"])
    update = db.session.get(Update, about["update"])
    if signature is None or update is None or not signature.wants_news:
        return None
    if db.session.get_one(Campaign, update.campaign_id).is_withheld:
        raise MailHeld
    mailing = db.session.get(Mailing, update.id)
    if mailing and mailing.state == GOING and mailing.text_digest != text_digest(update):
        raise TextChanged
    values = _values(update)
    token, row = new_link(signature.id, news=True)
    unsubscribe_address = absolute_address("signing.unsubscribe", token=token)
    # RFC 2919: filters know the list by its name. RFC 8058: mail programs show a button beside the
    # sender, and press it without a browser.
    headers = {
        "List-Id": f"<{values['campaign'].slug}.{urlsplit(settings().base_url).hostname}>",
        "List-Unsubscribe": f"<{unsubscribe_address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    to = sending_address(signature.email or "")
    values |= {"unsubscribe_address": unsubscribe_address}
    return OutgoingMail(to, "news", values, headers, rows=[row], **_sender(values["campaign"]))


@composes(PREVIEW_MAIL)
def preview_mail(about: dict[str, Any]) -> OutgoingMail | None:
    """Show the news to an organiser as it will go; nothing where its text has changed since."""
    organiser = db.session.get(Organiser, about["organiser"])
    update = db.session.get(Update, about["update"], populate_existing=True)
    if organiser is None or update is None or text_digest(update).hex() != about["text"]:
        return None
    values = _values(update) | {"unsubscribe_address": ""}
    to = sending_address(organiser.email)
    return OutgoingMail(to, "news", values, **_sender(values["campaign"]))


def _sender(campaign: Campaign) -> dict[str, Any]:
    return {"responsible": responsible_for(campaign), "is_discreet": campaign.is_discreet}


def _values(update: Update) -> dict[str, Any]:
    campaign = db.session.get_one(Campaign, update.campaign_id)
    use_language(campaign.language)
    address = absolute_address("public.campaign", slug=campaign.slug)
    return {
        "campaign": campaign,
        "update": update,
        "text_as_html": cached_html(update.text, address),
        "text_as_plain": cached_plain(update.text, address),
        "campaign_address": address,
        "update_address": f"{address}#update-{update.id}",
    }


class NotNow(Exception):
    """The mailing is in another state than the page showed: another organiser was quicker."""


class NotPreviewed(Exception):
    """The news is not as it was in the last preview."""


class ReceiversChanged(Exception):
    """Not as many people want the news as the page showed, or nobody does."""


def preview(slug: str, update_id: int, organiser_id: int) -> None:
    """Mail the news to the organiser alone; this text may then go to the signers.

    Raises:
        UnknownUpdate, NotNow: nothing is changed.

    """
    with transaction() as session:
        mailing, update = _locked(slug, update_id)
        mailing = mailing or Mailing(update_id=update_id, state=PREVIEWED)
        if mailing.state not in (PREVIEWED, STOPPED):
            raise NotNow
        mailing.text_digest = text_digest(update)
        session.add(mailing)
        about = {"update": update_id, "organiser": organiser_id}
        enqueue_for_organiser(PREVIEW_MAIL, about | {"text": mailing.text_digest.hex()})


def start(slug: str, update_id: int, number: int, *, actor: str) -> None:
    """Mail the news to everybody who wants it; `number` is how many the organiser was shown.

    Raises:
        UnknownUpdate, NotNow, NotPreviewed, ReceiversChanged: nothing is changed.

    """
    with transaction():
        mailing = _previewed(slug, update_id, PREVIEWED)
        update = db.session.get_one(Update, update_id)
        receivers = number_of_news_receivers(update.campaign_id)
        if receivers != number or not receivers:
            raise ReceiversChanged
        mailing.state, mailing.started_at, mailing.receivers = GOING, now(), receivers
        details = {"update": update_id, "receivers": receivers}
        record(actor, "began to mail news of", f"campaign {slug}", **details)


def stop(slug: str, update_id: int, *, actor: str) -> None:
    """Keep back every mail that is not sent yet.

    Raises:
        UnknownUpdate, NotNow: nothing is changed.

    """
    with transaction():
        mailing, _ = _locked(slug, update_id)
        if mailing is None or mailing.state != GOING:
            raise NotNow
        mailing.state = STOPPED
        hold_batch(batch_of(update_id))
        record(actor, "stopped mailing news of", f"campaign {slug}", update=update_id)


def resume(slug: str, update_id: int, *, actor: str) -> None:
    """Go on where it was stopped. A text that was changed meanwhile needs a preview first.

    Raises:
        UnknownUpdate, NotNow, NotPreviewed: nothing is changed.

    """
    with transaction():
        mailing = _previewed(slug, update_id, STOPPED)
        mailing.state = GOING
        release_batch(batch_of(update_id))
        record(actor, "went on mailing news of", f"campaign {slug}", update=update_id)


def advance() -> int:
    """Put mails of what is going into the outbox, as far as there is room; the worker's step.

    Gives how much was done; zero where there is nothing to do now. What is about a campaign that
    is not public now goes on when it is.
    """
    going = (
        select(Mailing.update_id)
        .join(Update, Update.id == Mailing.update_id)
        .join(Campaign, Campaign.id == Update.campaign_id)
        .where(Mailing.state == GOING, ~Campaign.is_withheld)
        .order_by(Mailing.started_at)
    )
    return sum(_advance(update_id) for update_id in list(db.session.scalars(going)))


def _advance(update_id: int) -> int:
    """Put the next mails into the outbox; where none is left, wait for the last ones to go."""
    batch = batch_of(update_id)
    if waiting_of_batch(batch) > MOST_WAITING - AT_ONCE:
        return 0  # most often so, and found out without locking anything
    with transaction():
        mailing = db.session.scalar(
            select(Mailing)
            .where(Mailing.update_id == update_id, Mailing.state == GOING)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        if mailing is None or mailing.started_at is None:
            return 0
        update = db.session.get_one(Update, update_id, populate_existing=True)
        if text_digest(update) != mailing.text_digest:  # saved at the moment of the start
            mailing.state = STOPPED
            hold_batch(batch)
            return 1
        released = release_batch(batch)  # it was held while the campaign was not public
        waiting = waiting_of_batch(batch)
        if waiting > MOST_WAITING - AT_ONCE:
            return released
        signature_ids = next_news_receivers(
            update.campaign_id, mailing.reached, mailing.started_at, AT_ONCE
        )
        if signature_ids:
            abouts = {id_: {"update": update_id, "signature": id_} for id_ in signature_ids}
            enqueue_batch(NEWS_MAIL, batch, abouts)
            mailing.reached = signature_ids[-1]
        elif not waiting:
            mailing.state = DONE
        return len(signature_ids) or released or int(not waiting)


def _locked(slug: str, update_id: int) -> tuple[Mailing | None, Update]:
    update = locked_update(slug, update_id)
    mailing = db.session.get(Mailing, update_id, populate_existing=True, with_for_update=True)
    return mailing, update


def _previewed(slug: str, update_id: int, state: str) -> Mailing:
    mailing, update = _locked(slug, update_id)
    if mailing is None or mailing.state != state:
        raise NotNow
    if mailing.text_digest != text_digest(update):
        raise NotPreviewed
    return mailing
