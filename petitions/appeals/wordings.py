"""Which words a letter gets: one wording of each part, dealt by a number that nobody keeps."""

import secrets
from collections.abc import Iterable
from hashlib import blake2b

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

MOST_DEALS = 999_999
LONGEST = -1  # the deal of the longest wordings, for the desk
# The site's own sentences, where organisers gave none. An empty one: at first there is none there.
OWN: dict[str, tuple[LazyString | str, ...]] = {
    "first": (
        _l("I am writing to you about a case that troubles me."),
        _l("Please allow me to write to you about a case that I follow with concern."),
        _l("I turn to you because of a case that I have read about."),
        _l("A case has come to my attention, and I would like to bring it to yours."),
        _l("I have learned of this case, and it stays on my mind."),
    ),
    "concern": (
        "",
        _l("I cannot read this and say nothing."),
        _l("This should not be left as it is."),
        _l("What happens in this case matters to me, and to many others."),
        _l("I hope that you will look into this case yourself."),
    ),
    "ask": (
        _l("With respect, I ask you to do what you can for this:"),
        _l("I therefore ask you, respectfully:"),
        _l("Please use the powers of your office for this:"),
        _l("I would be grateful if you would see to the following:"),
        _l("What I ask of you is this:"),
    ),
    "weight": (
        "",
        _l("I ask for no more than what human rights require."),
        _l("I will follow closely what becomes of this."),
        _l("Please do not let this wait."),
        _l("Much depends on what your office does now."),
    ),
    "thanks": (
        "",
        _l("Thank you for taking the time to read this."),
        _l("I would be grateful for a reply."),
        _l("Please let me know what is being done."),
        _l("I thank you for your attention to this case."),
    ),
    "closing": (
        _l("Yours sincerely,"),
        _l("Respectfully,"),
        _l("With respect,"),
        _l("Sincerely,"),
        _l("Yours respectfully,"),
    ),
}


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


def wordings_of(first: str, others: list[str] | None = None) -> list[str]:
    """Return the organisers' wordings of a part; a letter that is made up here has no others."""
    return [wording for wording in (first, *(others or ())) if wording]
