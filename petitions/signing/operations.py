"""What signers do: sign, confirm, withdraw, stop the news. One transaction each.

`sign` and `confirm` are stored in batches with what others send at the same moment, one statement
a table. Each batch writes its rows in one order, so that two of them cannot deadlock.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, delete, exists, insert, or_, select, update

from petitions.campaigns.models import Campaign
from petitions.config import settings
from petitions.db import UtcDateTime, commit_in_batch, now, transaction
from petitions.db.sql import built_once, execute, execute_many, table, upsert
from petitions.db.tally import count, count_each
from petitions.mail.operations import Draft, enqueue
from petitions.mail.throttle import note_answered, send_now
from petitions.signing.links import (
    LinkUnknown,
    TokenMatch,
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
    KEPT_MAIL,
    PENDING,
    TYPED,
    WITHDRAWN,
    Attempt,
    Link,
    Signature,
)
from petitions.web.limits import TooManyAttempts, address_digest, count_attempt
from petitions.web.text import search_text

_ATTEMPTED = (*TYPED, "signed_at")


class NotSignable(Exception):
    """There is no such campaign, or it takes no signatures."""


class AnotherCounted(Exception):
    """The mailbox has confirmed another attempt: this one adds nobody."""


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


class Confirmation(NamedTuple):
    """The digest of a link's token, and what its person has changed; None: as it was typed."""

    digest: bytes
    name: str | None
    visibility: str | None


def sign(slug: str, signer: Signer, network_digest: bytes) -> None:
    """Store a pending signature, and the mail that asks to confirm it.

    Whether the address has signed before shows in its mail alone: the statements are the same.

    Raises:
        NotSignable, TooManyAttempts: nothing is stored.

    """
    commit_in_batch(_store, Pledge(slug, signer, address_digest(signer.email), network_digest))


def confirm(token: str, name: str | None = None, visibility: str | None = None) -> str:
    """Count the signature of this link, once, as its page shows it; return the campaign's slug.

    Raises:
        AnotherCounted, LinkProblem: nothing is changed.

    """
    confirmation = Confirmation(token_digest(token), name, visibility)
    slug: str = commit_in_batch(_confirm, confirmation)
    return slug


def withdraw(token: str) -> None:
    """Erase the person of this link, and lower the count.

    One that the organisers removed is not counted any more, and still erased.

    Raises:
        LinkUnknown: nothing is changed.

    """
    with transaction():
        match = signature_for_token(token, lock=True)
        signature = match.signature
        if signature.state == CONFIRMED:
            count(match.campaign.tally_key, -1)
        execute(_delete_attempts(), ids=[signature.id])
        if signature.state != WITHDRAWN or signature.is_removed:
            signature.state, signature.withdrawn_at = WITHDRAWN, now()
            for name, value in ERASED_VALUES.items():
                setattr(signature, name, value)


