"""Public posts: for each network a text that fits it."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from petitions.appeals.composing import Appeal, as_sentence
from petitions.appeals.networks import (
    MASTODON,
    NETWORKS,
    Network,
    mastodon_link,
    shortened,
    split_graphemes,
)


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
        """Return the length as the network counts it."""
        return self.network.count(self.text)


def appeal_posts(appeal: Appeal, address: str) -> list[Post]:
    """Return a post to the target for each network, with the handle the target has there."""
    contacts = [contact.value for contact in appeal.target.contacts_of("social")]
    words = [appeal.choices.words] if appeal.choices.words else []
    return [
        _post(
            network,
            [words, _sentences(appeal)],
            _handles(network, contacts),
            address,
            appeal.choices.server,
        )
        for network in NETWORKS
    ]


def share_posts(sentences: list[str], address: str, server: str = "") -> list[Post]:
    """Return a post for each network that passes the case on to friends."""
    return [_post(network, [sentences], "", address, server) for network in NETWORKS]


def friend_link(subject: str, sentences: list[str], address: str) -> str:
    """Return the link that opens an e-mail to a friend."""
    body = "\r\n\r\n".join([*sentences, address])
    return f"mailto:?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


def _sentences(appeal: Appeal) -> list[str]:
    return [as_sentence(appeal.campaign.title), *appeal.demands]


def _handles(network: Network, contacts: Iterable[str]) -> str:
    return " ".join(filter(None, map(network.handle, contacts)))


def _post(
    network: Network, drafts: list[list[str]], handles: str, address: str, server: str
) -> Post:
    """Return the first of the drafts that fits; the last is cut anywhere, not left out."""
    texts = (_fitting(network, draft, handles, address) for draft in drafts if draft)
    text = next(filter(None, texts), "") or _cut(network, drafts[-1][0], handles, address)
    if network is MASTODON and server:
        return Post(network, text, mastodon_link(server, text), bool(handles))
    return Post(network, text, network.link(text, address), bool(handles))


def _fitting(network: Network, sentences: list[str], handles: str, address: str) -> str:
    """Return as many whole sentences as fit with handles and address; of the first, what fits."""
    first = shortened(sentences[0], lambda text: network.fits(_whole([text], handles, address)))
    if not first:
        return ""
    kept = [first]
    for sentence in sentences[1:]:
        if not network.fits(_whole([*kept, sentence], handles, address)):
            break
        kept.append(sentence)
    return _whole(kept, handles, address)


def _cut(network: Network, text: str, handles: str, address: str) -> str:
    """Cut between letters what is one single word, as a title in Thai may be."""
    letters = split_graphemes(text)
    while letters and not network.fits(_whole(["".join(letters) + "…"], handles, address)):
        letters.pop()
    return _whole(["".join(letters) + "…"], handles, address)


def _whole(sentences: list[str], handles: str, address: str) -> str:
    """Put a post together. No handle stands first: X would show it to that account alone."""
    text = " ".join(filter(None, (sentences[0], handles, *sentences[1:], address)))
    return f".{text}" if text.startswith("@") else text
