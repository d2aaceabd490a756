"""What signers do: sign, confirm, withdraw, stop the news. One transaction each.

`sign` and `confirm` are stored in batches with what others send at the same moment, one statement
a table. Each batch writes its rows in one order, so that two of them cannot deadlock.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import zip_longest
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, select, update

from petitions.campaigns.models import Campaign
from petitions.config import settings
from petitions.db import UtcDateTime, commit_in_batch, now, transaction
from petitions.db.sql import built_once, execute, execute_many, table, upsert
from petitions.db.tally import count, count_each
from petitions.mail.operations import Draft, enqueue
from petitions.mail.turns import note_answered, send_now
from petitions.signing.links import (
    LinkProblem,
    LinkUnknown,
    matches_by_digest,
    signature_for_token,
    token_digest,
)
from petitions.signing.models import (
    ALREADY_MAIL,
    CONFIRM_MAIL,
    CONFIRMED,
    CONSENT_VERSION,
    ERASED_VALUES,
    FULL,
    HIDDEN,
    INITIALS,
    PENDING,
    WITHDRAWN,
    Signature,
)
from petitions.web.limits import TooManyAttempts, address_digest, count_attempt


class NotSignable(Exception):
    """There is no such campaign, or it takes no signatures."""


class WithdrawnMeanwhile(Exception):
    """The signature of this address was withdrawn at this very moment: signing again works."""


@dataclass(frozen=True)
class Signer:
    """What one person typed. `country` is ISO 3166-1 alpha-2; `visibility` as in the model."""

    name: str
    email: str
    country: str
    comment: str
    visibility: str
    updates: bool


class Pledge(NamedTuple):
    """A signature to store, with digests of the e-mail address and of the network address."""

    slug: str
    signer: Signer
    address_digest: bytes
    network_digest: bytes


def sign(slug: str, signer: Signer, network_digest: bytes) -> None:
    """Store a pending signature, and the mail that asks to confirm it.

    Whether the address has signed before shows in its mail alone.

    Raises:
        NotSignable, TooManyAttempts, WithdrawnMeanwhile: nothing is stored.

    """
    commit_in_batch(_store, Pledge(slug, signer, address_digest(signer.email), network_digest))


def confirm(token: str) -> str:
    """Count the signature of this link, once; return the campaign's slug.

    Raises:
        LinkProblem: nothing is changed.

    """
    slug: str = commit_in_batch(_confirm, token_digest(token))
    return slug


def withdraw(token: str) -> None:
    """Erase the person of this link, and lower the count.

    One that the organisers removed is not counted any more, and still erased.

    Raises:
        LinkUnknown: nothing is changed.

    """
    with transaction():
        signature, campaign, _ = signature_for_token(token, lock=True)
        if signature.state == CONFIRMED:
            count(campaign.tally_key, -1)
        if signature.state != WITHDRAWN or signature.is_removed:
            signature.state, signature.withdrawn_at = WITHDRAWN, now()
            for name, value in ERASED_VALUES.items():
                setattr(signature, name, value)


def send_waiting(token: str) -> bool:
    """Send what waits for the mailbox of this link; return False where nothing does.

    Raises:
        LinkUnknown: nothing is changed.

    """
    with transaction():
        mailbox = signature_for_token(token).signature.email_digest
        return mailbox is not None and bool(send_now([mailbox]))


def set_news(token: str, *, wanted: bool) -> None:
    """Stop the news for the person of this link, or send it again; never to one who is erased.

    What waits in the outbox is not sent either.

    Raises:
        LinkUnknown: nothing is changed.

    """
    with transaction():
        signature = signature_for_token(token, lock=True, news=True).signature
        if not wanted or (signature.state != WITHDRAWN and signature.email is not None):
            signature.updates = wanted


def _store(pledges: Sequence[Pledge]) -> list[Exception | None]:
    """Store signatures and their mails; return why one was refused, None for the others."""
    slugs = sorted({pledge.slug for pledge in pledges})
    campaign_ids = {row.slug: row.id for row in execute(_open_campaigns(), slugs=slugs)}
    refusals: list[Exception | None] = [None] * len(pledges)
    for n in sorted(range(len(pledges)), key=lambda n: pledges[n].network_digest):
        if pledges[n].slug not in campaign_ids:
            refusals[n] = NotSignable()
            continue
        try:
            count_attempt("sign", pledges[n].network_digest, settings().sign_limit)
        except TooManyAttempts as error:
            refusals[n] = error
    admitted = [pledge for n, pledge in enumerate(pledges) if refusals[n] is None]
    # No statement may write a row twice: each round has one pledge of every address.
    by_address = defaultdict(list)
    for pledge in sorted(admitted, key=lambda pledge: pledge.address_digest):
        by_address[pledge.address_digest].append(pledge)
    for one_each in zip_longest(*by_address.values()):
        _store_round([pledge for pledge in one_each if pledge], campaign_ids)
    return refusals


def _store_round(pledges: Sequence[Pledge], campaign_ids: dict[str, int]) -> None:
    """Insert signatures, or renew pending ones of the same addresses, and enqueue their mails.

    The UNIQUE index decides, so that any number of attempts at once make one signature. Whoever
    has confirmed already, or was removed by the organisers, gets another mail.
    """
    signed_at = now()
    rows = [
        vars(pledge.signer)
        | {
            "campaign_id": campaign_ids[pledge.slug],
            "email_digest": pledge.address_digest,
            "state": PENDING,
            "comment_shown": False,
            "consent_version": CONSENT_VERSION,
            "signed_at": signed_at,
        }
        for pledge in pledges
    ]
    pending = {row.email_digest: row.id for row in execute_many(_upsert_pending(), rows)}
    drafts = []
    for pledge in pledges:
        kind, signature_id = CONFIRM_MAIL, pending.get(pledge.address_digest)
        if signature_id is None:
            values = {"campaign_id": campaign_ids[pledge.slug], "digest": pledge.address_digest}
            kind, signature_id = ALREADY_MAIL, execute(_signature_of_address(), **values).scalar()
        if signature_id is None:
            raise WithdrawnMeanwhile
        drafts.append(Draft(kind, {"signature": signature_id}, recipient=pledge.address_digest))
    enqueue(*drafts)


def _confirm(digests: Sequence[bytes]) -> list[str | LinkProblem]:
    """Count the signatures of links, each once; return slugs of campaigns, or what is wrong."""
    matches = matches_by_digest(digests, lock=True)
    problems = [
        matches[digest].problem if digest in matches else LinkUnknown() for digest in digests
    ]
    pending = {
        match.signature.id: match
        for match in matches.values()
        if match.problem is None and match.signature.state == PENDING
    }
    if pending:
        execute(_confirm_pending(), ids=list(pending), now=now())
        count_each([match.campaign.tally_key for match in pending.values()])
        mailboxes = [match.signature.email_digest for match in pending.values()]
        note_answered([mailbox for mailbox in mailboxes if mailbox])
    return [
        problem or matches[digest].campaign.slug
        for digest, problem in zip(digests, problems, strict=True)
    ]


@built_once
def _open_campaigns() -> Any:
    slugs = Campaign.slug.in_(bindparam("slugs", expanding=True))
    return select(Campaign.slug, Campaign.id).where(slugs, Campaign.takes_signatures)


@built_once
def _upsert_pending() -> Any:
    """Return the statement; what was typed last counts, but a name becomes no more public.

    Nobody has proved yet that the address is theirs.
    """
    statement = upsert(Signature)
    new = statement.excluded
    renewed = [*(field.name for field in fields(Signer)), "consent_version", "signed_at"]
    more_private = case(
        ((Signature.visibility == HIDDEN) | (new.visibility == HIDDEN), HIDDEN),
        ((Signature.visibility == INITIALS) | (new.visibility == INITIALS), INITIALS),
        else_=FULL,
    )
    return statement.on_conflict_do_update(
        index_elements=["campaign_id", "email_digest"],
        set_={name: new[name] for name in renewed} | {"visibility": more_private},
        where=Signature.state == PENDING,
    ).returning(Signature.id, Signature.email_digest)


@built_once
def _signature_of_address() -> Any:
    return select(Signature.id).where(
        Signature.campaign_id == bindparam("campaign_id"),
        Signature.email_digest == bindparam("digest"),
    )


@built_once
def _confirm_pending() -> Any:
    chosen = Signature.id.in_(bindparam("ids", expanding=True))
    moment = bindparam("now", type_=UtcDateTime)
    return update(table(Signature)).where(chosen).values(state=CONFIRMED, confirmed_at=moment)
