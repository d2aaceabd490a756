"""Public posts: for each network a text that fits it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from petitions.appeals.composing import Appeal
from petitions.appeals.counting import shortened
from petitions.appeals.networks import MASTODON, NETWORKS, Network, mastodon_link


@dataclass(frozen=True)
class Post:
    """A text for one network and the link that opens it there; none without a server.

    `names_target` tells that the target has an account there, which the text names.
    """

    network: Network
    text: str
    link: str
    names_target: bool = False

    @property
    def length(self) -> int:
        """Give the length as the network counts it."""
        return self.network.count(self.text)


def appeal_posts(appeal: Appeal, address: str) -> list[Post]:
    """Give a post to the target for each network, with the handle the target has there."""
    contacts = [contact.value for contact in appeal.target.contacts_of("social")]
    sentences = [appeal.choices.words] if appeal.choices.words else _sentences(appeal)
    return [
        _post(network, sentences, _handles(network, contacts), address, appeal.choices.server)
        for network in NETWORKS
    ]


def share_posts(sentences: list[str], address: str, server: str = "") -> list[Post]:
    """Give a post for each network that passes the case on to friends."""
    return [_post(network, sentences, "", address, server) for network in NETWORKS]


def friend_link(subject: str, sentences: list[str], address: str) -> str:
    """Give the link that opens an e-mail to a friend."""
    body = "\r\n\r\n".join([*sentences, address])
    return f"mailto:?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


def _sentences(appeal: Appeal) -> list[str]:
    title = appeal.campaign.title
    ends = unicodedata.category(title[-1]).startswith("P")
    return [title if ends else f"{title}.", *appeal.demands]


def _handles(network: Network, contacts: Iterable[str]) -> str:
    return " ".join(filter(None, map(network.handle, contacts)))


def _post(network: Network, sentences: list[str], handles: str, address: str, server: str) -> Post:
    text = _fitting(network, sentences, handles, address)
    if network is MASTODON and server:
        return Post(network, text, mastodon_link(server, text), bool(handles))
    return Post(network, text, network.link(text, address), bool(handles))


def _fitting(network: Network, sentences: list[str], handles: str, address: str) -> str:
    """Give as many whole sentences as fit with handles and address; of the first, what fits.

    A handle never stands first: X would show the post to that account's followers alone.
    """

    def whole(first: str, *more: str) -> str:
        return " ".join(filter(None, (first, handles, *more, address)))

    def fits(text: str) -> bool:
        return not network.limit or network.count(text) <= network.limit

    first = shortened(sentences[0], lambda text: fits(whole(text)))
    kept: list[str] = []
    for sentence in sentences[1:]:
        if not fits(whole(first, *kept, sentence)):
            break
        kept.append(sentence)
    return whole(first, *kept)
