"""Questions about signatures."""

from sqlalchemy import func, select

from petitions.campaigns.models import signatures_key
from petitions.db import db
from petitions.signing.models import CONFIRMED, Signature


def confirmed_counts() -> dict[str, int]:
    """Give {tally key: confirmed signatures}, counted from the signatures themselves."""
    found = db.session.execute(
        select(Signature.campaign_id, func.count())
        .where(Signature.state == CONFIRMED)
        .group_by(Signature.campaign_id)
    )
    return {signatures_key(campaign_id): number for campaign_id, number in found}
