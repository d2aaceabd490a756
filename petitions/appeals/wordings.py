"""Which words a letter gets: one wording of each part, dealt by a number that nobody keeps."""

import secrets
from collections.abc import Iterable
from hashlib import blake2b

from flask_babel import LazyString

MOST_DEALS = 999_999
LONGEST = -1  # the deal of the longest wordings, for the desk


class Deal:
    """Deals one wording of each part of a letter, the same ones each time for the same number.

    A part keeps its wording whatever becomes of the others. `variety` is how many different
    letters can be dealt.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.variety = 1

    def one_of(self, part: str, wordings: Iterable[LazyString | str]) -> str:
        """Return one of the wordings of a part, or "" where there is none."""
        known = list(dict.fromkeys(map(str, wordings))) or [""]
        self.variety *= len(known)
        if self.number == LONGEST:
            return max(known, key=len)
        digest = blake2b(f"{self.number} {part}".encode(), digest_size=8).digest()
        return known[int.from_bytes(digest, "big") % len(known) if self.number else 0]


def new_deal() -> int:
    """Return the number of a deal, at random."""
    return secrets.randbelow(MOST_DEALS) + 1


def wordings_of(first: str, others: Iterable[str] = ()) -> list[str]:
    """Return the organisers' wordings of a part."""
    return [wording for wording in (first, *others) if wording]
