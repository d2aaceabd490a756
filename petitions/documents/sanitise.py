"""Words that paper can hold: what shows nothing, or would upset the printing, goes first."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, Literal, TypeVar

from petitions.documents.content import Card, Letter, Sheet, Volume

Document = TypeVar("Document", Letter, Sheet, Card, Volume)

# Control characters, halves of pairs, what Unicode keeps empty: XML refuses them, and so does
# PDF/UA. And the two overrides, which turn the letters of what follows around.
UNPRINTABLE = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
PHONE_NUMBER = re.compile(r"(?<![\w/+])(?:\+\d[\d ()./-]{4,24}\d|\(?\d[\d()]*(?:[ -][\d()]+)+)")
LEFT_TO_RIGHT = "\u200e\\g<0>\u200e"


def plain(document: Document) -> Document:
    """Return the same document with words that every format can hold.

    Where it is written from the right, marks keep the groups of a phone number in their order.
    """
    result: Document = map_texts(document, printable)
    if document.layout.direction == "rtl":
        result = map_texts(result, lambda words: PHONE_NUMBER.sub(LEFT_TO_RIGHT, words))
    return result


def direction(line: str) -> Literal["ltr", "rtl"]:
    """Return `rtl` or `ltr`, as the first letter of a line on its own has it; digits are `ltr`."""
    for character in line.replace("\u200e", ""):
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def map_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Return the same value with every text in it changed; links stay as they are."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(map_texts(part, change) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        names = [part.name for part in fields(value) if part.name != "link"]
        return replace(value, **{name: map_texts(getattr(value, name), change) for name in names})
    return value


def printable(words: str) -> str:
    """Return words without what shows nothing and XML refuses."""
    return UNPRINTABLE.sub("", words).replace("\t", " ")
