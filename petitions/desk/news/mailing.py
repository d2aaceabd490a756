"""Mail an update to the signers who asked for news: preview, start, stop, go on.

Who gets it: whoever was confirmed, with news ticked, when the mailing was started, and still is
when the mail is made. Who confirms later finds the news in the timeline. Mails go into the outbox
in the order of signatures; `Mailing.reached` moves on in the same transaction, its row locked, so
that a worker that dies, and two that work at once, neither leave anybody out nor write twice.
"""

from typing import NamedTuple

from sqlalchemy import select

from petitions.accounts.audit import record
from petitions.campaigns.models import Update
from petitions.campaigns.updates import batch_of, locked_update, text_digest
from petitions.db import db, now, transaction
from petitions.desk.models import DONE, GOING, PREVIEWED, STOPPED, Mailing
from petitions.mail.operations import (
    enqueue_batch,
    enqueue_for_organiser,
    hold_batch,
    release_batch,
)
from petitions.mail.queries import waiting_of_batch
from petitions.signing.queries import next_news_receivers, number_of_news_receivers

NEWS_MAIL, PREVIEW_MAIL = "news", "news-preview"
AT_ONCE = 500
MOST_WAITING = 1000  # of one mailing, so that the outbox stays short


class NotNow(Exception):
    """The mailing is in another state than the page showed: another organiser was quicker."""


class NotPreviewed(Exception):
    """The news is not as it was in the last preview."""


class ReceiversChanged(Exception):
    """As many people want the news as `number` says, not as many as the page showed."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class _Locked(NamedTuple):
    mailing: Mailing | None
    update: Update


def preview(slug: str, update_id: int, organiser_id: int) -> None:
    """Mail the news to the organiser alone; this text may then go to the signers.

    Raises:
        UpdateUnknown, NotNow: nothing is changed.

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
        UpdateUnknown, NotNow, NotPreviewed, ReceiversChanged: nothing is changed.

    """
    with transaction():
        mailing = _previewed(slug, update_id, PREVIEWED)
        update = db.session.get_one(Update, update_id)
        receivers = number_of_news_receivers(update.campaign_id)
        if receivers != number or not receivers:
            raise ReceiversChanged(receivers)
        mailing.state, mailing.started_at, mailing.receivers = GOING, now(), receivers
        details = {"update": update_id, "receivers": receivers}
        record(actor, "began to mail news of", f"campaign {slug}", **details)


def stop(slug: str, update_id: int, *, actor: str) -> None:
    """Keep back every mail that is not sent yet.

    Raises:
        UpdateUnknown, NotNow: nothing is changed.

    """
    with transaction():
        mailing, _ = _locked(slug, update_id)
        if mailing is None or mailing.state != GOING:
            raise NotNow
        _hold(mailing)
        record(actor, "stopped mailing news of", f"campaign {slug}", update=update_id)


def resume(slug: str, update_id: int, *, actor: str) -> None:
    """Go on where it was stopped. A text that was changed meanwhile needs a preview first.

    Raises:
        UpdateUnknown, NotNow, NotPreviewed: nothing is changed.

    """
    with transaction():
        mailing = _previewed(slug, update_id, STOPPED)
        mailing.state = GOING
        release_batch(batch_of(update_id))
        record(actor, "went on mailing news of", f"campaign {slug}", update=update_id)


def advance() -> int:
    """Put mails of what is going into the outbox, as far as there is room; the worker's step.

    Gives how much was done; zero where there is nothing to do now.
    """
    going = select(Mailing.update_id).where(Mailing.state == GOING).order_by(Mailing.started_at)
    return sum(_advance(update_id) for update_id in list(db.session.scalars(going)))


def _advance(update_id: int) -> int:
    waiting = waiting_of_batch(batch_of(update_id))
    if waiting > MOST_WAITING - AT_ONCE:
        return 0  # most often so, and found out without locking anything
    with transaction():
        mailing = _going(update_id)
        if mailing is None:
            return 0
        update = db.session.get_one(Update, update_id, populate_existing=True)
        if text_digest(update) != mailing.text_digest:  # saved at the moment of the start
            _hold(mailing)
            return 1
        return _fill(mailing, update)


def _fill(mailing: Mailing, update: Update) -> int:
    """Put the next mails into the outbox; where none is left, wait for the last ones to go."""
    batch = batch_of(update.id)
    waiting = waiting_of_batch(batch)
    if waiting > MOST_WAITING - AT_ONCE or mailing.started_at is None:
        return 0
    found = next_news_receivers(update.campaign_id, mailing.reached, mailing.started_at, AT_ONCE)
    if found:
        abouts = {one: {"update": update.id, "signature": one} for one in found}
        enqueue_batch(NEWS_MAIL, batch, abouts)
        mailing.reached = found[-1]
    elif not waiting:
        mailing.state = DONE
    return len(found) or int(not waiting)


def _going(update_id: int) -> Mailing | None:
    question = select(Mailing).where(Mailing.update_id == update_id, Mailing.state == GOING)
    fresh = {"populate_existing": True}
    return db.session.scalar(question.with_for_update(), execution_options=fresh)


def _locked(slug: str, update_id: int) -> _Locked:
    update = locked_update(slug, update_id)
    mailing = db.session.get(Mailing, update_id, populate_existing=True, with_for_update=True)
    return _Locked(mailing, update)


def _previewed(slug: str, update_id: int, state: str) -> Mailing:
    mailing, update = _locked(slug, update_id)
    if mailing is None or mailing.state != state:
        raise NotNow
    if mailing.text_digest != text_digest(update):
        raise NotPreviewed
    return mailing


def _hold(mailing: Mailing) -> None:
    mailing.state = STOPPED
    hold_batch(batch_of(mailing.update_id))
