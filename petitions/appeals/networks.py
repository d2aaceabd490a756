"""The networks that one can post to: how long a text is there, and posts that fit.

None of their code is loaded: a link opens the network with the text filled in, and the reader
posts it there.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

import idna
import regex
from publicsuffixlist import PublicSuffixList

from petitions.appeals.composing import Appeal, as_sentence
from petitions.web.http import absolute_address

# X and Mastodon count an address as 23, however long; Mastodon of @name@server the name alone.
ADDRESS_CHARACTERS = 23
SERVER_CHARACTERS = 300  # as typed; a name in the Internet has at most 253
# twitter-text, configuration v3: these count 2, all others 1, an emoji 2.
_HEAVY = re.compile("[^\0-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
# A flag is two letters. Told so, the library need not count all the letters before each one.
_FLAG = r"\p{Regional_Indicator}{2}"
_GRAPHEME = regex.compile(rf"{_FLAG}[\p{{GCB=Extend}}\p{{GCB=ZWJ}}\p{{GCB=SpacingMark}}]*+|\X")
_REMOTE = regex.compile(r"(?<!\S)(@[\w.-]+)@[\w.-]+\w")
_DOMAIN = r"(?:[\p{L}\p{N}][\w-]*\.)+\p{L}[\w-]+"
_ASCII_DOMAIN = r"(?:[a-z0-9][a-z0-9-]*\.)+[a-z][a-z0-9-]+"
_PATH = r"(?::\d+)?(?:[/?](?:[^\s()]|\([^\s()]*\))*(?<=[\w/=#&+~)-]))?"
# Without https:// a name in other letters than ASCII is no address to X.
_ADDRESS = regex.compile(
    rf"(?<![@\w.$#-])(?:https?://({_DOMAIN})|(?<![\w./-])({_ASCII_DOMAIN})(?![\w@])){_PATH}",
    regex.IGNORECASE,
)
_WEB_ADDRESS = regex.compile(r"https?://\S+")
_EMOJI = regex.compile(r"(?![0-9#*])\p{Emoji}|[0-9#*]\uFE0F?\u20E3")
# Thai, Lao, Khmer and Burmese have no spaces, and Unicode's rule does not know their words.
_WORD = regex.compile(
    rf"[\p{{Thai}}\p{{Lao}}\p{{Khmer}}\p{{Myanmar}}]+|{_FLAG}|.+?(?:\b|$)",
    regex.WORD | regex.DOTALL,
)
# Their accounts have addresses like those of Mastodon, and are not reached from there.
NOT_FEDIVERSE = {
    "instagram.com",
    "medium.com",
    "t.me",
    "telegram.me",
    "threads.com",
    "threads.net",
    "tiktok.com",
    "twitter.com",
    "vk.com",
    "x.com",
    "youtube.com",
}
# Names, and no numbers of the network: the last part has letters alone.
_HOST = re.compile(r"([a-z0-9-]+\.)+([a-z]{2,}|xn--[a-z0-9-]+)")


def grapheme_count(text: str) -> int:
    """Return the number of characters as a reader counts them: a family emoji is one."""
    return len(_GRAPHEME.findall(text))


def x_length(text: str) -> int:
    """Return the length by X's rule: most letters 1, Chinese and emoji 2, any address 23."""
    text = unicodedata.normalize("NFC", text)
    # A name that ends as names in the web do: `example.org`, but not `end.Next`.
    addresses = [
        found
        for found in _ADDRESS.finditer(text)
        if _suffixes().privatesuffix((found[1] or found[2]).lower())
    ]
    for address in reversed(addresses):
        text = text[: address.start()] + text[address.end() :]
    return ADDRESS_CHARACTERS * len(addresses) + sum(
        2 if _EMOJI.search(grapheme) else len(grapheme) + len(_HEAVY.findall(grapheme))
        for grapheme in _GRAPHEME.findall(text)
    )


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def mastodon_length(text: str) -> int:
    """Return the length by Mastodon's rule."""
    return grapheme_count(_WEB_ADDRESS.sub("x" * ADDRESS_CHARACTERS, _REMOTE.sub(r"\1", text)))


