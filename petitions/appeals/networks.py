"""The networks that one can post to: share addresses, limits, handles; how long a text is there.

None of their code is loaded: a link opens the network with the text filled in, and the reader
posts it there.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urlencode, urlsplit

import idna
import regex
from publicsuffixlist import PublicSuffixList

# X and Mastodon count an address as 23, however long; Mastodon of @name@server the name alone.
ADDRESS_CHARACTERS = 23
# twitter-text, configuration v3: code points in these ranges count 1, all others 2, an emoji 2.
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_GRAPHEME = regex.compile(r"\X")
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
    r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]+|.+?(?:\b|$)", regex.WORD | regex.DOTALL
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


def split_graphemes(text: str) -> list[str]:
    """Return the characters as a reader counts them: a family emoji is one."""
    return _GRAPHEME.findall(text)


def graphemes(text: str) -> int:
    """Return the number of characters as a reader counts them."""
    return len(split_graphemes(text))


def weighted(text: str) -> int:
    """Return the length by X's rule: most letters 1, Chinese and emoji 2, any address 23."""
    text = unicodedata.normalize("NFC", text)
    addresses = [found for found in _ADDRESS.finditer(text) if is_domain(found[1] or found[2])]
    rest = list(text)
    for found in addresses:
        rest[found.start() : found.end()] = [""] * (found.end() - found.start())
    words = "".join(rest)
    return ADDRESS_CHARACTERS * len(addresses) + sum(map(_weight, split_graphemes(words)))


def mastodon(text: str) -> int:
    """Return the length by Mastodon's rule."""
    return graphemes(_WEB_ADDRESS.sub("x" * ADDRESS_CHARACTERS, _REMOTE.sub(r"\1", text)))


def threads(text: str) -> int:
    """Return the length by Threads' rule: an emoji counts as its bytes in UTF-8."""
    return sum(
        len(one.encode()) if _EMOJI.search(one) else len(one) for one in split_graphemes(text)
    )


def _weight(grapheme: str) -> int:
    if _EMOJI.search(grapheme):
        return 2
    return sum(1 if any(a <= ord(c) <= b for a, b in _LIGHT) else 2 for c in grapheme)


def is_domain(name: str) -> bool:
    """Return True if a name ends as names in the web do: `example.org`, but not `end.Next`."""
    return bool(_suffixes().privatesuffix(name.lower()))


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """Return as much of a text as `fits`, with "…" where something was left out.

    It is cut between words; where a language writes without spaces, where Unicode allows a word
    to end (UAX 29); never inside an emoji, a handle or an address.
    """
    if fits(text):
        return text
    return _longest(regex.findall(r"\s*\S+", text), fits) or _longest(_inside(text), fits)


def _inside(text: str) -> list[str]:
    """Return the parts of the first run without spaces, unless it must stay whole."""
    first = text.split(maxsplit=1)[0] if text.split() else ""
    return [] if first.startswith(("@", "http")) else _WORD.findall(first)


def _longest(parts: list[str], fits: Callable[[str], bool]) -> str:
    kept = ""
    for end in range(1, len(parts) + 1):
        cut = "".join(parts[:end]).rstrip(" ,;:–-") + "…"
        if not fits(cut):
            break
        kept = cut
    return kept


@dataclass(frozen=True)
class Network:
    """One network: `link` is made from a text and an address; `limit` is 0 where there is none.

    `takes_text` is false where the network shows the title of the page instead. `address_apart`
    tells that the text goes without the address, which the network adds by itself.
    """

    name: str
    label: str
    link: Callable[[str, str], str]
    limit: int = 0
    count: Callable[[str], int] = graphemes
    takes_text: bool = True
    handle: Callable[[str], str] = lambda _contact: ""

    def fits(self, text: str) -> bool:
        """Return True if the network takes a text of this length."""
        return not self.limit or self.count(text) <= self.limit


def _encoded(address: str, **values: str) -> str:
    return f"{address}?{urlencode(values, quote_via=quote, safe='')}"


