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
LEFT_TO_RIGHT = "\u200e{}\u200e"


def plain(document: Document) -> Document:
    """Return the same document with words that every format can hold.

    Where it is written from the right, marks keep the groups of a phone number in their order.
    """
    is_rtl = document.layout.direction == "rtl"
    result: Document = each(document, _right_to_left if is_rtl else printable)
    return result


def direction(line: str) -> Literal["ltr", "rtl"]:
    """Return `rtl` or `ltr`, as the first letter of a line on its own has it; digits are `ltr`."""
    kinds = (unicodedata.bidirectional(character) for character in line.replace("\u200e", ""))
    return (
        "rtl" if next((kind for kind in kinds if kind in {"L", "R", "AL"}), "L") != "L" else "ltr"
    )


def each(value: Any, change: Callable[[str], str]) -> Any:
    """Return the same value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(each(part, change) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: each(getattr(value, part.name), change) for part in fields(value)}
        return replace(value, **parts)
    return value


def printable(words: str) -> str:
    """Return words without what shows nothing and XML refuses."""
    return UNPRINTABLE.sub("", words).replace("\t", " ")


def _right_to_left(words: str) -> str:
    return PHONE_NUMBER.sub(lambda found: LEFT_TO_RIGHT.format(found[0]), printable(words))
