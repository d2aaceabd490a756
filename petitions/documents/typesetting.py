"""Typst, our typesetter: a template and values go in, a PDF or a picture comes out.

The templates stand in `typst/`. Values reach them as a file of JSON: no text is ever markup. Not
by `sys_inputs`: a letter would take twice as long, as Typst then remembers nothing of the last.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import regex

from petitions.documents.memory import AT_ONCE

if TYPE_CHECKING:
    from typst import Fonts

TEMPLATES = {
    path.name: path.read_bytes() for path in Path(__file__).with_name("typst").glob("*.typ")
}
UNTITLED = "–"  # an accessible PDF has a title

# Typst wants the parts of a code apart: `pt-BR` is the language pt in the region BR.
LANGUAGE = re.compile(
    r"(?P<lang>[A-Za-z]{2,3})(?:[-_][A-Za-z]{4})?(?:[-_](?P<region>[A-Za-z]{2}))?\b"
)

MISSING = re.compile(r'the text `"(.+)"` could not be displayed', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")

REMEMBERED = 11

# The first comes with Typst, the others are taken where they are installed. What none of these
# can show is shown in any other font there is.
LATIN = "Libertinus Serif"
OTHERS = (
    "Noto Serif",
    "Noto Naskh Arabic",
    *(
        f"Noto Serif {script}"
        for script in (
            "Hebrew", "Armenian", "Georgian", "Ethiopic", "Devanagari", "Bengali", "Gujarati",
            "Gurmukhi", "Kannada", "Malayalam", "Tamil", "Telugu", "Sinhala", "Thai", "Lao",
            "Khmer", "Myanmar", "Tibetan",
        )
    ),
)  # fmt: skip
# China, Taiwan, Japan and Korea draw some characters differently: their own font goes first.
# It may have come whole ("CJK SC") or cut for one country ("SC").
HAN = ("SC", "TC", "JP", "KR")
HAN_OF = {
    "zh-hant": "TC",
    "zh-tw": "TC",
    "zh-hk": "TC",
    "zh-mo": "TC",
    "zh": "SC",
    "ja": "JP",
    "ko": "KR",
}
# Letters in another font, but quotation marks and dots as wide as the characters around them.
LATIN_AMONG_HAN = {"name": LATIN, "covers": "latin-in-cjk"}
# Pictures have Urdu in the hand that it is read in. PDFs do not: no reader finds its words there.
NASTALIQ = "Noto Nastaliq Urdu"
# How far letters reach above and below their line, in em, where that is farther than ours do.
TALL = {
    "Myanmar": (0.95, 0.6),
    "Thai": (0.95, 0.2),
    "Lao": (0.95, 0.2),
    "Khmer": (0.95, 0.5),
    "Tibetan": (0.95, 0.5),
    "Arabic": (0.8, 0.2),
}
TALL_NASTALIQ = {"Arabic": (1.1, 0.75)}


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
        with AT_ONCE:
            return typst.compile(files, font_paths=installed_fonts(), pdf_standards="ua-1")
    except typst.TypstError as error:
        if missing := MISSING.search(error.message):
            characters = ESCAPED.sub(
                lambda escape: chr(int(escape[1], 16)) if escape[1] else escape[2], missing[1]
            )
            raise NoFont(characters) from error
        raise


def png(template: str, data: Mapping[str, Any], scale: float = 1) -> bytes:
    """Return a picture of the one page; a point is `scale` pixels.

    Raises:
        NoFont: a character would show as a box.

    """
    import typst

    pdf(template, data)  # only this complains of a missing font
    files = _files(template, data, is_picture=True)
    with AT_ONCE:
        return typst.compile(files, font_paths=installed_fonts(), format="png", ppi=72 * scale)


def forget() -> None:
    """Free the memory of long documents: Typst keeps what the last ten or so were made of."""
    import typst

    for _ in range(REMEMBERED):
        typst.compile(b" ", font_paths=installed_fonts(), format="svg")


def _files(template: str, data: Mapping[str, Any], *, is_picture: bool = False) -> Any:
    """Return what Typst compiles: `main`, what it imports, and `data.json`."""
    language = data["layout"]["language"]
    code = LANGUAGE.match(language)
    locale = {name: part for name, part in code.groupdict().items() if part} if code else {}
    fonts = font_families(language, is_picture=is_picture)
    photo = data.get("photo")
    values = {
        **data,
        "photo": None,
        "title": data["title"].strip() or UNTITLED,
        "text": {**locale, "font": fonts},
    }
    words = json.dumps(values, ensure_ascii=False)
    tall = TALL | (TALL_NASTALIQ if NASTALIQ in fonts else {})
    values["tall"] = [
        # Through to the next letter of another script: many short matches are slow.
        (rf"\p{{{script}}}[\p{{{script}}}\P{{L}}]*", *reach)
        for script, reach in tall.items()
        if regex.search(rf"\p{{{script}}}", words)
    ]
    if photo:  # as numbers: Typst takes files of text alone
        values["photo"] = {**photo, "content": list(photo["content"])}
    return TEMPLATES | {"main": TEMPLATES[template], "data.json": json.dumps(values).encode()}


def font_families(language: str, *, is_picture: bool = False) -> list[str | dict[str, str]]:
    """Return the fonts to try for a language, best first, as Typst takes them."""
    code = language.replace("_", "-").lower()
    own = next((kind for start, kind in HAN_OF.items() if code.startswith(start)), None)
    kinds = sorted(HAN, key=lambda kind: kind != (own or "SC"))
    han = [f"Noto Serif {name}" for kind in kinds for name in (f"CJK {kind}", kind)]
    if own:
        return [LATIN_AMONG_HAN, *han, LATIN, *OTHERS]
    urdu = [NASTALIQ] if is_picture and code.split("-")[0] == "ur" else []
    return [LATIN, *urdu, *OTHERS, *han]


@cache
def installed_fonts() -> "Fonts":
    """Return all fonts of this machine. Looking for them takes a moment: once in a process."""
    import typst

    return typst.Fonts(include_system_fonts=True)