def threads_length(text: str) -> int:
    """Return the length by Threads' rule: an emoji counts as its bytes in UTF-8."""
    return sum(
        len(grapheme.encode()) if _EMOJI.search(grapheme) else len(grapheme)
        for grapheme in _GRAPHEME.findall(text)
    )


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """Return as much of a text as `fits`, with "…" where something was left out.

    It is cut between words; where a language writes without spaces, where Unicode allows a word
    to end (UAX 29); never inside an emoji, a handle or an address.
    """
    if fits(text):
        return text
    first = next(iter(text.split()), "")
    inside = [] if first.startswith(("@", "http")) else _WORD.findall(first)
    return _longest(regex.findall(r"\s*\S+", text), fits) or _longest(inside, fits)


def _longest(parts: list[str], fits: Callable[[str], bool]) -> str:
    """Return as many of the parts as fit, by halving: to count each try is slow."""

    def cut(end: int) -> str:
        return "".join(parts[:end]).rstrip(" ,;:–-") + "…"

    end = bisect_left(range(1, len(parts) + 1), True, key=lambda end: not fits(cut(end)))
    return cut(end) if end else ""


@dataclass(frozen=True)
class Network:
    """One network. `link_format` takes a text, without the address where that has its own field.

    `limit` is 0 where there is none. Without a text, the network shows the title of the page.
    """

    name: str
    label: str
    link_format: str
    limit: int = 0
    count: Callable[[str], int] = grapheme_count

    @property
    def takes_text(self) -> bool:
        """Return True if what is posted is ours to write."""
        return "{text}" in self.link_format

    def fits(self, text: str) -> bool:
        """Return True if the network takes a text of this length."""
        return not self.limit or self.count(text) <= self.limit

    def link(self, text: str, address: str, server: str = "") -> str:
        """Return the link that opens the network with a text; none until a server is known."""
        if "{server}" in self.link_format and not server:
            return ""
        if "{url}" in self.link_format:
            text = text.removesuffix(address).rstrip()
        return self.link_format.format(
            text=quote(text, safe=""), url=quote(address, safe=""), server=server
        )


X = Network("x", "X", "https://x.com/intent/tweet?text={text}&url={url}", 280, x_length)
BLUESKY = Network("bluesky", "Bluesky", "https://bsky.app/intent/compose?text={text}", 300)
# Which server, the reader says; any software of the Fediverse knows this address.
MASTODON = Network(
    "mastodon", "Mastodon", "https://{server}/share?text={text}", 500, mastodon_length
)
THREADS = Network(
    "threads",
    "Threads",
    "https://www.threads.com/intent/post?text={text}&url={url}",
    500,
    threads_length,
)
WHATSAPP = Network("whatsapp", "WhatsApp", "https://wa.me/?text={text}")
TELEGRAM = Network("telegram", "Telegram", "https://t.me/share/url?url={url}&text={text}")
FACEBOOK = Network("facebook", "Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}")
LINKEDIN = Network(
    "linkedin", "LinkedIn", "https://www.linkedin.com/sharing/share-offsite/?url={url}"
)
REDDIT = Network("reddit", "Reddit", "https://www.reddit.com/submit?url={url}&title={text}", 300)
NETWORKS = (X, BLUESKY, MASTODON, THREADS, WHATSAPP, TELEGRAM, FACEBOOK, LINKEDIN, REDDIT)


def account_handles(contact: str) -> dict[str, str]:
    """Return {network: handle} of an account's address, or of a bare handle: `{"x": "@ada"}`."""
    parts = urlsplit(contact)
    host = (parts.hostname or "").removeprefix("www.")
    path = [part for part in parts.path.split("/") if part] if host else []
    handles = {}
    if not host and contact.count("@") == 1:
        handles["bluesky" if "." in contact else "x"] = contact
    elif host in {"x.com", "twitter.com"} and path:
        handles["x"] = f"@{path[0].removeprefix('@')}"
    elif host == "bsky.app" and len(path) == 2:
        handles["bluesky"] = f"@{path[1]}"
    elif host in {"threads.com", "threads.net"} and path:
        handles["threads"] = path[0]
    is_account = len(path) == 1 and path[0].startswith("@")
    if is_account and host.removeprefix("m.") not in NOT_FEDIVERSE:
        handles["mastodon"] = f"{path[0]}@{host}"
    elif contact.count("@") == 2:
        handles["mastodon"] = contact
    return handles


