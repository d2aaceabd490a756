"""Let a comment through to the public list, or take it off."""

from petitions.accounts.audit import record
from petitions.campaigns.models import Campaign
from petitions.db import db, transaction
from petitions.signing.models import Signature


class NoComment(Exception):
    """The signature has no comment that could be shown."""


def show_comment(campaign_id: int, signature_id: int, *, shown: bool, actor: str) -> None:
    """Let a comment through, or take it off.

    Raises:
        NoComment: nothing is changed.

    """
    with transaction():
        found = db.session.get(
            Signature, signature_id, with_for_update=True, populate_existing=True
        )
        if found is None or found.campaign_id != campaign_id or not found.may_show_comment:
            raise NoComment
        if found.comment_shown == shown:
            return
        found.comment_shown = shown
        campaign = db.session.get_one(Campaign, campaign_id)
        verb = "let a comment through" if shown else "took a comment off"
        record(actor, verb, f"campaign {campaign.slug}", signature=signature_id)
