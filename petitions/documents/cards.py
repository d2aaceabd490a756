"""The picture that shows where somebody shares a link."""

from dataclasses import asdict

from petitions.documents.content import Card
from petitions.documents.plain import plain
from petitions.documents.typesetting import png


def card_png(card: Card) -> bytes:
    """Give a PNG of 1200 by 630 pixels.

    Raises:
        NoFont: a character would show as a box.

    """
    return png("card.typ", asdict(plain(card)))
