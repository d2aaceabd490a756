"""Typst, our typesetter: a template and values go in, a PDF or a picture comes out.

The templates stand in `typst/`. Values reach them as a file of JSON: no text is ever markup. Not
by `sys_inputs`: a letter would take twice as long, as Typst then remembers nothing of the last.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from petitions.documents import fonts

TEMPLATES = Path(__file__).with_name("typst")
UNTITLED = "–"  # an accessible PDF has a title

LANGUAGE = re.compile(
    r"(?P<lang>[A-Za-z]{2,3})(?:[-_][A-Za-z]{4})?(?:[-_](?P<region>[A-Za-z]{2}))?\b"
)

MISSING = re.compile(r'the text `"(.+)"` could not be displayed', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")

REMEMBERED = 11
_AT_ONCE = BoundedSemaphore(4)  # in each process, whose memory many long documents would fill


class NoFont(Exception):
    """No font of this machine can show these `characters`; there may be more than those."""

    def __init__(self, characters: str) -> None:
        super().__init__(characters)
        self.characters = characters


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Return an accessible PDF (PDF/UA-1). `data` holds a `layout` and a `title`.

    Raises:
        NoFont: a character would show as a box.

    """
    import typst

    files = _files(template, data)
    try:
        with _AT_ONCE:
            return typst.compile(files, font_paths=fonts.installed(), pdf_standards="ua-1")
    except typst.TypstError as error:
        if found := MISSING.search(error.message):
            raise NoFont(ESCAPED.sub(_unescape, found[1])) from error
        raise


def png(template: str, data: Mapping[str, Any], scale: float = 1) -> bytes:
    """Return a picture of the one page; a point is `scale` pixels.

    Raises:
        NoFont: a character would show as a box.

    """
    import typst

    pdf(template, data)  # only this complains of a missing font
    files = _files(template, data)
    with _AT_ONCE:
        return typst.compile(files, font_paths=fonts.installed(), format="png", ppi=72 * scale)


def forget() -> None:
    """Free the memory of long documents: Typst keeps what the last ten or so were made of."""
    import typst

    for _ in range(REMEMBERED):
        typst.compile(b" ", font_paths=fonts.installed(), format="svg")


def _files(template: str, data: Mapping[str, Any]) -> Any:
    """Return what Typst compiles: `main`, what it imports, and `data.json`."""
    language = data["layout"]["language"]
    values = {
        **data,
        "title": data["title"].strip() or UNTITLED,
        "text": {**_locale(language), "font": fonts.families(language)},
    }
    return _templates() | {"main": _templates()[template], "data.json": json.dumps(values).encode()}


@cache
def _templates() -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in TEMPLATES.glob("*.typ")}


def _locale(language: str) -> dict[str, str]:
    """Take apart what Typst wants in parts: `pt-BR` is the language pt in the region BR."""
    found = LANGUAGE.match(language)
    return {name: part for name, part in found.groupdict().items() if part} if found else {}


def _unescape(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]
