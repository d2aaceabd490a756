"""Why a file gives no text."""

from typing import Literal, get_args

Why = Literal["too-large", "empty", "no-text", "unknown-kind", "protected", "broken", "too-slow"]
WHYS: tuple[Why, ...] = get_args(Why)

TEXT_BYTES = 1024 * 1024  # of UTF-8


class UnreadableFile(Exception):
    """A file without text for us. `why` is one of WHYS."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why
