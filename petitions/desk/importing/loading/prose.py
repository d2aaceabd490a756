"""Plain text as Markdown that reads the same, and what of it may be the summary."""

import re

SUMMARY_CHARACTERS = 600
# What the part after the story is called, in the language of the campaign.
BACKGROUND = {
    "en": "Background",
    "de": "Hintergrund",
    "fr": "Contexte",
    "es": "Información complementaria",
    "pl": "Tło sprawy",
}
_SPECIAL = re.compile(r"[\\`*<\[]|(?<!\w)_|_(?!\w)")
_AT_START = re.compile(r"^(\s*)(#{1,6}(?= |$)|>|[+-](?= |$)|[=-]+(?=\s*$)|\d{1,9}(?=[.)] ))", re.M)
_BULLET = re.compile(r"^\s*[•·▪●◦‣]\s*", re.M)
_BLANK = re.compile(r"\n\s*\n")


def paragraphs(text: str) -> list[str]:
    """Give the paragraphs of a text; between them stands an empty line."""
    return [one.strip() for one in _BLANK.split(text) if one.strip()]


def lead(story: str) -> tuple[str, str]:
    """Give (first paragraph, what follows) where the first can be the summary of the rest."""
    first, *rest = paragraphs(story) or [""]
    summary = " ".join(first.split())
    if rest and len(summary) <= SUMMARY_CHARACTERS:
        return summary, "\n\n".join(rest)
    return "", story


def as_markdown(text: str) -> str:
    """Give Markdown that shows this text: its signs mean nothing, its bullets are a list."""
    return "\n\n".join(_paragraph(one) for one in paragraphs(text))


def with_background(story: str, background: str, language: str) -> str:
    """Give Markdown of the story, and below it under a heading the background."""
    parts = [as_markdown(story)]
    if background.strip():
        heading = BACKGROUND.get(language, BACKGROUND["en"])
        parts.append(f"### {heading}\n\n{as_markdown(background)}")
    return "\n\n".join(part for part in parts if part)


def _paragraph(text: str) -> str:
    lines = "\n".join(line.strip() for line in text.splitlines())
    escaped = _SPECIAL.sub(lambda found: f"\\{found[0]}", lines)
    return _BULLET.sub("- ", _AT_START.sub(_escaped_start, escaped))


def _escaped_start(found: re.Match[str]) -> str:
    sign = found[2]
    return f"{found[1]}{sign}\\" if sign.isdigit() else f"{found[1]}\\{sign}"
