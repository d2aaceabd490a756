"""How far the ink goes on a page, seen from a small picture of it."""

import zlib
from dataclasses import asdict, is_dataclass
from io import BytesIO
from itertools import pairwise

import typst
from PIL import Image

from petitions.documents import typesetting
from petitions.documents.sanitise import plain

PPI = 12
EDGE = 0.03  # of the paper, on every side; nothing is ever meant to stand there
PIXEL = 4  # bytes


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
    rows = _rows(picture)
    across = max(int(len(rows[0]) // PIXEL * EDGE), 1) * PIXEL
    down = max(int(len(rows) * EDGE), 1)
    edges = [row[:across] + row[-across:] for row in rows] + rows[:down] + rows[-down:]
    return any(set(edge) != {255} for edge in edges)


def _rows(picture: bytes) -> list[bytes]:
    """Undo what PNG does to a picture of four bytes a pixel."""
    width = int.from_bytes(picture[16:20], "big") * PIXEL
    packed, place = b"", 8
    while place < len(picture):
        size = int.from_bytes(picture[place : place + 4], "big")
        if picture[place + 4 : place + 8] == b"IDAT":
            packed += picture[place + 8 : place + 8 + size]
        place += size + 12
    lines = zlib.decompress(packed)
    rows = [bytes(width)]
    for start, end in pairwise(range(0, len(lines) + 1, width + 1)):
        rows.append(_unfiltered(lines[start], lines[start + 1 : end], rows[-1]))
    return rows[1:]


def _unfiltered(kind: int, line: bytes, above: bytes) -> bytes:
    row = bytearray(PIXEL) + line
    over = bytes(PIXEL) + above
    for place in range(PIXEL, len(row)):
        left, up, corner = row[place - PIXEL], over[place], over[place - PIXEL]
        guess = (0, left, up, (left + up) // 2, _nearest(left, up, corner))[kind]
        row[place] = (row[place] + guess) % 256
    return bytes(row[PIXEL:])


def _nearest(left: int, up: int, corner: int) -> int:
    aim = left + up - corner
    return min((left, up, corner), key=lambda value: abs(aim - value))
