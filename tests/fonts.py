"""The fonts that the tests need, beyond the one that Typst brings: those of other scripts."""

import sys

from petitions.documents.content import Card, Layout
from petitions.documents.images import card_png
from petitions.documents.typesetting import NoFont

SAMPLES = {"ar": "سلام", "he": "שלום", "hi": "शांति", "zh": "和平"}

ADVICE = """\
The tests set letters in Arabic, Hebrew, Hindi and Chinese: install fonts for these, such as
Debian's fonts-noto-core and fonts-noto-cjk."""


def missing() -> list[str]:
    """Give the languages that no font here can show."""
    return [language for language, words in SAMPLES.items() if not _can_show(language, words)]


def _can_show(language: str, words: str) -> bool:
    try:
        card_png(Card(Layout(language), kicker="", title=words, count="", site=""))
    except NoFont:
        return False
    return True


if __name__ == "__main__":
    sys.exit(ADVICE if missing() else None)
