"""Pictures: QR codes, and the card beside shared links."""

from dataclasses import asdict
from io import BytesIO
from typing import Any

from petitions.documents.content import Card
from petitions.documents.left_out import leaving_out
from petitions.documents.sanitise import plain
from petitions.documents.typesetting import png

QUIET_ZONE = 4
BLACK, WHITE = "#000", "#fff"  # said, not left out: it must be read in dark mode too
MODULE_PIXELS = 8
MAX_CARD_BYTES = 100_000
SCALES = (1.0, 0.8, 0.6)


def qr_svg(address: str, *, within_html: bool = False, title: str = "") -> str:
    """Return an SVG as large as its place: a document of its own, or a part of a page.

    Its title is the address, unless another one is given.
    """
    svg = _qr_code(
        address,
        kind="svg",
        xmldecl=not within_html,
        svgns=not within_html,
        title=title or address,
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return svg.decode()


def qr_png(address: str) -> bytes:
    """Return the same code as a PNG, for what cannot show SVG."""
    return _qr_code(address, kind="png", scale=MODULE_PIXELS)


def _qr_code(address: str, **options: Any) -> bytes:
    import segno

    output = BytesIO()
    code = segno.make_qr(address, error="m", boost_error=False)
    code.save(output, border=QUIET_ZONE, dark=BLACK, light=WHITE, **options)
    return output.getvalue()


def card_png(card: Card) -> bytes:
    """Return a PNG of 1200 by 630 pixels, or less where it would weigh more than networks like.

    What no font shows is left out: without a picture every preview of the link would break.
    """
    return leaving_out(_card_png, card)[0]


def _card_png(card: Card) -> bytes:
    data = asdict(plain(card))
    for scale in SCALES:
        picture = png("card.typ", data, scale)
        if card.photo:
            picture = _in_few_colours(picture)
        if len(picture) <= MAX_CARD_BYTES:
            break
    return picture


def _in_few_colours(picture: bytes) -> bytes:
    """Return a PNG of 128 colours: a photograph in all of them weighs four times as much."""
    from PIL import Image

    output = BytesIO()
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(128, dither=Image.Dither.NONE)
    few.save(output, "PNG", optimize=True)
    return output.getvalue()
