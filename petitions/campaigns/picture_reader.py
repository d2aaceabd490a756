"""The process that decodes one uploaded picture: limited, without Flask, and gone after it.

It gets the file on standard input, and as its arguments the longest side that the picture may have,
in pixels, and how many bytes. It answers with a JPEG, NUL and its size; or why there is none.
"""

from __future__ import annotations

import sys
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from petitions.urgent_actions.uploads.sandbox import open_nothing, set_limits

if TYPE_CHECKING:
    from PIL.Image import Image

Why = Literal["no-picture", "damaged", "too-large", "animated", "too-narrow", "too-slow"]

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 50_000_000
# The pixels themselves, their copy in other colours, and what Python takes.
MEMORY_BYTES = 1024 * 1024 * 1024
LEAST_WIDTH = 200
MOST_BYTES = 100_000
# The first that is light enough is taken; only noise needs more than the first side.
SIDES = (1_200, 960, 768, 600, 480, 360)
QUALITIES = (85, 78, 70, 62, 54, 46)
# For a phone on a slow line: with it a first view stays below 60 KB.
SMALL_SIDE, SMALL_BYTES = 600, 26_000


class Unfit(Exception):
    """A file that cannot be shown as a picture."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


def main() -> None:
    """Read the file and answer."""
    # Imported while files may still be opened.
    from PIL import Image, ImageCms, MpoImagePlugin, TiffImagePlugin  # noqa: F401

    Image.init()
    ImageCms.createProfile("sRGB")
    upload, content = sys.stdin.buffer.read(), b""
    set_limits(MEMORY_BYTES)
    open_nothing()
    try:
        content, width, height = reencoded(upload, int(sys.argv[1]), int(sys.argv[2]))
        verdict = f"{width} {height}"
    except Unfit as unfit:
        verdict = unfit.why
    except MemoryError:
        verdict = "too-large"
    sys.stdout.buffer.write(content + b"\0" + verdict.encode())


def reencoded(upload: bytes, most_side: int, most_bytes: int) -> tuple[bytes, int, int]:
    """Return a JPEG and its size, without anything that a camera wrote beside the picture.

    Raises:
        Unfit: it is no picture, damaged, too large, too small, or it moves.

    """
    from PIL import Image

    source = _opened(upload)
    try:
        picture = _decoded(source)
    except MemoryError:
        raise
    except Exception as error:  # Pillow fails in many ways on what is broken
        raise Unfit("damaged") from error
    if picture.width < LEAST_WIDTH:
        raise Unfit("too-narrow")
    # The pixels alone: Pillow would write comments of the old file into the new one.
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    for side in [side for side in SIDES if side <= most_side]:
        bare.thumbnail((side, side))
        for quality in QUALITIES:
            written = BytesIO()
            bare.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
            if written.tell() <= most_bytes:
                return written.getvalue(), *bare.size
    raise Unfit("too-large")  # not reached: noise of the last side weighs less


def _opened(upload: bytes) -> Image:
    """Return a picture of which only the header was read, with a bearable size."""
    from PIL import Image

    try:
        source = Image.open(BytesIO(upload), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unfit("too-large") from error
    except Exception as error:
        raise Unfit("no-picture") from error
    if source.width * source.height > MOST_PIXELS:
        raise Unfit("too-large")
    # Many phones put a second picture behind a JPEG (MPO): depth, or brightness. It does not move.
    if source.format in {"PNG", "WEBP"} and getattr(source, "is_animated", False):
        raise Unfit("animated")
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


if __name__ == "__main__":
    main()
