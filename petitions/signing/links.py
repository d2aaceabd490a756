"""The links in mails: which signature each is for, and why one cannot confirm.

Their tokens are random, and in the mail alone; here only a digest of each is kept.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from petitions.campaigns.models import Campaign
from petitions.db import db, now
from petitions.db.sql import built_once
from petitions.signing.models import PENDING, WITHDRAWN, Attempt, Link, Signature
from petitions.web.links import new_token

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
    """The signature of this link was withdrawn and its person erased."""


class SignatureRemoved(LinkProblem):
    """The organisers have removed the signature of this link."""


class SigningClosed(LinkProblem):
    """The campaign counts no signatures now."""


class NotAvailable(LinkProblem):
    """The campaign is not public now, and its links tell nothing of it."""


class TokenMatch(NamedTuple):
    """What the link of a mail is for."""

    signature: Signature
    campaign: Campaign
    link: Link
    attempt: Attempt | None

    @property
    def shown(self) -> Signature | Attempt:
        """Return what the link is for: what is, or would be, stored."""
        is_pending = self.signature.state == PENDING
        return self.attempt if is_pending and self.attempt else self.signature

    @property
    def is_counted(self) -> bool:
        """Return True if it is this attempt that was confirmed, and no other of the mailbox."""
        return self.link.attempt_id == self.signature.attempt_id

    @property
    def problem(self) -> LinkProblem | None:
        """Return why the signature is not confirmed and cannot be; one can always withdraw."""
        kind: type[LinkProblem] | None = None
        if self.campaign.is_withheld:
            kind = NotAvailable
        elif self.signature.is_removed:
            kind = SignatureRemoved
        elif self.signature.state == WITHDRAWN:
            kind = SignatureWithdrawn
        elif self.signature.state == PENDING and not self.campaign.takes_signatures:
            kind = SigningClosed
        elif self.signature.state == PENDING and (
            now() > self.link.made_at + LINK_LIFE
            or (self.link.attempt_id is not None and self.attempt is None)
        ):
            kind = LinkExpired
        return kind(self.campaign) if kind else None


def new_link(
    signature_id: int, attempt_id: int | None = None, *, news: bool = False
) -> tuple[str, Link]:
    """Return the token of a new link for one mail, and the row to store before the mail goes.

    People forward news, and mail providers keep its header: a token made for `news` ends the
    news, and can neither show nor erase a signature.
    """
    token = new_token()
    digest = token_digest(token, news=news)
    link = Link(digest=digest, signature_id=signature_id, attempt_id=attempt_id, made_at=now())
    return token, link


def token_digest(token: str, *, news: bool = False) -> bytes:
    """Return the digest under which a token is kept. No key: nobody can guess 196 bits."""
    return hashlib.sha256(f"{'news ' if news else ''}{token}".encode()).digest()


def signature_for_token(token: str, *, lock: bool = False, news: bool = False) -> TokenMatch:
    """Return what a link is for; locked, nobody else changes it before the COMMIT.

    Raises:
        LinkUnknown: the token is not one of ours.

    """
    digest = token_digest(token, news=news)
    match = matches_by_digest([digest], lock=lock).get(digest)
    if match is None:
        raise LinkUnknown
    return match


def matches_by_digest(digests: Sequence[bytes], *, lock: bool = False) -> dict[bytes, TokenMatch]:
    """Return what several links are for, by the digests of their tokens."""
    statement = _matches_locked() if lock else _matches()
    options = {"populate_existing": True}
    rows = db.session.execute(statement, {"digests": digests}, execution_options=options)
    return {row.Link.digest: TokenMatch(*row) for row in rows}


@built_once
def _matches() -> Any:
    return (
        select(Signature, Campaign, Link, Attempt)
        .join(Campaign, Campaign.id == Signature.campaign_id)
        .join(Link, Link.signature_id == Signature.id)
        .outerjoin(Attempt, Attempt.id == Link.attempt_id)
        .where(Link.digest.in_(bindparam("digests", expanding=True)))
    )


@built_once
def _matches_locked() -> Any:
    # In one order, so that two who lock several cannot deadlock.
    return _matches().order_by(Signature.id).with_for_update(of=Signature)
