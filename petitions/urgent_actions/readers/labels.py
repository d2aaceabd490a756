"""The labels of each language, from the tables in `labels/`, and which language a text is in."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale, localedata

from petitions.urgent_actions.readers.text import fold

FOLDER = Path(__file__).parents[1] / "labels"
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("??.toml")))
# Offices, titles and addresses stand in the language of their country, whatever the text is in.
SHARED_WORDS = {
    "roles",
    "honorifics",
    "addresses",
    "bodies",
    "sending",
    "ours",
    "in_office",
    "about",
    "ands",
}
LABEL_KINDS = {"headings": "heading", "openings": "opening", "fields": "field"}
_VOWELS = re.compile("[\u064b-\u0652]*")
_ARABIC = re.compile("[\u0621-\u064a]")
_GAP = r"[^.;:!?\n]{1,60}?"
_DETECTED_CHARACTERS = 20_000  # of a text, which are enough to detect its language
_LEAST_CHARACTERS = 40
_CODES_TODAY = {"iw": "he"}  # ISO 639-1 codes that have changed
_POLISH_ENDING = re.compile(r"(?<=k)(?:i|im|u|iego|iemu)$")  # declined: `po angielsku`
_FURTHER_LANGUAGES = {
    "farsi": "fa",
    "castellano": "es",
    "persa": "fa",
    "persisch": "fa",
    "creole": "ht",
}


@dataclass(frozen=True)
class Label:
    """One label in a text, from `start` up to `end`: `kind` says of which sort, `name` for what."""

    kind: str  # heading, opening, field
    name: str
    start: int
    end: int


@cache
def table(language: str) -> dict[str, Any]:
    """Return the table of one language; `world` has words of further languages."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


def pattern(phrases: list[str]) -> str:
    """Return an expression that finds any of the phrases, the longest first, in folded text."""
    forms = sorted({_expression(fold(phrase)) for phrase in phrases}, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(forms) or '(?!)'})(?!\w)"


def _expression(plain: str) -> str:
    words = [_GAP if word == fold("…") else _spelled(word) for word in plain.split()]
    return r"\s+".join(words)


def _spelled(word: str) -> str:
    """Return an expression for a word: `*` is any letters, Arabic has its vowels or not."""
    escaped = re.escape(_VOWELS.sub("", word)).replace(r"\*", r"\w*")
    return _ARABIC.sub(rf"\g<0>{_VOWELS.pattern}", escaped)


class Labels:
    """What one language calls things; English as well, since many documents mix the two."""

    def __init__(self, language: str) -> None:
        self.tables = [table(code) for code in dict.fromkeys((language, "en"))]
        self._expressions: dict[tuple[str, str], re.Pattern[str]] = {}
        # {first word: its labels}, and an expression that finds any first word.
        index: dict[str, list[tuple[str, str, str]]] = {}
        for each in self.tables:
            for group, kind in LABEL_KINDS.items():
                for name, phrases in each.get(group, {}).items():
                    for plain in map(fold, phrases):
                        word = re.match(r"\w+", _VOWELS.sub("", plain))
                        index.setdefault(word[0] if word else plain, []).append((plain, kind, name))
        self._by_first_word = {
            word: [
                (re.compile(rf"{_expression(plain)}(?!\w)"), kind, name)
                for plain, kind, name in sorted(entries, key=lambda entry: -len(entry[0]))
            ]
            for word, entries in index.items()
        }
        words = sorted(map(_spelled, index), key=len, reverse=True)
        self._first_words = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")

    def phrases(self, key: str, name: str = "") -> list[str]:
        """Return phrases of a list (`marks`), or of one in a group (`words`, `asks`)."""
        if not name:
            return [phrase for each in self.tables for phrase in each.get(key, [])]
        tables = self.tables
        if name in SHARED_WORDS:
            tables = [table(code) for code in (*LANGUAGES, "world")]
        return [phrase for each in tables for phrase in each.get(key, {}).get(name, [])]

    def expression(self, key: str, name: str = "") -> re.Pattern[str]:
        """Return the compiled expression of such phrases, for folded text."""
        if (key, name) not in self._expressions:
            self._expressions[key, name] = re.compile(pattern(self.phrases(key, name)))
        return self._expressions[key, name]

    def find(self, plain: str) -> Iterator[list[Label]]:
        """Yield what may be a label at each place of a folded text, the longest first."""
        at = 0
        while word := self._first_words.search(plain, at):
            labels = [
                Label(kind, name, match.start(), match.end())
                for expression, kind, name in self._by_first_word[_VOWELS.sub("", word[0])]
                if (match := expression.match(plain, word.start()))
            ]
            at = labels[0].end if labels else word.end()
            if labels:
                yield labels


@cache
def labels_of(language: str) -> Labels:
    """Return the labels of a language that has a table, else those in English."""
    return Labels(language if language in LANGUAGES else "en")


def language_of(text: str) -> str | None:
    """Return the ISO 639-1 code of the language; None where it cannot be told."""
    import gcld3  # heavy, and seldom needed

    if len(text.strip()) < _LEAST_CHARACTERS:
        return None
    identifier = gcld3.NNetLanguageIdentifier(0, _DETECTED_CHARACTERS)
    guesses = identifier.FindTopNMostFreqLangs(text[:_DETECTED_CHARACTERS], 3)
    codes = [str(guess.language).partition("-")[0] for guess in guesses if guess.is_reliable]
    codes = [_CODES_TODAY.get(code, code) for code in codes]
    known = [code for code in codes if code in LANGUAGES]
    return next(iter([*known, *(code for code in codes if len(code) == 2)]), None)


def languages_named(text: str, language: str) -> list[str]:
    """Return the codes of all languages that a text names in its own words, in their order."""
    names = _language_names(language)
    words = re.findall(r"\w+", fold(text))
    codes = (names.get(word) or names.get(_POLISH_ENDING.sub("", word)) for word in words)
    return list(dict.fromkeys(code for code in codes if code))


@cache
def _language_names(language: str) -> dict[str, str]:
    """Return {folded name: code}; of languages that letters are written in, not of all dialects."""
    names = dict(_FURTHER_LANGUAGES)
    for spoken in filter(localedata.exists, dict.fromkeys((language, *LANGUAGES))):
        for code, name in Locale(spoken).languages.items():
            if len(code) == 2 and len(name) > 2:  # `ci` is a word as well
                names.setdefault(fold(name), code)
                if spoken == "pl":
                    names.setdefault(_POLISH_ENDING.sub("", fold(name)), code)
    return names
