"""What a line of an official is: a name, an office, a body, a part of the address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from petitions.urgent_actions.readers.countries import is_country
from petitions.urgent_actions.readers.labels import Labels
from petitions.urgent_actions.readers.lines import TextLine
from petitions.urgent_actions.readers.text import fold

# Words that names have between those with a capital, and words that tie an office together.
_PARTICLE = re.compile(
    r"al|ab|abu|an|ap|as|at|ben|bin|bint|bt|da|das|de|del|den|der|des|di|do|dos|du|e|ed|el|et|i"
    r"|ibn|la|las|le|los|ould|san|und|ul|ur|van|vel|von|wa|y|z|zu"
)
_TIE = re.compile(
    r"a|an|and|au|aux|d|da|das|de|del|dem|den|der|des|die|dla|do|dos|du|e|en|et|for|fur|i|im|in"
    r"|l|la|las|le|los|of|on|the|to|und|van|von|w|y|z|zum|zur"
)
_SMALL = re.compile(rf"{_PARTICLE.pattern}|{_TIE.pattern}")
_CONJUNCTION = re.compile(r"and|of|for|the|und|fur|et|oraz|i|of|en|ve|и|y|e")
_WORD = re.compile(r"[^\W\d][\w.'’`-]*")
_SIDE = " .,;:()[]\"'’‘`"
_MOST_WORDS = 10
_TOWN_WORDS = 3
JOINED_LENGTH = 70  # characters; a longer line may hold name, office and address together
_ARTICLE = re.compile(r"(?:the|el|la|le|l'|der|die)\s?\b")
_WAY = re.compile(r" (?:street|road|avenue|palace|building|drive|boulevard|square)$")
_QUARTER = re.compile(r"col\.? [^,]{2,40}(?:, ?c\.? ?p\.?)?,? \d{4,5}\b")  # no colonel's
_POSSESSIVE = re.compile(r"(?: [^\W\d]+)?'s")


@dataclass(frozen=True)
class Classifier:
    """Tells names, offices and addresses apart, with the words of all languages."""

    roles: re.Pattern[str]
    honorifics: re.Pattern[str]
    addresses: re.Pattern[str]
    address_ends: re.Pattern[str]
    bodies: re.Pattern[str]
    office_words: frozenset[str]

    def role_ends(self, plain: str) -> int:
        """Return where an office at the start of folded words ends; 0 where none begins them."""
        article = _ARTICLE.match(plain)
        match = article and self.roles.match(plain, article.end())
        match = match or self.roles.match(plain)
        return match.end() if match and not _POSSESSIVE.match(plain, match.end()) else 0

    def roles_in(self, plain: str) -> Iterator[re.Match[str]]:
        """Return the offices anywhere in folded words."""
        matches = self.roles.finditer(plain)
        return (match for match in matches if not _POSSESSIVE.match(plain, match.end()))

    def honorific_ends(self, line: TextLine) -> int:
        """Return where the titles that begin a line end; 0 where there are none."""
        match = self.honorifics.match(line.plain)
        return match.end() if match and _is_great(line.text) else 0

    def is_honorific(self, line: TextLine) -> bool:
        """Return True if a line is a title and nothing else: `His Excellency`."""
        bare = line.plain.strip(" ,.")
        if len(bare) > JOINED_LENGTH:
            return False  # of so many short titles there are endless ways to make one
        return any(self.honorifics.fullmatch(form) for form in (f"{bare}.", bare))

    def is_honored(self, line: TextLine) -> bool:
        """Return True if a line begins with a title, and a name follows: `Mr`, `S.E. Herrn`.

        `General Secretary` is an office, `Mayor General` a title: the longer of the two counts.
        """
        end = self.honorific_ends(line)
        if not end or self.role_ends(line.plain) > end or _QUARTER.match(line.plain):
            return False
        rest = line.text[end:].partition(",")[0].strip(_SIDE)
        first = rest.partition(" ")[0]
        return _is_great(rest) or rest.startswith("-") or bool(_PARTICLE.fullmatch(first))

    def is_titled(self, line: TextLine) -> bool:
        """Return True if a line begins with an office or a title: it is about somebody."""
        begins = bool(self.role_ends(line.plain)) or self.is_honored(line)
        return begins or self.is_honorific(line)

    def is_place(self, line: TextLine) -> bool:
        """Return True if a line is a country, or ends with one behind a town's comma."""
        if is_country(line.plain):
            return True
        town, comma, country = line.plain.rpartition(",")
        is_town = bool(comma) and len(town.split()) <= _TOWN_WORDS and is_country(country)
        return is_town and not (self.role_ends(line.plain) or self.is_honored(line))

    def is_address(self, line: TextLine) -> bool:
        """Return True if a line looks like a part of an address."""
        plain = line.plain
        if self.addresses.match(plain) or self.address_ends.search(plain.rstrip(_SIDE)):
            return True
        return any(map(str.isdigit, line.text)) or "@" in line.text or self.is_place(line)

    def is_of_office(self, plain: str) -> bool:
        """Return True if a folded word belongs to offices: `justice`, `affairs`, `and`."""
        return plain.strip(_SIDE) in self.office_words or bool(_CONJUNCTION.fullmatch(plain))

    def is_body(self, plain: str) -> bool:
        """Return True if folded words name a body, such as a board or a league."""
        return bool(self.bodies.search(plain))


@cache
def classifier_of(labels: Labels) -> Classifier:
    """Return what tells names, offices and addresses apart."""
    # An abbreviation may end with its full stop: no word character follows it anyway.
    dotted = (r"(?!\w)", r"(?:(?<=\.)|(?!\w))")
    honorifics = labels.expression("words", "honorifics").pattern.replace(*dotted)
    roles = labels.expression("words", "roles").pattern
    return Classifier(
        roles=re.compile(roles.replace(r"\s+", r"[\s-]+")),  # `Vice-President`
        honorifics=re.compile(rf"(?:{honorifics}(?:\s+|$|(?<=\.)))+"),
        addresses=re.compile(labels.expression("words", "addresses").pattern.replace(*dotted)),
        address_ends=re.compile(labels.expression("words", "address_ends").pattern + "$"),
        bodies=labels.expression("words", "bodies"),
        office_words=frozenset(
            word
            for name in ("roles", "addresses", "address_ends", "bodies")
            for phrase in labels.phrases("words", name)
            for word in fold(phrase).split()
            if not _SMALL.fullmatch(word)
        ),
    )


def is_person(text: str) -> bool:
    """Return True if words look like the name of a person: capitals, and small words between."""
    words = text.replace(",", " ").split()
    if not 0 < len(words) <= _MOST_WORDS or any(map(str.isdigit, text)):
        return False
    bare = [word.strip(_SIDE) for word in words]
    fits = (
        not word or _is_great(word) or "-" in word or _SMALL.fullmatch(word.casefold())
        for word in bare
    )
    return all(fits) and any(map(_is_great, words))


def _is_great(word: str) -> bool:
    """Return True if a word begins with a capital, or in a script that has none."""
    return word[:1].isupper() or (word[:1].isalpha() and not word[:1].islower())


def joins(plain: str) -> bool:
    """Return True if the first of folded words only joins: `of`, `de la`."""
    first = _WORD.match(plain.strip())
    return first is not None and bool(_TIE.fullmatch(first[0].partition("'")[0]))


def small_words(text: str) -> int:
    """Return how many words are written small, those not counted that names have between."""
    words = (word.strip(_SIDE) for word in text.split())
    return sum(word[:1].islower() and not _SMALL.fullmatch(word) for word in words)
