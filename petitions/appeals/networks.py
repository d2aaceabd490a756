"""The networks that one can post to: their share addresses, their limits, their handles.

None of their code is loaded: a link opens the network with the text filled in, and the reader
posts it there.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

import idna

from petitions.appeals import counting

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
    count: Callable[[str], int] = counting.graphemes
    takes_text: bool = True
    handle: Callable[[str], str] = lambda _contact: ""

    def fits(self, text: str) -> bool:
        """Tell whether the network takes a text of this length."""
        return not self.limit or self.count(text) <= self.limit


def _encoded(address: str, **values: str) -> str:
    return f"{address}?{urlencode(values, quote_via=quote, safe='')}"


def _parts(contact: str) -> tuple[str, list[str]]:
    """Give host and path of an account's address; nothing of a bare handle."""
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
    """Give the bare host name of a server somebody typed, as `mastodon.example` or an address.

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
    """Give the link that opens a server with the text; any software of the Fediverse knows it."""
    return _encoded(f"https://{server}/share", text=text)


X = Network(
    "x",
    "X",
    lambda text, url: _encoded("https://x.com/intent/tweet", text=_without(text, url), url=url),
    280,
    counting.weighted,
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
MASTODON = Network(
    "mastodon", "Mastodon", lambda *_: "", 500, counting.mastodon, handle=_on_mastodon
)
THREADS = Network(
    "threads",
    "Threads",
    lambda text, url: _encoded(
        "https://www.threads.com/intent/post", text=_without(text, url), url=url
    ),
    500,
    counting.threads,
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
