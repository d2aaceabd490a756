"""Files that organisers choose as the picture of a case, fit and unfit."""

import os
import struct
import zlib
from io import BytesIO

from PIL import Image

from petitions.campaigns.operations import set_picture
from petitions.campaigns.pictures import LOGO_SIDE, reencoded
from petitions.desk.operations import set_logo
from tests.factories import BEN

ALT = "A nurse in a white coat, at her desk"


def a_file(kind="JPEG", size=(400, 300), colour="red", mode="RGB", **options):
    """Give the bytes of a picture in one colour."""
    return written(Image.new(mode, size, colour), kind, **options)


def noise(size):
    """Give a picture that nothing can make small."""
    return Image.frombytes("RGB", size, os.urandom(size[0] * size[1] * 3))


def written(image, kind, **options):
    file = BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def bomb(side):
    """Give a PNG of a few bytes whose header promises side by side pixels."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"x")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def a_picture(app, slug, alt=ALT):
    """Give a campaign a picture; give its digest."""
    made = reencoded(a_file())
    with app.app_context():
        set_picture(slug, made, alt, actor=BEN)
    return made.digest


def a_logo(app):
    """Give the site a logo; give its digest."""
    made = reencoded(a_file(), LOGO_SIDE)
    with app.app_context():
        set_logo(made, actor=BEN)
    return made.digest


def _chunk(name, content):
    check = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + check
