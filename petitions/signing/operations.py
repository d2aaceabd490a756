"""Sign, confirm, withdraw: one transaction each."""

from dataclasses import fields
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, bindparam, case, false, literal, select

from petitions.campaigns.models import OPEN, Campaign
from petitions.config import settings
from petitions.db import db, now, transaction
from petitions.mail.operations import enqueue
from petitions.signing.addresses import address_digest
from petitions.signing.consent import CONSENT_VERSION
from petitions.signing.links import token_digest
from petitions.signing.models import (
    CONFIRMED,
    FULL,
    HIDDEN,
    INITIALS,
    NOBODY,
    PENDING,
    WITHDRAWN,
    Link,
    Signature,
)
from petitions.signing.people import Person
from petitions.statements import built_once, execute, table, upsert
from petitions.tally.operations import count
from petitions.web.limits import take

CONFIRM_MAIL, ALREADY_MAIL = "confirm", "already"
LINK_LIFE = timedelta(days=7)
GIVEN = ("email_digest", *(field.name for field in fields(Person)), "consent_version", "signed_at")


class NotSignable(Exception):
    """There is no such campaign, or it takes no signatures."""


class LinkProblem(Exception):
    """The link of a mail cannot do what it was made for."""

    def __init__(self, campaign: Campaign | None = None) -> None:
        super().__init__()
        self.campaign = campaign


class LinkUnknown(LinkProblem):
    """No mail of ours has this link."""


class LinkExpired(LinkProblem):
    """The link is too old to confirm with."""


class SignatureWithdrawn(LinkProblem):
    """The signature of this link was withdrawn and its person forgotten."""


class SignatureRemoved(LinkProblem):
    """The organisers have removed the signature of this link."""


class SigningClosed(LinkProblem):
    """The campaign counts no signatures now."""


class Linked(NamedTuple):
    """What stands behind the link of a mail."""

    signature: Signature
    campaign: Campaign
    link: Link

    @property
    def has_expired(self) -> bool:
        """Tell whether it is too late to confirm; one can always withdraw."""
        return now() > self.link.made_at + LINK_LIFE


def sign(slug: str, person: Person, visitor: bytes) -> None:
    """Store a pending signature and its mail; `visitor` is a digest of the network address.

    Whether the address has signed before shows in its mail alone.

    Raises:
        NotSignable, TooManyAttempts: nothing is stored.

    """
    digest = address_digest(person.email)
    with transaction():
        take("sign", visitor, settings().sign_limit)
        signature_id = _put_pending(slug, person, digest)
        kind = CONFIRM_MAIL if signature_id else ALREADY_MAIL
        about = {"signature": signature_id or _other_id(slug, digest)}
        enqueue(kind, about, recipient=digest)


def confirm(token: str) -> str:
    """Count the signature of this link, once; give the campaign's slug.

    Raises:
        LinkProblem: nothing is changed.

    """
    with transaction():
        signature, campaign, _ = confirmable(token, lock=True)
        if signature.state == PENDING:
            signature.state, signature.confirmed_at = CONFIRMED, now()
            count(campaign.tally_key, +1)
        return campaign.slug


def withdraw(token: str) -> str:
    """Erase the person behind this link, and lower the count; give the campaign's slug.

    One that the organisers removed is not counted any more, and still erased.

    Raises:
        LinkUnknown: nothing is changed.

    """
    with transaction():
        signature, campaign, _ = behind_link(token, lock=True)
        if signature.state == CONFIRMED:
            count(campaign.tally_key, -1)
        if signature.state != WITHDRAWN or signature.is_removed:
            _forget_person(signature)
        return campaign.slug


def behind_link(token: str, *, lock: bool = False, news: bool = False) -> Linked:
    """Give what stands behind a link; locked, nobody else changes it before the COMMIT.

    Raises:
        LinkUnknown: the token is not one of ours.

    """
    question = _behind_link_locked() if lock else _behind_link()
    digest = {"digest": token_digest(token, news=news)}
    found = db.session.execute(question, digest, execution_options={"populate_existing": True})
    row = found.first()
    if row is None:
        raise LinkUnknown
    return Linked(*row)