def _parts(contact: str) -> tuple[str, list[str]]:
    """Return host and path of an account's address; nothing of a bare handle."""
    parts = urlsplit(contact)
    host = (parts.hostname or "").removeprefix("www.")
    return host, [part for part in parts.path.split("/") if part] if host else []


def _on_x(contact: str) -> str:
    host, path = _parts(contact)
    if host in {"x.com", "twitter.com"} and path:
        return f"@{path[0].removeprefix('@')}"
    return "" if host or "." in contact or contact.count("@") != 1 else contact


def _on_bluesky(contact: str) -> str:
    host, path = _parts(contact)
    if host == "bsky.app" and len(path) == 2:
        return f"@{path[1]}"
    return contact if not host and "." in contact and contact.count("@") == 1 else ""


def _on_threads(contact: str) -> str:
    host, path = _parts(contact)
    return path[0] if host in {"threads.com", "threads.net"} and path else ""


def _on_mastodon(contact: str) -> str:
    host, path = _parts(contact)
    is_account = len(path) == 1 and path[0].startswith("@")
    if is_account and host.removeprefix("m.") not in NOT_FEDIVERSE:
        return f"{path[0]}@{host}"
    return contact if contact.count("@") == 2 else ""


def mastodon_server(typed: str) -> str:
    """Return the bare host name of a server somebody typed, as `mastodon.example` or an address.

    Raises:
        ValueError: it is no host name.

    """
    text = re.sub(r"^https?://", "", typed.strip(), flags=re.IGNORECASE)
    host = text.removesuffix("/").rpartition("@")[2].lower()
    if not re.fullmatch(r"[\w.-]+", host):
        raise ValueError(typed)
    encoded = idna.encode(host, uts46=True).decode()
    if not _HOST.fullmatch(encoded):
        raise ValueError(typed)
    return encoded


def mastodon_link(server: str, text: str) -> str:
    """Return the link that opens a server with the text; any software of the Fediverse knows it."""
    return _encoded(f"https://{server}/share", text=text)


X = Network(
    "x",
    "X",
    lambda text, url: _encoded("https://x.com/intent/tweet", text=_without(text, url), url=url),
    280,
    weighted,
    handle=_on_x,
)
BLUESKY = Network(
    "bluesky",
    "Bluesky",
    lambda text, _url: _encoded("https://bsky.app/intent/compose", text=text),
    300,
    handle=_on_bluesky,
)
# Which server, the reader says; until then there is no link.
MASTODON = Network("mastodon", "Mastodon", lambda *_: "", 500, mastodon, handle=_on_mastodon)
THREADS = Network(
    "threads",
    "Threads",
    lambda text, url: _encoded(
        "https://www.threads.com/intent/post", text=_without(text, url), url=url
    ),
    500,
    threads,
    handle=_on_threads,
)
WHATSAPP = Network("whatsapp", "WhatsApp", lambda text, _url: _encoded("https://wa.me/", text=text))
TELEGRAM = Network(
    "telegram",
    "Telegram",
    lambda text, url: _encoded("https://t.me/share/url", url=url, text=_without(text, url)),
)
FACEBOOK = Network(
    "facebook",
    "Facebook",
    lambda _text, url: _encoded("https://www.facebook.com/sharer/sharer.php", u=url),
    takes_text=False,
)
LINKEDIN = Network(
    "linkedin",
    "LinkedIn",
    lambda _text, url: _encoded("https://www.linkedin.com/sharing/share-offsite/", url=url),
    takes_text=False,
)
REDDIT = Network(
    "reddit",
    "Reddit",
    lambda text, url: _encoded("https://www.reddit.com/submit", url=url, title=_without(text, url)),
    300,
)
NETWORKS = (X, BLUESKY, MASTODON, THREADS, WHATSAPP, TELEGRAM, FACEBOOK, LINKEDIN, REDDIT)


def _without(text: str, url: str) -> str:
    return text.removesuffix(url).rstrip()
