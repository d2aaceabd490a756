"""The links in mails: what stands behind each, and why one cannot do what it was made for.

Their tokens are random, and in the mail alone; here only a digest of each is kept.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from petitions.campaigns.models import Campaign
from petitions.db import db, now
from petitions.db.sql import built_once
from petitions.signing.models import PENDING, WITHDRAWN, Link, Signature

TOKEN_BYTES = 24  # 192 random bits
LINK_LIFE = timedelta(days=7)


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


def new_link(signature_id: int, *, news: bool = False) -> tuple[str, Link]:
    """Make a link for one mail; give its token, and the row to store before the mail goes.

    People forward news, and mail providers keep its header: a token made for `news` ends the
    news, and can neither show nor erase a signature.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    digest = token_digest(token, news=news)
    return token, Link(digest=digest, signature_id=signature_id, made_at=now())


def token_digest(token: str, *, news: bool = False) -> bytes:
    """Give the digest under which a token is kept. No key needed: nobody can guess 192 bits."""
    return hashlib.sha256(f"{'news ' if news else ''}{token}".encode()).digest()


def behind_link(token: str, *, lock: bool = False, news: bool = False) -> Linked:
    """Give what stands behind a link; locked, nobody else changes it before the COMMIT.

    Raises:
        LinkUnknown: the token is not one of ours.

    """
    digest = token_digest(token, news=news)
    found = behind_links([digest], lock=lock).get(digest)
    if found is None:
        raise LinkUnknown
    return found


def behind_links(digests: Sequence[bytes], *, lock: bool = False) -> dict[bytes, Linked]:
    """Give what stands behind several links, by the digests of their tokens."""
    question = _behind_links_locked() if lock else _behind_links()
    options = {"populate_existing": True}
    found = db.session.execute(question, {"digests": digests}, execution_options=options)
    return {row.Link.digest: Linked(*row) for row in found}


@built_once
def _behind_links() -> Any:
    return (
        select(Signature, Campaign, Link)
        .join(Campaign, Campaign.id == Signature.campaign_id)
        .join(Link, Link.signature_id == Signature.id)
        .where(Link.digest.in_(bindparam("digests", expanding=True)))
    )


@built_once
def _behind_links_locked() -> Any:
    # In one order, so that two who lock several never wait for each other in a circle.
    return _behind_links().order_by(Signature.id).with_for_update(of=Signature)


def confirmable(linked: Linked | None) -> Linked:
    """Give what stands behind a link where it is confirmed or can be.

    Raises:
        LinkUnknown, LinkExpired, SignatureWithdrawn, SignatureRemoved, SigningClosed

    """
    if linked is None:
        raise LinkUnknown
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
