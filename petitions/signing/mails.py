"""The mails of this package, composed when they are sent."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from petitions.campaigns.contacts import responsible_for
from petitions.campaigns.models import Campaign
from petitions.db import db, transaction
from petitions.mail.composing import MailHeld, OutgoingMail, composes
from petitions.mail.models import HELD, Mail
from petitions.mail.operations import release_held
from petitions.signing.links import LINK_LIFE, new_link
from petitions.signing.models import ALREADY_MAIL, CONFIRM_MAIL, CONFIRMED, PENDING, Signature
from petitions.web.http import absolute_address
from petitions.web.i18n import use_language
from petitions.web.text import sending_address


def _read(abouts: Sequence[dict[str, Any]]) -> object:
    """Read the signatures and campaigns of many mails at once."""
    numbers = [about["signature"] for about in abouts]
    both = select(Signature, Campaign).join(Campaign, Campaign.id == Signature.campaign_id)
    fresh = {"populate_existing": True}
    return db.session.execute(both.where(Signature.id.in_(numbers)), execution_options=fresh).all()


def release_mails() -> int:
    """Let mails go that were held while their campaign was not public; the worker's step.

    Where the signature is erased meanwhile, the mail is dropped when it is composed.
    """
    held = (
        select(Mail.id)
        .outerjoin(Signature, Signature.id == Mail.about["signature"].as_integer())
        .outerjoin(Campaign, Campaign.id == Signature.campaign_id)
        .where(Mail.state == HELD, Mail.kind.in_((CONFIRM_MAIL, ALREADY_MAIL)))
        .where(or_(Signature.id.is_(None), ~Campaign.is_withheld))
    )
    mail_ids = list(db.session.scalars(held))
    if not mail_ids:
        return 0
    with transaction():
        return release_held(mail_ids)


@composes(CONFIRM_MAIL, _read)
def confirm_mail(about: dict[str, Any]) -> OutgoingMail | None:
    """Ask to confirm; nothing to ask where that was done, or withdrawn, meanwhile."""
    return _mail(about["signature"], PENDING, "confirm")


@composes(ALREADY_MAIL, _read)
def already_mail(about: dict[str, Any]) -> OutgoingMail | None:
    """Say that this address has signed already; nothing to one that the organisers removed."""
    return _mail(about["signature"], CONFIRMED, "already")


def _mail(signature_id: int, state: str, template: str) -> OutgoingMail | None:
    """Return the mail. It repeats nothing that was typed into the form.

    Anybody can type any address there; a mail that carried their words would be a way to send
    words of one's own to strangers in our name.
    """
    signature = db.session.get(Signature, signature_id)
    if signature is None or signature.state != state or signature.email is None:
        return None
    campaign = db.session.get_one(Campaign, signature.campaign_id)
    if campaign.is_withheld:
        raise MailHeld
    use_language(campaign.language)
    token, row = new_link(signature.id)
    values = {
        "campaign": campaign,
        "campaign_address": absolute_address("public.campaign", slug=campaign.slug),
        "confirm_address": absolute_address("signing.confirm", token=token),
        "withdraw_address": absolute_address("signing.withdraw", token=token),
        "days": LINK_LIFE.days,
    }
    to = sending_address(signature.email)
    responsible = responsible_for(campaign)
    return OutgoingMail(to, template, values, rows=[row], responsible=responsible)