def mastodon_server(typed: str) -> str:
    """Return the bare host name of a server somebody typed, as `mastodon.example` or an address.

    Raises:
        ValueError: it is no host name.

    """
    if len(typed) > SERVER_CHARACTERS:
        raise ValueError(typed)
    text = re.sub(r"^https?://", "", typed.strip(), flags=re.IGNORECASE)
    host = text.removesuffix("/").rpartition("@")[2].lower()
    if not re.fullmatch(r"[\w.-]+", host):
        raise ValueError(typed)
    encoded = idna.encode(host, uts46=True).decode()
    if not _HOST.fullmatch(encoded):
        raise ValueError(typed)
    return encoded


@dataclass(frozen=True)
class Post:
    """A text for one network and the link that opens it there; none without a server.

    `has_account` tells that the target has an account there, which the text names.
    """

    network: Network
    text: str
    link: str
    has_account: bool

    @property
    def length(self) -> int:
        """Return the length as the network counts it."""
        return self.network.count(self.text)


def social_values(appeal: Appeal) -> dict[str, Any]:
    """Return what the page of a public post shows."""
    campaign = appeal.campaign
    address = absolute_address("public.campaign", slug=campaign.slug)
    return {
        "posts": appeal_posts(appeal, address),
        "address": address,
        "friend": friend_link(campaign.title, [campaign.summary], address),
    }


def appeal_posts(appeal: Appeal, address: str) -> list[Post]:
    """Return a post to the target for each network.

    It names the target by the handles it has there; where it has none, by name and office.
    """
    target = appeal.target
    accounts = [account_handles(contact.value) for contact in target.contacts_of("social")]
    drafts = [[as_sentence(appeal.campaign.title), *appeal.demands]]
    if appeal.choices.words:
        drafts.insert(0, [appeal.choices.words])
    in_words = ", ".join(filter(None, (target.name, target.role)))
    posts = []
    for network in NETWORKS:
        handles = " ".join(names[network.name] for names in accounts if network.name in names)
        frame = _Frame(address, handles, "" if handles else _official(network, in_words))
        posts.append(_post(network, drafts, frame, appeal.choices.server))
    return posts


def _official(network: Network, name: str) -> str:
    """Return as much of a name and an office as leaves half of the room to the case."""

    def fits(text: str) -> bool:
        return not network.limit or network.count(text) <= network.limit // 2

    return shortened(name, fits) or _longest(_GRAPHEME.findall(name), fits)


def share_posts(sentences: list[str], address: str, server: str = "") -> list[Post]:
    """Return a post for each network that passes the case on to friends."""
    return [_post(network, [sentences], _Frame(address), server) for network in NETWORKS]


def friend_link(subject: str, sentences: list[str], address: str) -> str:
    """Return the link that opens an e-mail to a friend."""
    body = "\r\n\r\n".join([*sentences, address])
    return f"mailto:?subject={quote(subject, safe='')}&body={quote(body, safe='')}"


class _Frame(NamedTuple):
    """What stands around the sentences of a post: the address, and whom it is said to.

    An official who has no account there is named in words, first.
    """

    address: str
    handles: str = ""
    official: str = ""

    def whole(self, sentences: list[str]) -> str:
        """Return a post. No handle stands first: X would show it to that account alone."""
        first, *others = sentences
        if self.official:
            first = f"{self.official}: {first}"
        text = " ".join(filter(None, (first, self.handles, *others, self.address)))
        return f".{text}" if text.startswith("@") else text


def _post(network: Network, drafts: list[list[str]], frame: _Frame, server: str) -> Post:
    """Return the first of the drafts that fits; the last is cut anywhere, not left out."""
    fitting = (_fitting(network, draft, frame) for draft in drafts)
    text = next(filter(None, fitting), "")
    if not text:  # one single word, as a title in Thai may be: it is cut between its letters
        letters = _GRAPHEME.findall(drafts[-1][0])
        cut = _longest(letters, lambda text: network.fits(frame.whole([text])))
        text = frame.whole([cut or "…"])
    return Post(network, text, network.link(text, frame.address, server), bool(frame.handles))


def _fitting(network: Network, sentences: list[str], frame: _Frame) -> str:
    """Return as many whole sentences as fit into the frame; of the first, what fits."""
    first = shortened(sentences[0], lambda text: network.fits(frame.whole([text])))
    if not first:
        return ""
    text = frame.whole([first])
    for end in range(1, len(sentences)):
        longer = frame.whole([first, *sentences[1 : end + 1]])
        if not network.fits(longer):
            break
        text = longer
    return text
