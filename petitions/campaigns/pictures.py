"""A picture as somebody uploads it, made anew: small, upright, in sRGB, and nothing but pixels."""

import hashlib
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from petitions.campaigns.picture_reader import (
    MOST_BYTES,
    SIDES,
    SMALL_BYTES,
    SMALL_SIDE,
    Why,
)
from petitions.urgent_actions.uploads import UnreadableFile
from petitions.urgent_actions.uploads.sandbox import answer_of, is_out_of_time

LOGO_SIDE = 480  # one of SIDES
SECONDS = 20  # of the clock; half of them of the processor
READER = (sys.executable, "-E", "-s", "-m", "petitions.campaigns.picture_reader")
WORDS: dict[Why, LazyString] = {
    "no-picture": _l(
        "We cannot read this as a picture. Choose a JPEG, PNG or WebP file that is whole."
    ),
    "damaged": _l("This file is damaged, or only half of it arrived. Choose another one."),
    "too-large": _l("This picture has more than 50 million pixels. Choose a smaller one."),
    "animated": _l("This picture moves. Choose one that stands still."),
    "too-narrow": _l(
        "This picture is too small or too narrow: it must be at least 200 pixels wide, and not "
        "more than six times as high as it is wide."
    ),
    "too-slow": _l(
        "This picture takes too long to read. Open it on your computer, save it anew as a JPEG, "
        "and choose that one."
    ),
}
_turns = BoundedSemaphore(2)  # each may take a gigabyte


class UnfitPicture(Exception):
    """A file that cannot be shown as a picture; `words` say why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.words = WORDS[why]


@dataclass(frozen=True)
class Jpeg:
    """A JPEG that is fit to be shown, and its size in pixels."""

    content: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        """Return what names this picture in its address."""
        return hashlib.sha256(self.content).hexdigest()[:16]


def reencoded(upload: bytes, most_side: int = SIDES[0], most_bytes: int = MOST_BYTES) -> Jpeg:
    """Return the picture of an upload, without anything that a camera wrote beside it.

    No side of it has more than `most_side` pixels, and it has no more than `most_bytes`.

    It is decoded in a process of its own: a file of 10 MB can ask for an hour of work.

    Raises:
        UnfitPicture: it is no picture, damaged, too large, too small, too much work, or it moves.

    """
    try:
        with _turns:
            answer, code = answer_of((*READER, str(most_side), str(most_bytes)), upload, SECONDS)
    except UnreadableFile as error:
        raise UnfitPicture("too-slow") from error
    content, _, verdict = answer.rpartition(b"\0")
    for why in WORDS:
        if verdict == why.encode():
            raise UnfitPicture(why)
    size = verdict.split()
    if code == 0 and len(size) == 2 and 0 < len(content) <= most_bytes:
        return Jpeg(content, int(size[0]), int(size[1]))
    raise UnfitPicture("too-slow" if is_out_of_time(code) else "damaged")


def small_of(picture: Jpeg) -> bytes:
    """Return the same picture for phones and lists, as a JPEG."""
    return reencoded(picture.content, SMALL_SIDE, SMALL_BYTES).content
