"""Documents without the characters that no font of this machine shows."""

from collections.abc import Callable
from functools import partial

import regex

from petitions.documents.sanitise import Document, map_texts
from petitions.documents.typesetting import NoFont

# A text may hold any number of them, and each costs a try: after so many, all symbols go.
TRIES = 20
_SYMBOLS = regex.compile(r"[\p{So}\p{Sk}\p{Cn}\p{Co}]")


def leaving_out(make: Callable[[Document], bytes], document: Document) -> tuple[bytes, str]:
    """Return what `make` makes of a document without such characters, and those.

    Raises:
        NoFont: there are too many of them.

    """
    left_out = ""
    for number in range(2 * TRIES):
        try:
            return make(document), left_out
        except NoFont as problem:
            change = partial(_without, problem.characters, with_symbols=number >= TRIES)
            document = map_texts(document, change)
            left_out += problem.characters
    raise NoFont(left_out)


def _without(unshown: str, words: str, *, with_symbols: bool) -> str:
    """Return words without characters, and the marks that belong to them."""
    if with_symbols:
        words = _SYMBOLS.sub("", words)
    if set(unshown).isdisjoint(words):
        return words
    clusters = [one for one in regex.findall(r"\X", words) if one[0] not in unshown]
    left = "".join(one for one in "".join(clusters) if one not in unshown)
    return regex.sub(" {2,}", " ", left)