def ask_for_links(address: str, network_digest: bytes) -> None:
    """Enqueue the mail with the links of all that is kept about a mailbox.

    The statements are the same where nothing is; that mail is dropped when it is composed.

    Raises:
        TooManyAttempts: nothing is enqueued.

    """
    mailbox = address_digest(address)
    with transaction() as session:
        count_attempt("withdraw", network_digest, settings().sign_limit)
        kept = select(Signature.id).where(Signature.email_digest == mailbox).order_by(Signature.id)
        numbers = list(session.scalars(kept))
        enqueue(Draft(KEPT_MAIL, {"signatures": numbers}, recipient=mailbox))


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
    """Insert signatures, or further attempts at pending ones, and enqueue their mails.

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
            "search_text": search_text(vars(pledge.signer)),
            "signed_at": signed_at,
        }
        for pledge in pledges
    ]
    stored = {row.email_digest: row for row in execute_many(_insert_or_lock(), rows)}
    attempts, drafts = [], []
    for row in rows:
        digest = row["email_digest"]
        found = stored[digest]
        attempts.append({"row": found.id, **{f"new_{name}": row[name] for name in _ATTEMPTED}})
        kind = CONFIRM_MAIL if found.state == PENDING else ALREADY_MAIL
        drafts.append(Draft(kind, {"signature": found.id}, recipient=digest))
    execute_many(_renew_other_attempt(), attempts)
    execute_many(_insert_other_attempt(), attempts)
    enqueue(*drafts)


def _confirm(confirmations: Sequence[Confirmation]) -> list[str | Exception]:
    """Count the signatures of links, each once; return slugs of campaigns, or what is wrong."""
    matches = matches_by_digest([each.digest for each in confirmations], lock=True)
    outcomes: list[str | Exception] = []
    changes: dict[int, dict[str, Any]] = {}
    for confirmation in confirmations:
        match = matches.get(confirmation.digest)
        if match is None or match.problem:
            outcomes.append((match and match.problem) or LinkUnknown())
            continue
        signature, is_counted = match.signature, match.is_counted
        if signature.state == PENDING:
            change = changes.setdefault(signature.id, _change(match, confirmation))
            is_counted = change["new_attempt_id"] == match.link.attempt_id
        outcomes.append(match.campaign.slug if is_counted else AnotherCounted())
    if changes:
        # They may be somebody else's, who waits for a mail: it says that they add nobody.
        unread = execute(_with_unread_attempts(), ids=list(changes))
        enqueue(*(Draft(ALREADY_MAIL, {"signature": row.id}, row.email_digest) for row in unread))
        execute_many(_confirm_pending(), list(changes.values()))
        execute(_delete_attempts(), ids=list(changes))
        counted = {match.signature.id: match for match in matches.values()}
        count_each([counted[signature_id].campaign.tally_key for signature_id in changes])
        mailboxes = [counted[signature_id].signature.email_digest for signature_id in changes]
        note_answered([mailbox for mailbox in mailboxes if mailbox])
    return outcomes


def _change(match: TokenMatch, confirmation: Confirmation) -> dict[str, Any]:
    """Return the values of _confirm_pending(): what the page of the link shows."""
    shown = match.shown
    changed = {"name": confirmation.name, "visibility": confirmation.visibility}
    values = {name: getattr(shown, name) for name in TYPED}
    values |= {name: value for name, value in changed.items() if value is not None}
    values |= {"search_text": search_text(values), "signed_at": shown.signed_at}
    return {f"new_{name}": value for name, value in values.items()} | {
        "new_attempt_id": match.link.attempt_id,
        "moment": now(),
        "signature_id": match.signature.id,
    }


@built_once
def _open_campaigns() -> Any:
    slugs = Campaign.slug.in_(bindparam("slugs", expanding=True))
    return select(Campaign.slug, Campaign.id).where(slugs, Campaign.takes_signatures)


@built_once
def _insert_or_lock() -> Any:
    """Return the statement; what is stored stays as it is, but for the time of the same words.

    Nobody has proved yet that the address is theirs. Locked, it is not confirmed before the attempt
    is stored, which would otherwise stay behind. What is confirmed is locked too: the time that it
    takes would tell who has signed.
    """
    statement = upsert(Signature)
    new, columns = statement.excluded, table(Signature).c
    is_same = and_(columns.state == PENDING, *(columns[name] == new[name] for name in TYPED))
    return statement.on_conflict_do_update(
        index_elements=["campaign_id", "email_digest"],
        set_={"signed_at": case((is_same, new.signed_at), else_=columns.signed_at)},
    ).returning(columns.id, columns.email_digest, columns.state)


def _attempt_values() -> dict[str, Any]:
    columns = table(Attempt).c
    return {name: bindparam(f"new_{name}", type_=columns[name].type) for name in _ATTEMPTED}


@built_once
def _renew_other_attempt() -> Any:
    """Return the statement; it changes nothing where no other attempt has these words."""
    columns, new = table(Attempt).c, _attempt_values()
    same = (columns[name] == new[name] for name in TYPED)
    renewed = update(table(Attempt)).where(columns.signature_id == bindparam("row"), *same)
    return renewed.values(signed_at=new["signed_at"])


@built_once
def _insert_other_attempt() -> Any:
    """Return the statement; it inserts nothing where that waits already, or nothing waits."""
    stored, attempts, new = table(Signature).c, table(Attempt), _attempt_values()
    differs = or_(*(stored[name] != new[name] for name in TYPED))
    same = (attempts.c[name] == new[name] for name in TYPED)
    is_there = exists().where(attempts.c.signature_id == stored.id, *same)
    found = select(stored.id, *new.values())
    found = found.where(stored.id == bindparam("row"), stored.state == PENDING, differs, ~is_there)
    return insert(attempts).from_select(["signature_id", *_ATTEMPTED], found)


@built_once
def _confirm_pending() -> Any:
    columns = table(Signature).c
    changed = {
        name: bindparam(f"new_{name}", type_=columns[name].type)
        for name in (*TYPED, "search_text", "signed_at", "attempt_id")
    }
    moment = bindparam("moment", type_=UtcDateTime)
    chosen = update(table(Signature)).where(columns.id == bindparam("signature_id"))
    return chosen.values(state=CONFIRMED, confirmed_at=moment, **changed)


@built_once
def _with_unread_attempts() -> Any:
    ids: Any = bindparam("ids", expanding=True)
    is_told = exists().where(
        Link.signature_id == Attempt.signature_id, Link.attempt_id == Attempt.id
    )
    unread = exists().where(Attempt.signature_id == Signature.id, ~is_told)
    found = select(Signature.id, Signature.email_digest).where(Signature.id.in_(ids), unread)
    return found.order_by(Signature.email_digest)


@built_once
def _delete_attempts() -> Any:
    attempts = table(Attempt)
    ids: Any = bindparam("ids", expanding=True)
    return delete(attempts).where(attempts.c.signature_id.in_(ids))
