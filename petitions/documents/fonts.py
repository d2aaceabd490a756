"""Which fonts we would like, by language, and which there are on this machine."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typst import Fonts

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

NASTALIQ = "Noto Nastaliq Urdu"


def families(language: str) -> list[str | dict[str, str]]:
    """Return the fonts to try for a language, best first, as Typst takes them."""
    code = language.replace("_", "-").lower()
    own = next((kind for start, kind in HAN_OF.items() if code.startswith(start)), None)
    if own:
        return [LATIN_AMONG_HAN, *_han(own), LATIN, *OTHERS]
    if code.startswith("ur"):
        return [LATIN, NASTALIQ, *OTHERS, *_han("SC")]
    return [LATIN, *OTHERS, *_han("SC")]


def _han(own: str) -> list[str]:
    kinds = sorted(HAN, key=lambda kind: kind != own)
    return [f"Noto Serif {name}" for kind in kinds for name in (f"CJK {kind}", kind)]


@cache
def installed() -> "Fonts":
    """Return all fonts of this machine. Looking for them takes a moment: once in a process."""
    import typst

    return typst.Fonts(include_system_fonts=True)
