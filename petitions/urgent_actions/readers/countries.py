"""Countries by the names that people use, and which country a case is in, as the text writes it."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice

from babel import Locale

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.labels import LANGUAGES, table
from petitions.urgent_actions.readers.lines import Extract
from petitions.urgent_actions.readers.numbers import INDEX
from petitions.urgent_actions.readers.text import fold

_MOST_WORDS = 6
_MARKS = ".,;:()[]\"'!?-"  # around words
# Capitals at the start of a line, even glued to what follows: `CHADOfficial statement`.
_LOUD = re.compile(r"[A-ZÀ-Ý](?:[A-ZÀ-Ý' -]*[A-ZÀ-Ý])(?=[:.,;\s(/–-]|$|[A-ZÀ-Ý][a-zà-ý])")
_STORY_CHARACTERS = 8_000
_OFTEN = 2
_ADDRESS = 80  # characters of a line
_TITLE_COUNTRY = re.compile(r"(?P<country>[^\W\d][\w' -]{2,40}?)\s?(?:[:.]|[–-])\s")


@dataclass(frozen=True)
class CountryMention:
    """A country named in a text, from `start` up to `end`; `code` is empty for one of the past."""

    start: int
    end: int
    code: str


def code_of(name: str) -> str | None:
    """Return the ISO 3166-1 code of a country by its name in any of our languages."""
    return _names().get(" ".join(fold(name).strip(" .,;:()[]\"'").split()))


def is_country(text: str) -> bool:
    """Return True if a text is the name of a country and nothing else."""
    return code_of(text) is not None


def country_at_start(plain: str) -> CountryMention | None:
    """Return the country whose name begins a folded text, the longest name first."""
    words = _words(plain)[:_MOST_WORDS]
    spans = ((words[0][0], end) for _, end in reversed(words))
    return next(_mentions(plain, spans), None)


def country_in_capitals(text: str) -> CountryMention | None:
    """Return the country in capitals that begins a text."""
    match = _LOUD.match(text)
    return country_at_start(fold(match[0])) if match else None


def country_at_end(plain: str) -> CountryMention | None:
    """Return the country whose name ends a folded text."""
    words = _words(plain)[-_MOST_WORDS:]
    spans = ((start, words[-1][1]) for start, _ in words)
    return next(_mentions(plain, spans), None)


def countries_in(plain: str) -> list[CountryMention]:
    """Return the countries named anywhere in a folded text, in order."""
    words = _words(plain)
    countries: list[CountryMention] = []
    for index, (start, _) in enumerate(words):
        if not countries or start >= countries[-1].end:
            spans = ((start, end) for _, end in reversed(words[index : index + _MOST_WORDS]))
            countries += islice(_mentions(plain, spans), 1)
    return countries


def _mentions(plain: str, spans: Iterable[tuple[int, int]]) -> Iterator[CountryMention]:
    for start, end in spans:
        if (code := code_of(plain[start:end])) is not None:
            yield CountryMention(start, end, code)


def _words(plain: str) -> list[tuple[int, int]]:
    """Return where each word stands, without the marks around it."""
    spans = []
    for match in re.finditer(r"\S+", plain):
        word = match[0].strip(_MARKS)
        if word:
            start = match.start() + match[0].index(word)
            spans.append((start, start + len(word)))
    return spans


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in LANGUAGES:
        names |= {fold(name): code for name, code in table(language)["places"].items()}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(fold(name), code)
    return names


def country(document: Document) -> Extract[str] | None:
    """Return the country: labelled, in the head, in a title, or named most often."""
    for line in document.fields_called("country"):
        if mention := country_at_start(line.plain):
            return _as_written(document, line.start, mention, Sure.LABELLED)
    readers = (
        _behind_index,
        _before_number,
        _in_capitals,
        _in_title,
        _in_addresses,
        _most_named,
    )
    return next(chain.from_iterable(reader(document) for reader in readers), None)


def _behind_index(document: Document) -> Iterator[Extract[str]]:
    """Read `Index: AMR 34/013/2011 Guatemala`, whose rest is the country."""
    for line in document.fields_called("index_number"):
        if match := INDEX.search(line.text):
            start = len(line.plain) - len(line.plain[match.end() :].lstrip(" -–"))
            if mention := country_at_start(line.plain[start:]):
                yield _as_written(document, line.start + start, mention)


def _before_number(document: Document) -> Iterator[Extract[str]]:
    """Read `(Kazakhstan: UA 115/16)`, and `UA 12/11: Country`."""
    numbers = document.labels.expression("numbers").pattern
    for line in document.heading():
        for match in re.finditer(rf"\((?P<country>[^():]{{3,40}}):\s*{numbers}", line.plain):
            if mention := country_at_start(match["country"]):
                yield _as_written(document, line.start + match.start("country"), mention)


def _in_capitals(document: Document) -> Iterator[Extract[str]]:
    for line in document.heading():
        if mention := country_in_capitals(line.text):
            yield _as_written(document, line.start, mention)


def _in_title(document: Document) -> Iterator[Extract[str]]:
    """Read `Mexico: Protect …` and `PILNA AKCJA IRAN: …`."""
    marks = document.labels.expression("marks").pattern
    for line in document.heading():
        skip = re.match(rf"\W*(?:document - )?(?:{marks}\W+(?:update\W+)?)?", line.plain)
        start = skip.end() if skip else 0
        match = _TITLE_COUNTRY.match(line.text, start)
        mention = country_at_start(line.plain[start : match.end("country")]) if match else None
        if mention and len(line.text) < 200:
            yield _as_written(document, line.start + start, mention)


def _in_addresses(document: Document) -> list[Extract[str]]:
    """Return the country that most officials sit in; embassies are elsewhere."""
    extracts: dict[str, list[Extract[str]]] = defaultdict(list)
    for line in document.lines_in("targets"):
        mention = country_at_end(line.plain)
        if mention and mention.code and not line.label and len(line.text) < _ADDRESS:
            # Alone, or behind a comma: no `Minister of Cuba`.
            before = line.plain[: mention.start].rstrip()
            if not before or before.endswith((",", "-", "/", ".")):
                extracts[mention.code].append(_as_written(document, line.start, mention))
    return max(extracts.values(), key=len, default=[])[:1]


def _most_named(document: Document) -> Iterator[Extract[str]]:
    """Yield the country of the story; officials may sit in a state or an embassy called so."""
    start = document.parts[0].start if document.parts else 0
    plain = document.plain[start : start + _STORY_CHARACTERS]
    seats = [(part.start, part.end) for part in document.parts_called("targets", "copies")]
    mentions = [mention for mention in countries_in(plain) if mention.code]
    told = [
        mention
        for mention in mentions
        if not any(low <= start + mention.start < high for low, high in seats)
    ]
    for code, count in Counter(mention.code for mention in mentions).most_common(1):
        mention = next((mention for mention in told if mention.code == code), None)
        if mention and count >= _OFTEN:
            yield _as_written(document, start, mention, Sure.UNSURE)


def _as_written(
    document: Document, start: int, mention: CountryMention, sure: Sure = Sure.PLACED
) -> Extract[str]:
    span = Span(start + mention.start, start + mention.end)
    return Extract(document.text[span.start : span.end], (span,), sure)
