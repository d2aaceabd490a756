"""The labels of each language, from the tables in `petitions/importer/labels`."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from petitions.urgent_actions.readers.text import fold

FOLDER = Path(__file__).parents[1] / "labels"
LANGUAGES = tuple(sorted(path.stem for path in FOLDER.glob("??.toml")))
# Offices, titles and addresses stand in the language of their country, whatever the text is in.
SHARED_WORDS = {"roles", "honorifics", "addresses", "bodies"}
_GAP = r"[^.;:!?\n]{1,60}?"


@dataclass(frozen=True)
class Label:
    """One label in a text, from `start` up to `end`: `kind` says of which sort, `name` for what."""

    kind: str  # heading, opening, field
    name: str
    start: int
    end: int


@cache
def table(language: str) -> dict[str, Any]:
    """Give the table of one language; `world` has words of further languages."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


def pattern(phrases: list[str]) -> str:
    """Give an expression that finds any of the phrases, the longest first, in folded text."""
    found = sorted({_expression(fold(one)) for one in phrases}, key=len, reverse=True)
    return rf"(?<!\w)(?:{'|'.join(found) or '(?!)'})(?!\w)"


class Labels:
    """What one language calls things; English as well, since many documents mix the two."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.tables = [table(one) for one in dict.fromkeys((language, "en"))]
        self._known = {
            key: [one for each in self.tables for one in each.get(key, [])]
            for key in ("marks", "numbers", "updates")
        }
        self._by_first_word, self._first_words = self._index()

    def phrases(self, key: str, name: str = "") -> list[str]:
        """Give phrases of a list (`marks`), or of one in a group (`words`, `asks`)."""
        if not name:
            return self._known[key]
        tables = self.tables
        if name in SHARED_WORDS:
            tables = [table(one) for one in (*LANGUAGES, "world")]
        return [phrase for each in tables for phrase in each.get(key, {}).get(name, [])]

    def expression(self, key: str, name: str = "") -> re.Pattern[str]:
        """Give the compiled expression of such phrases, for folded text."""
        return _compiled(self.language, self, key, name)

    def find(self, plain: str) -> Iterator[list[Label]]:
        """Give what may be a label at each place of a folded text, the longest first."""
        at = 0
        while word := self._first_words.search(plain, at):
            found = self._labels_at(plain, word)
            at = found[0].end if found else word.end()
            if found:
                yield found

    def _labels_at(self, plain: str, word: re.Match[str]) -> list[Label]:
        matches = [
            (expression.match(plain, word.start()), kind, name)
            for expression, kind, name in self._by_first_word[word[0]]
        ]
        return [
            Label(kind, name, found.start(), found.end()) for found, kind, name in matches if found
        ]

    def _index(self) -> tuple[dict[str, list[tuple[re.Pattern[str], str, str]]], re.Pattern[str]]:
        index: dict[str, list[tuple[str, str, str]]] = {}
        for each in self.tables:
            for group, kind in GROUPS.items():
                for name, phrases in each.get(group, {}).items():
                    for phrase in phrases:
                        plain = fold(phrase)
                        index.setdefault(_first_word(plain), []).append((plain, kind, name))
        compiled = {
            word: [
                (re.compile(rf"{_expression(one)}(?!\w)"), kind, name)
                for one, kind, name in sorted(entries, key=lambda each: -len(each[0]))
            ]
            for word, entries in index.items()
        }
        words = sorted(map(re.escape, compiled), key=len, reverse=True)
        return compiled, re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")


GROUPS = {"headings": "heading", "openings": "opening", "fields": "field"}


@cache
def labels_of(language: str) -> Labels:
    """Give the labels of a language that has a table, else those in English."""
    return Labels(language if language in LANGUAGES else "en")


@cache
def _compiled(_language: str, labels: Labels, key: str, name: str) -> re.Pattern[str]:
    return re.compile(pattern(labels.phrases(key, name)))


def _first_word(plain: str) -> str:
    found = re.match(r"\w+", plain)
    return found[0] if found else plain


def _expression(plain: str) -> str:
    words = [_GAP if word == fold("…") else re.escape(word) for word in plain.split()]
    return r"\s+".join(words)
