"""The picture that shows where somebody shares a link."""

from dataclasses import asdict

from petitions.documents.content import Card
from petitions.documents.plain import plain
from petitions.documents.typesetting import png

MOST_BYTES = 100_000
SCALES = (1.0, 0.8, 0.6)


def card_png(card: Card) -> bytes:
    """Return a PNG of 1200 by 630 pixels, or less where it would weigh more than networks like.

    Raises:
        NoFont: a character would show as a box.

    """
    data = asdict(plain(card))
    for scale in SCALES:
        picture = png("card.typ", data, scale)
        if len(picture) <= MOST_BYTES:
            break
    return picture
