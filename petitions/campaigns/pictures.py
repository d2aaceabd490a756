"""A picture as somebody uploads it, made anew: small, upright, in sRGB, and nothing but pixels."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

if TYPE_CHECKING:
    from PIL.Image import Image

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
LEAST_WIDTH = 200
MOST_BYTES = 100_000
# The first that is light enough is taken; only noise needs more than the first side.
SIDES = (1_200, 960, 768, 600, 480)
QUALITIES = (85, 78, 70, 62, 54, 46)

NOT_ONE = _l("We cannot read this as a picture. Choose a JPEG, PNG or WebP file that is whole.")
DAMAGED = _l("This file is damaged, or only half of it arrived. Choose another one.")
TOO_LARGE = _l("This picture has more than 50 million pixels. Choose a smaller one.")
ANIMATED = _l("This picture moves. Choose one that stands still.")
TOO_NARROW = _l(
    "This picture is too small or too narrow: it must be at least 200 pixels wide, and not more "
    "than six times as high as it is wide."
)


class UnfitPicture(Exception):
    """A file that cannot be shown as a picture; `words` say why."""

    def __init__(self, words: LazyString) -> None:
        super().__init__(words)
        self.words = words


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


def reencoded(upload: bytes) -> Jpeg:
    """Return the picture of an upload, without anything that a camera wrote beside it.

    Raises:
        UnfitPicture: it is no picture, damaged, too large, too small, or it moves.

    """
    from PIL import Image

    source = _opened(upload)
    try:
        picture = _decoded(source)
    except Exception as error:  # Pillow fails in many ways on what is broken
        raise UnfitPicture(DAMAGED) from error
    if picture.width < LEAST_WIDTH:
        raise UnfitPicture(TOO_NARROW)
    # The pixels alone: Pillow would write comments of the old file into the new one.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    for side in SIDES:
        bare.thumbnail((side, side))
        for quality in QUALITIES:
            written = BytesIO()
            bare.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
            if written.tell() <= MOST_BYTES:
                return Jpeg(written.getvalue(), *bare.size)
    raise UnfitPicture(TOO_LARGE)  # not reached: noise of the last side weighs less


def _opened(upload: bytes) -> Image:
    """Return a picture of which only the header was read, with a bearable size."""
    from PIL import Image

    try:
        source = Image.open(BytesIO(upload), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnfitPicture(TOO_LARGE) from error
    except Exception as error:
        raise UnfitPicture(NOT_ONE) from error
    if source.width * source.height > MOST_PIXELS:
        raise UnfitPicture(TOO_LARGE)
    # Many phones put a second picture behind a JPEG (MPO): depth, or brightness. It does not move.
    if source.format in {"PNG", "WEBP"} and getattr(source, "is_animated", False):
        raise UnfitPicture(ANIMATED)
    return source


def _decoded(source: Image) -> Image:
    """Decode, turn as the camera was held, fit into the largest side, on white, in sRGB."""
    from PIL import Image, ImageOps

    source.draft("RGB", (SIDES[0], SIDES[0]))  # a JPEG is decoded at the scale that is needed
    source.load()
    # Eight bits a channel and no palette, copied only where needed: it may be huge.
    picture: Image.Image = source
    if source.mode.startswith("I"):  # grey in 16 bits: its own conversion would cut, not scale
        picture = source.convert("I").point(lambda value: value / 257).convert("L")
    elif source.mode not in {"L", "RGB", "RGBA", "CMYK"} or "transparency" in source.info:
        picture = source.convert("RGBA" if source.has_transparency_data else "RGB")
    picture.thumbnail((SIDES[0], SIDES[0]))
    picture = ImageOps.exif_transpose(picture)
    if picture.mode == "RGBA":
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture)
        picture = paper.convert("RGB")
    return _in_srgb(picture, source.info.get("icc_profile"))


def _in_srgb(picture: Image, profile: bytes | None) -> Image:
    from PIL import ImageCms

    if profile:
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(picture, own, srgb, outputMode="RGB") or picture
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile, or one of other colours: without it they are nearly right
    return picture.convert("RGB")
