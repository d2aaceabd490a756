"""How long a text is, by each network's own rule, and where it may be cut."""

import unicodedata
from collections.abc import Callable
from functools import cache

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


def split_graphemes(text: str) -> list[str]:
    """Give the characters as a reader counts them: a family emoji is one."""
    return _GRAPHEME.findall(text)


def graphemes(text: str) -> int:
    """Give the number of characters as a reader counts them."""
    return len(split_graphemes(text))


def weighted(text: str) -> int:
    """Give the length by X's rule: most letters 1, Chinese and emoji 2, any address 23."""
    text = unicodedata.normalize("NFC", text)
    addresses = [found for found in _ADDRESS.finditer(text) if is_domain(found[1] or found[2])]
    rest = list(text)
    for found in addresses:
        rest[found.start() : found.end()] = [""] * (found.end() - found.start())
    words = "".join(rest)
    return ADDRESS_CHARACTERS * len(addresses) + sum(map(_weight, split_graphemes(words)))


def mastodon(text: str) -> int:
    """Give the length by Mastodon's rule."""
    return graphemes(_WEB_ADDRESS.sub("x" * ADDRESS_CHARACTERS, _REMOTE.sub(r"\1", text)))


def threads(text: str) -> int:
    """Give the length by Threads' rule: an emoji counts as its bytes in UTF-8."""
    return sum(
        len(one.encode()) if _EMOJI.search(one) else len(one) for one in split_graphemes(text)
    )


def _weight(grapheme: str) -> int:
    if _EMOJI.search(grapheme):
        return 2
    return sum(1 if any(a <= ord(c) <= b for a, b in _LIGHT) else 2 for c in grapheme)


def is_domain(name: str) -> bool:
    """Tell whether a name ends as names in the web do: `example.org`, but not `end.Next`."""
    return bool(_suffixes().privatesuffix(name.lower()))


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False)


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """Give as much of a text as `fits`, with "…" where something was left out.

    It is cut between words; where a language writes without spaces, where Unicode allows a word
    to end (UAX 29); never inside an emoji, a handle or an address.
    """
    if fits(text):
        return text
    return _longest(regex.findall(r"\s*\S+", text), fits) or _longest(_inside(text), fits)


def _inside(text: str) -> list[str]:
    """Give the parts of the first run without spaces, unless it must stay whole."""
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
