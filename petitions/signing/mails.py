"""The mails of this package, composed when they are sent."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import undefer

from petitions.campaigns.contacts import responsible_for
from petitions.campaigns.models import Campaign
from petitions.db import db, transaction
from petitions.mail.composing import MailHeld, OutgoingMail, composes
from petitions.mail.models import HELD, Mail
from petitions.mail.operations import new_message_id, release_held
from petitions.signing.links import LINK_LIFE, new_link
from petitions.signing.models import (
    ALREADY_MAIL,
    CONFIRM_MAIL,
    CONFIRMED,
    KEPT_MAIL,
    PENDING,
    STATES,
    Link,
    Signature,
)
from petitions.signing.queries import attempts_of
from petitions.web.http import absolute_address
from petitions.web.i18n import DEFAULT_LANGUAGE, use_language
from petitions.web.text import sending_address

# So many further attempts at a signature one mail lists: anybody can make any number.
MAX_ATTEMPTS = 5


class Listed(NamedTuple):
    """One signature that a mail is about, and the addresses of its own."""

    signature: Signature
    campaign: Campaign
    links: list[Link]
    campaign_address: str
    confirm_address: str
    other_addresses: list[str]
    withdraw_address: str
    waiting_address: str


class Kept(NamedTuple):
    """A signature that is kept about a mailbox, in any state, and the address that erases it.

    The case is named where its page is public.
    """

    signature: Signature
    campaign: Campaign
    link: Link
    withdraw_address: str
    file_address: str
    waiting_address: str


def _read(abouts: Sequence[dict[str, Any]]) -> object:
    """Read the signatures and campaigns of many mails at once."""
    also = [wish for about in abouts for _kind, wish in about.get("also", [])]
    numbers = {about["signature"] for about in [*abouts, *also] if "signature" in about}
    both = select(Signature, Campaign).join(Campaign, Campaign.id == Signature.campaign_id)
    both = both.where(Signature.id.in_(numbers)).options(undefer(Signature.has_attempts))
    return db.session.execute(both, execution_options={"populate_existing": True}).all()


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
    return _mail(CONFIRM_MAIL, about)


@composes(ALREADY_MAIL, _read)
def already_mail(about: dict[str, Any]) -> OutgoingMail | None:
    """Say that this address has signed already, or that the organisers removed its signature."""
    return _mail(ALREADY_MAIL, about)


@composes(KEPT_MAIL)
def kept_mail(about: dict[str, Any]) -> OutgoingMail | None:
    """Give the links that withdraw, for as long as anything is kept, whatever became of a case."""
    return _mail(KEPT_MAIL, about)


def _kept(wishes: list[list[Any]]) -> list[Kept]:
    """Return what is kept of the signatures that somebody asked for, with new links."""
    numbers = {n for kind, about in wishes if kind == KEPT_MAIL for n in about["signatures"]}
    kept = []
    for number in sorted(numbers, reverse=True):
        signature = db.session.get(Signature, number, populate_existing=True)
        if signature is None or signature.email is None:
            continue
        campaign = db.session.get_one(Campaign, signature.campaign_id)
        token, link = new_link(signature.id)
        addresses = (
            absolute_address("signing.withdraw", token=token),
            absolute_address("signing.kept_file", token=token),
            absolute_address("signing.waiting", token=token),
        )
        kept.append(Kept(signature, campaign, link, *addresses))
    return kept


def _mail(kind: str, about: dict[str, Any]) -> OutgoingMail | None:
    """Return the mail to one mailbox. It repeats nothing that was typed and not confirmed.

    Anybody can type any address there; a mail that carried their words would be a way to send
    words of one's own to strangers in our name.
    """
    wishes = [[kind, about], *about.get("also", [])]
    entries, kept = _entries(wishes), _kept(wishes)
    if not entries and not kept:
        return None
    public = [entry for entry in entries if not entry.campaign.is_withheld]
    held = _held([entry for entry in entries if entry not in public])
    if not public and not kept:
        raise MailHeld(held if "also" in about else ())
    return _of_entries(public, kept, held, is_last="last" in about)


def _of_entries(
    listed: list[Listed], kept: list[Kept], held: list[Mail], *, is_last: bool
) -> OutgoingMail:
    """Return the mail that lists these; what is held of it becomes mails of their own."""
    entries: list[Listed | Kept] = [*listed, *kept]
    languages = {entry.campaign.language for entry in entries}
    use_language(languages.pop() if len(languages) == 1 else DEFAULT_LANGUAGE)
    waiting, already, removed = (
        [entry for entry in listed if entry.signature.state == state] for state in STATES
    )
    values: dict[str, Any] = {"waiting": waiting, "already": already, "removed": removed}
    values |= {"kept": kept, "days": LINK_LIFE.days, "is_last": is_last}
    values["waiting_address"] = entries[0].waiting_address
    template = "several"
    if len(listed) == 1 and not kept and not removed:
        template = "confirm" if waiting else "already"
        values = listed[0]._asdict() | values
    to = sending_address(entries[0].signature.email or "")
    responsible = {responsible_for(entry.campaign) for entry in entries}
    return OutgoingMail(
        to,
        template,
        values,
        rows=[
            *held,
            *(link for entry in listed for link in entry.links),
            *(entry.link for entry in kept),
        ],
        responsible=responsible.pop() if len(responsible) == 1 else None,
        is_discreet=any(entry.campaign.is_discreet for entry in entries),
    )


def _held(entries: list[Listed]) -> list[Mail]:
    """Return mails to hold, but for those that an earlier try of the same mail held."""
    if not entries:
        return []
    about = Mail.about["signature"].as_integer()
    ids = [entry.signature.id for entry in entries]
    before = set(db.session.scalars(select(about).where(Mail.state == HELD, about.in_(ids))))
    return [
        Mail(
            kind=CONFIRM_MAIL if entry.signature.state == PENDING else ALREADY_MAIL,
            about={"signature": entry.signature.id},
            message_id=new_message_id(),
            state=HELD,
        )
        for entry in entries
        if entry.signature.id not in before
    ]


def _entries(wishes: list[list[Any]]) -> list[Listed]:
    """Return what a mail lists, with new links, the newest first."""
    entries = []
    wished = defaultdict(set)
    for kind, about in wishes:
        if kind != KEPT_MAIL:
            wished[about["signature"]].add(kind)
    for number in sorted(wished, reverse=True):
        signature = db.session.get(Signature, number)
        if signature is None or not signature.email:  # withdrawn by its person
            continue
        if signature.state == CONFIRMED and ALREADY_MAIL not in wished[number]:  # no more to ask
            continue
        campaign = db.session.get_one(Campaign, signature.campaign_id)
        is_asked = signature.state == PENDING and signature.has_attempts
        attempts = attempts_of(signature.id, MAX_ATTEMPTS) if is_asked else []
        made = [new_link(signature.id, number) for number in [*(a.id for a in attempts), None]]
        confirm_address, *others = (
            absolute_address("signing.confirm", token=token) for token, _link in made
        )
        token = made[0][0]
        entry = Listed(
            signature=signature,
            campaign=campaign,
            links=[link for _token, link in made],
            campaign_address=absolute_address("public.campaign", slug=campaign.slug),
            confirm_address=confirm_address,
            other_addresses=others,
            withdraw_address=absolute_address("signing.withdraw", token=token),
            waiting_address=absolute_address("signing.waiting", token=token),
        )
        entries.append(entry)
    return entries
