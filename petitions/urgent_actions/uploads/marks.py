"""What stands by itself before the words that it belongs to: bullets, and labels in a column."""

import re
from collections.abc import Iterator
from dataclasses import replace

from petitions.urgent_actions.uploads.lines import Box, Line, without

_BULLET = "[•▪■●○◦‣⁃·\uf0b7\uf0a7\uf06e\uf0a8\uf0d8\uf0fc]"  # the last are those of Word's fonts
# Without its font a bullet may be a letter, or a character that the file does not name.
_ONLY_BULLET = re.compile(rf"(?:{_BULLET}|\(cid:\d+\)|[-–*no])")
_DASHES = "-–*"
_FAR_FROM_BULLET, _FAR_FROM_LABEL = 4, 12  # heights of a line

BEGINS_WITH_BULLET = re.compile(rf"\A(?:{_BULLET}|\(cid:\d+\))\s*(?=\S)")
UNREADABLE = re.compile(r"\(cid:\d+\)")


def joined(boxes: list[Box]) -> list[Box]:
    """Put bullets and labels before the words beside them, on one line."""
    lines = [line for box in boxes for line in box.lines]
    changed: dict[Line, Line] = {}
    used: set[Line] = set()
    for mark, words, far in _marks(boxes):
        beside = [line for line in lines if _may_belong(mark, line, far)]
        if beside:
            first = min(beside, key=lambda line: line.left)
            changed[first] = replace(first, words=f"{words} {first.words}", left=mark.left)
            used.add(mark)
    return [
        Box(tuple(changed.get(line, line) for line in box.lines)) for box in without(boxes, used)
    ]


def _marks(boxes: list[Box]) -> Iterator[tuple[Line, str, int]]:
    """Give what stands by itself, what to write for it, and how far off its words may be."""
    for box in boxes:
        is_label = all(line.words.endswith(":") for line in box.lines)
        for line in box.lines:
            if _ONLY_BULLET.fullmatch(line.words):
                yield line, "-" if line.words in _DASHES else "•", _FAR_FROM_BULLET
            elif is_label:
                yield line, line.words, _FAR_FROM_LABEL


def _may_belong(mark: Line, line: Line, far: int) -> bool:
    distance = line.left - mark.right
    is_near = -1 <= distance < far * line.height
    return is_near and mark.is_beside(line) and not line.words.endswith(":")
