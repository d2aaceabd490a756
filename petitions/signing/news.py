"""News of a campaign by mail: stop it, have it again."""

from petitions.db import transaction
from petitions.signing.links import behind_link
from petitions.signing.models import WITHDRAWN


def stop_news(token: str) -> None:
    """Mail no more news to who has this link, not even what waits in the outbox.

    Raises:
        LinkUnknown: nothing is changed.

    """
    with transaction():
        behind_link(token, lock=True, news=True).signature.updates = False


def send_news_again(token: str) -> None:
    """Mail news again to who has this link; nothing to do where the person is forgotten.

    Raises:
        LinkUnknown: nothing is changed.

    """
    with transaction():
        signature = behind_link(token, lock=True, news=True).signature
        if signature.state != WITHDRAWN and signature.email is not None:
            signature.updates = True
