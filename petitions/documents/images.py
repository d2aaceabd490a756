"""Pictures: QR codes, and the card beside shared links."""

from dataclasses import asdict
from io import BytesIO
from typing import TYPE_CHECKING

from petitions.documents.content import Card
from petitions.documents.sanitise import plain
from petitions.documents.typesetting import png

if TYPE_CHECKING:
    from segno import QRCode

QUIET_ZONE = 4
BLACK, WHITE = "#000", "#fff"  # said, not left out: it must be read in dark mode too
PIXELS = 8  # a side of a module
MOST_BYTES = 100_000
SCALES = (1.0, 0.8, 0.6)


def qr_svg(address: str, *, within_html: bool = False, title: str = "") -> str:
    """Return an SVG as large as its place: a document of its own, or a part of a page.

    Its title is the address, unless another one is given.
    """
    output = BytesIO()
    _code(address).save(
        output,
        kind="svg",
        xmldecl=not within_html,
        svgns=not within_html,
        title=title or address,
        omitsize=True,
        svgclass=None,
        lineclass=None,
        border=QUIET_ZONE,
        dark=BLACK,
        light=WHITE,
    )
    return output.getvalue().decode()


def qr_png(address: str) -> bytes:
    """Return the same code as a PNG, for what cannot show SVG."""
    output = BytesIO()
    _code(address).save(
        output, kind="png", scale=PIXELS, border=QUIET_ZONE, dark=BLACK, light=WHITE
    )
    return output.getvalue()


def _code(address: str) -> "QRCode":
    import segno

    return segno.make_qr(address, error="m", boost_error=False)


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