@built_once
def _behind_link() -> Any:
    return (
        select(Signature, Campaign, Link)
        .join(Campaign, Campaign.id == Signature.campaign_id)
        .join(Link, Link.signature_id == Signature.id)
        .where(Link.digest == bindparam("digest"))
    )


@built_once
def _behind_link_locked() -> Any:
    return _behind_link().with_for_update(of=Signature)


def confirmable(token: str, *, lock: bool = False) -> Linked:
    """Give what stands behind a link, where it is confirmed or can be.

    Raises:
        LinkUnknown, LinkExpired, SignatureWithdrawn, SignatureRemoved, SigningClosed

    """
    linked = behind_link(token, lock=lock)
    if linked.signature.is_removed:
        raise SignatureRemoved(linked.campaign)
    if linked.signature.state == WITHDRAWN:
        raise SignatureWithdrawn(linked.campaign)
    if linked.signature.state == PENDING:
        if not linked.campaign.takes_signatures:
            raise SigningClosed(linked.campaign)
        if linked.has_expired:
            raise LinkExpired(linked.campaign)
    return linked


def _forget_person(signature: Signature) -> None:
    signature.state, signature.withdrawn_at = WITHDRAWN, now()
    for name, value in NOBODY.items():
        setattr(signature, name, value)


def _put_pending(slug: str, person: Person, digest: bytes) -> int | None:
    """Insert the signature, or renew a pending one of the same address; give its id.

    Gives nothing where the address has confirmed already, or the organisers removed it, or the
    campaign takes none. The UNIQUE index decides, so that any number of attempts at once make one
    signature. A renewal takes what was typed last, but its name becomes no more public than asked
    for before: nobody has proved yet that the address is theirs.
    """
    known = {"email_digest": digest, "consent_version": CONSENT_VERSION, "signed_at": now()}
    return execute(_upsert_pending(), slug=slug, **known, **vars(person)).scalar()


@built_once
def _upsert_pending() -> Any:
    columns = table(Signature).c
    given = {name: bindparam(name, type_=columns[name].type) for name in GIVEN}
    fixed = {"state": literal(PENDING), "comment_shown": false()}
    values = fixed | given
    chosen = select(Campaign.id, *values.values()).where(*_takes_signatures())
    statement = upsert(Signature).from_select(["campaign_id", *values], chosen)
    renewed = {name: statement.excluded[name] for name in GIVEN if name != "email_digest"}
    renewed["visibility"] = _more_private(Signature.visibility, statement.excluded.visibility)
    return statement.on_conflict_do_update(
        index_elements=["campaign_id", "email_digest"],
        set_=renewed,
        where=Signature.state == PENDING,
    ).returning(Signature.id)


def _takes_signatures() -> tuple[ColumnElement[bool], ...]:
    """Give the conditions; `Campaign.takes_signatures` says the same of a row."""
    return Campaign.slug == bindparam("slug"), Campaign.state == OPEN


def _more_private(one: Any, other: Any) -> Any:
    def either(kind: str) -> Any:
        return (one == kind) | (other == kind)

    return case((either(HIDDEN), HIDDEN), (either(INITIALS), INITIALS), else_=FULL)


def _other_id(slug: str, digest: bytes) -> int:
    """Give the signature of an address that signs no more, in a campaign that takes signatures.

    Raises:
        NotSignable: the campaign takes none.

    """
    found = execute(_select_other(), slug=slug, email_digest=digest).scalar()
    if found is None:
        raise NotSignable
    return int(found)


@built_once
def _select_other() -> Any:
    of_address = Signature.email_digest == bindparam("email_digest")
    question = select(Signature.id).join(Campaign, Campaign.id == Signature.campaign_id)
    return question.where(*_takes_signatures(), of_address)
