"""Sign, confirm, withdraw: one transaction each."""

from petitions.db import commit_in_batch, now, transaction
from petitions.db.tally import count
from petitions.signing.addresses import address_digest
from petitions.signing.confirming import confirm_all
from petitions.signing.links import behind_link, token_digest
from petitions.signing.models import CONFIRMED, ERASED_VALUES, WITHDRAWN, Signature
from petitions.signing.people import Person
from petitions.signing.storing import Pledge, store


def sign(slug: str, person: Person, visitor: bytes) -> None:
    """Store a pending signature and its mail; `visitor` is a digest of the network address.

    Whether the address has signed before shows in its mail alone.

    Raises:
        NotSignable, TooManyAttempts: nothing is stored.

    """
    commit_in_batch(store, Pledge(slug, person, address_digest(person.email), visitor))


def confirm(token: str) -> str:
    """Count the signature of this link, once; give the campaign's slug.

    Raises:
        LinkProblem: nothing is changed.

    """
    slug: str = commit_in_batch(confirm_all, token_digest(token))
    return slug


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


def _forget_person(signature: Signature) -> None:
    signature.state, signature.withdrawn_at = WITHDRAWN, now()
    for name, value in ERASED_VALUES.items():
        setattr(signature, name, value)
