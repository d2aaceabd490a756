"""What a line of an official is: a name, an office, a part of the address, or two of them."""

import re
from dataclasses import dataclass

from petitions.importer.reading.labels import Labels
from petitions.importer.reading.lines import Line

_PARTICLES = frozenset(
    "al ab abu an ap as at ben bin bint da das das de del den der des di do dos du e ed el et ibn la las le los ould san 'abd van vel von y zu i und ul ur".split()
)
_WORD = re.compile(r"[^\W\d][\w.'’`-]*", re.UNICODE)
_MOST_WORDS = 10
_OF = {
    "of",
    "de",
    "du",
    "des",
    "der",
    "del",
    "for",
    "for",
    "and",
    "la",
    "le",
    "los",
    "las",
    "y",
    "et",
    "und",
    "fur",
    "da",
    "do",
    "dla",
    "the",
    "d",
    "l",
    "i",
    "von",
    "im",
    "in",
    "a",
    "on",
    "to",
    "e",
    "general",
}
_POST_CODE = re.compile(
    r"\b\d{4,6}\b|\b\d{5}-\d{4}\b|\b\d{2}-\d{3}\b|\b[A-Z]{1,2}\d[\dA-Z]? ?\d[A-Z]{2}\b"
)


@dataclass(frozen=True)
class Naming:
    """Tells names, offices and addresses apart, with the words of all languages."""

    roles: re.Pattern[str]
    honorifics: re.Pattern[str]
    addresses: re.Pattern[str]
    bodies: re.Pattern[str]

    def role_ends(self, plain: str) -> int:
        """Give where an office at the start of a folded line ends; 0 where none begins it."""
        found = self.roles.match(plain)
        return found.end() if found else 0

    def is_address(self, line: Line) -> bool:
        """Tell whether a line looks like a part of an address."""
        if self.addresses.match(line.plain.lstrip("(\"' ")):
            return True
        return any(letter.isdigit() for letter in line.text) or "@" in line.text

    def has_role(self, plain: str) -> bool:
        """Tell whether an office stands anywhere in folded words."""
        return bool(self.roles.search(plain))

    def is_body(self, plain: str) -> bool:
        """Tell whether folded words name a body, such as a board or a league."""
        return bool(self.bodies.search(plain))

    def bare_name(self, line: Line) -> str:
        """Give the words of a name without titles before it."""
        found = self.honorifics.match(line.plain)
        return line.text[found.end() :].strip() if found else line.text

    def is_honorific(self, line: Line) -> bool:
        """Tell whether a line is a title and nothing else: `His Excellency`."""
        return bool(self.honorifics.fullmatch(line.plain.strip(" ,.")))

    def is_person(self, text: str) -> bool:
        """Tell whether words look like the name of a person."""
        return is_person(text)


def is_person(text: str) -> bool:
    """Tell whether words look like the name of a person: capitals, and small words between."""
    words = text.replace(",", " ").split()
    if not 0 < len(words) <= _MOST_WORDS or any(letter.isdigit() for letter in text):
        return False
    return all(_is_name_word(word) for word in words) and any(word[:1].isupper() for word in words)


def naming(labels: Labels) -> Naming:
    """Give what tells names apart."""
    honorifics = labels.expression("words", "honorifics").pattern
    return Naming(
        roles=labels.expression("words", "roles"),
        honorifics=re.compile(rf"(?:{_dotted(honorifics)}\s*)+"),
        addresses=re.compile(_dotted(labels.expression("words", "addresses").pattern)),
        bodies=labels.expression("words", "bodies"),
    )


def _dotted(pattern: str) -> str:
    """Let an abbreviation end with its full stop: no word character follows it anyway."""
    return pattern.replace(r"(?!\w)", r"(?:(?<=\.)|(?!\w))")


def _is_name_word(word: str) -> bool:
    bare = word.strip(".,()\"'’‘`")
    return (
        not bare
        or bare[:1].isupper()
        or bare.casefold() in _PARTICLES
        or "-" in bare
        or bare[:1] in "'’‘"
    )


def joins(plain: str) -> bool:
    """Tell whether the first of folded words only joins: `of`, `de la`."""
    first = _WORD.match(plain.strip())
    return bool(first) and first[0].rstrip("'’") in _OF
