"""How far the ink goes on a page, seen from a small picture of it."""

from dataclasses import asdict, is_dataclass
from io import BytesIO
from itertools import pairwise

import typst
from PIL import Image

from petitions.documents import typesetting
from petitions.documents.sanitise import plain

PPI = 12
EDGE = 0.03  # of the paper, on every side; nothing is ever meant to stand there


def runs_off(template, document, **more) -> bool:
    """Whether there is ink in the outermost margins of any page."""
    assert is_dataclass(document)
    files = typesetting._files(template, asdict(plain(document)) | more)
    made = typst.compile(files, font_paths=typesetting.installed_fonts(), format="png", ppi=PPI)
    return any(map(_has_ink_at_the_edge, made if isinstance(made, list) else [made]))


def bands(picture: bytes) -> int:
    """How many bands of ink there are, one below the other, with nothing between them."""
    drawn = Image.open(BytesIO(picture)).convert("L")
    ink = [
        drawn.crop((0, row, drawn.width, row + 1)).getextrema()[0] < 200
        for row in range(drawn.height)
    ]
    return sum(here and not before for before, here in pairwise([False, *ink]))


def _has_ink_at_the_edge(picture: bytes) -> bool:
    """Whether any pixel of the margins is not white; PNG of four channels, without transparency."""
    drawn = Image.open(BytesIO(picture)).convert("L")
    wide, high = drawn.size
    across, down = max(int(wide * EDGE), 1), max(int(high * EDGE), 1)
    margins = [
        (0, 0, wide, down),
        (0, high - down, wide, high),
        (0, 0, across, high),
        (wide - across, 0, wide, high),
    ]
    return any(drawn.crop(margin).getextrema() != (255, 255) for margin in margins)
