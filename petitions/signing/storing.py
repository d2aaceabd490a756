"""What people pledge at the same moment, stored together: one statement a table."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import fields
from itertools import zip_longest
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, select

from petitions.campaigns.models import OPEN, Campaign
from petitions.config import settings
from petitions.db import now
from petitions.db.sql import built_once, execute, execute_many, upsert
from petitions.db.write_queue import TooManyWriters
from petitions.mail.operations import Draft, enqueue
from petitions.signing.consent import CONSENT_VERSION
from petitions.signing.models import FULL, HIDDEN, INITIALS, PENDING, Signature
from petitions.signing.people import Person
from petitions.web.limits import TooManyAttempts, count_attempt

CONFIRM_MAIL, ALREADY_MAIL = "confirm", "already"
RENEWED = (*(field.name for field in fields(Person)), "consent_version", "signed_at")


class NotSignable(Exception):
    """There is no such campaign, or it takes no signatures."""


class Pledge(NamedTuple):
    """One form: `digest` is of the e-mail address, `visitor` of the network address."""

    slug: str
    person: Person
    digest: bytes
    visitor: bytes


def store(pledges: Sequence[Pledge]) -> list[Exception | None]:
    """Store signatures and their mails in the caller's transaction; give why one was refused.

    NotSignable, TooManyAttempts: nothing of it is stored.

    Rows are written in one order, so that two groups never wait for each other in a circle.
    """
    campaigns = _open_campaigns({pledge.slug for pledge in pledges})
    order = sorted(range(len(pledges)), key=lambda n: pledges[n].visitor)
    refused = {n: _refusal(pledges[n], campaigns) for n in order}
    admitted = [pledge for n, pledge in enumerate(pledges) if refused[n] is None]
    for several in _without_twins(admitted):
        _put(several, campaigns)
    return [refused[n] for n in range(len(pledges))]


def _refusal(pledge: Pledge, campaigns: Collection[str]) -> Exception | None:
    if pledge.slug not in campaigns:
        return NotSignable()
    try:
        count_attempt("sign", pledge.visitor, settings().sign_limit)
    except TooManyAttempts as error:
        return error
    return None


def _without_twins(pledges: Sequence[Pledge]) -> Iterator[list[Pledge]]:
    """Give lists in which each address stands once: no statement may write a row twice."""
    of_address = defaultdict(list)
    for pledge in sorted(pledges, key=lambda pledge: pledge.digest):
        of_address[pledge.digest].append(pledge)
    for several in zip_longest(*of_address.values()):
        yield [pledge for pledge in several if pledge]


def _put(pledges: Sequence[Pledge], campaigns: dict[str, int]) -> None:
    """Put each pledge down as a pending signature, with the mail that asks to confirm it.

    Whoever has confirmed already, or was removed by the organisers, gets another mail.
    """
    pending = _put_pending(pledges, campaigns)

    def draft(pledge: Pledge) -> Draft:
        signature = pending.get(pledge.digest)
        kind = CONFIRM_MAIL if signature else ALREADY_MAIL
        about = {"signature": signature or _other_id(pledge, campaigns)}
        return Draft(kind, about, recipient=pledge.digest)

    enqueue(*map(draft, pledges))


def _put_pending(pledges: Sequence[Pledge], campaigns: dict[str, int]) -> dict[bytes, int]:
    """Insert signatures, or renew pending ones of the same addresses; give their ids by digest.

    Leaves out an address that has confirmed already, or whose signature was removed. The UNIQUE
    index decides, so that any number of attempts at once make one signature. A renewal takes what
    was typed last, but its name becomes no more public than asked for before: nobody has proved
    yet that the address is theirs.
    """
    fixed = {
        "state": PENDING,
        "comment_shown": False,
        "consent_version": CONSENT_VERSION,
        "signed_at": now(),
    }
    rows = [
        {"campaign_id": campaigns[pledge.slug], "email_digest": pledge.digest}
        | vars(pledge.person)
        | fixed
        for pledge in pledges
    ]
    found = execute_many(_upsert_pending(), rows)
    return {row.email_digest: row.id for row in found}


@built_once
def _upsert_pending() -> Any:
    statement = upsert(Signature)
    renewed = {name: statement.excluded[name] for name in RENEWED}
    renewed["visibility"] = _more_private(Signature.visibility, statement.excluded.visibility)
    return statement.on_conflict_do_update(
        index_elements=["campaign_id", "email_digest"],
        set_=renewed,
        where=Signature.state == PENDING,
    ).returning(Signature.id, Signature.email_digest)


def _more_private(one: Any, other: Any) -> Any:
    def either(kind: str) -> Any:
        return (one == kind) | (other == kind)

    return case((either(HIDDEN), HIDDEN), (either(INITIALS), INITIALS), else_=FULL)


def _other_id(pledge: Pledge, campaigns: dict[str, int]) -> int:
    """Give the signature of an address that signs no more.

    Raises:
        TooManyWriters: it was withdrawn this very moment; its person may try again.

    """
    values = {"campaign_id": campaigns[pledge.slug], "email_digest": pledge.digest}
    found = execute(_select_other(), **values).scalar()
    if found is None:
        raise TooManyWriters
    return int(found)


@built_once
def _select_other() -> Any:
    columns = Signature.campaign_id, Signature.email_digest
    return select(Signature.id).where(*(column == bindparam(column.key) for column in columns))


def _open_campaigns(slugs: Collection[str]) -> dict[str, int]:
    """Give {slug: id} of those that take signatures; `Campaign.takes_signatures` says the same."""
    found = execute(_select_open(), slugs=sorted(slugs))
    return {row.slug: row.id for row in found}


@built_once
def _select_open() -> Any:
    slugs = Campaign.slug.in_(bindparam("slugs", expanding=True))
    return select(Campaign.slug, Campaign.id).where(slugs, Campaign.state == OPEN)
