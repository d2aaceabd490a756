"""A demand as it is said to an official: `Urging X to V` → `V`, by the rules of its language.

The rules stand in `labels/phrasing/`: a pattern, and what is said where all of a demand fits it.
In both, `{name}` is a phrase of that list (at the front stand any of `leads`), `X` and `Y` are some
words (X may be missing), `A` a few words before a noun, and `N` is the rest; `V` and other letters
are a rest as `starts` has it. In phrases, `*` stands for letters, `|` for "or".
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from petitions.urgent_actions.readers.labels import FOLDER
from petitions.urgent_actions.readers.text import fold, squeeze

_LONGEST = 2_000  # characters of a demand
_BETWEEN = r",?(?:(?<=')| )"  # `l'ouverture`, `ask, now`
_ENDS = r"(?:(?<=')|(?!\w))"
_OPTIONAL = "N?"
_ENDED = re.compile(r"[.!?…][\"'”“»’)]*$")
_LIST = re.compile(r"\{(\w+)\}")
# In a pattern, what is said to readers: `{asks}`, `{wants_of}`, `{to_want}`.
_TO_READERS = re.compile(
    r"\{(?:\w*ask\w*|\w*want\w*|calls|demands|grateful|presses|urges|hopes|insists|wonders|writes)\}"
)


class Said(NamedTuple):
    """What a demand asks, as sentences of a letter; and what it tells besides, in its own words."""

    asked: str
    told: str


def said(demand: str, language: str | None) -> str | None:
    """Return what a demand asks as sentences of a letter; None where no rule fits it."""
    parts = parts_of(demand, language)
    return parts.asked if parts else None


def parts_of(demand: str, language: str | None) -> Said | None:
    """Return what a demand asks and tells; None where no rule fits what it asks.

    Letters within documents in other languages are often in English.
    """
    text = _readable(demand)
    return next(filter(None, (phrasing.said(text) for phrasing in _phrasings(language))), None)


def is_to_readers(demand: str, language: str | None) -> bool:
    """Return True if a demand, or a part of it, tells readers what to write: `Urging X to V`."""
    text = _readable(demand)
    return any(phrasing.is_to_readers(text) for phrasing in _phrasings(language))


def _readable(demand: str) -> str:
    """Return a demand as rules read it; nothing of one that is too long."""
    text = squeeze(demand).rstrip(" .;,?؛،").replace("daß", "dass")  # folded, it would be `das`
    return text if len(text) <= _LONGEST else ""


def _phrasings(language: str | None) -> "Iterator[Phrasing]":
    """Yield the rules of a language, and those of English."""
    for code in dict.fromkeys(((language or "en").partition("-")[0], "en")):
        if phrasing := phrasing_of(code):
            yield phrasing


@cache
def phrasing_of(language: str) -> "Phrasing | None":
    """Return the rules of a language, if it has any."""
    path = FOLDER / "phrasing" / f"{language}.toml"
    is_code = len(language) == 2 and language.isalpha()
    return Phrasing(tomllib.loads(path.read_text("utf-8"))) if is_code and path.exists() else None


class Phrasing:
    """The rules of one language; all expressions are for folded text."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.table = table
        leads = self._any("leads")
        self._leads = rf"(?:{leads}{_BETWEEN}){{0,6}}"
        joins, second = self._any("joins"), self._any("second")
        # Only behind what tells does a comma lead to what is asked.
        self._second, self._behind_told = (
            re.compile(rf"(?:,? {joins}|{mark}) (?={self._leads}{second}{_ENDS})")
            for mark in (";", "[;,]")
        )
        self._tells = re.compile(rf"{self._leads}{self._any('tells')}{_ENDS}")
        self._orders = re.compile(rf"{self._any('orders')}{_ENDS}")
        self._small = re.compile(rf"{self._any('small')}{_ENDS}")
        offices = self._any("offices")
        self._theirs = re.compile(
            rf"(?<!\w)({self._any('yours')})(?= (?:[\w-]+ ){{0,2}}{offices}{_ENDS})"
        )
        self.rules = [
            (self._expression(pattern), form, bool(_TO_READERS.search(pattern)))
            for pattern, form in table["rules"]
        ]
        self.again = [self._again(*entry) for entry in table["again"]]

    def _again(self, mark: str, instead: str, name: str = "V") -> tuple[re.Pattern[str], str, str]:
        begin = rf",? {_alternatives([mark])}{_BETWEEN}(?={self._begin(name)}\S)"
        return re.compile(begin), instead, name

    def said(self, text: str) -> Said | None:
        """Return all that a demand asks, a sentence each, and what it tells."""
        parts = self._parts(text)
        told = [part for part in parts if self._tells.match(fold(part))]
        asked = [self._said(part) for part in parts if part not in told]
        sentences = [part for part in asked if part]
        is_known = sentences and len(sentences) == len(asked)
        return Said(" ".join(sentences), ", ".join(told)) if is_known else None

    def is_to_readers(self, text: str) -> bool:
        """Return True if a part of a demand tells readers what to write."""
        for part in map(fold, self._parts(text)):
            found = (is_to for rule, _, is_to in self.rules if rule.fullmatch(part))
            if self._tells.match(part) or next(found, False):
                return True
        return False

    def _parts(self, text: str) -> list[str]:
        plain = fold(text)
        second = self._behind_told if self._tells.match(plain) else self._second
        ends = [match.span() for match in second.finditer(plain)]
        edges = [(0, 0), *ends, (len(text), len(text))]
        return [text[left[1] : right[0]] for left, right in pairwise(edges)]

    def _said(self, text: str) -> str | None:
        plain = fold(text)
        for expression, form, _ in self.rules:
            if match := expression.fullmatch(plain):
                return self._sentence(self._filled(form, match, text)) if form else None
        return None

    def _sentence(self, words: str) -> str:
        stopped = words if _ENDED.search(words) else f"{words}."
        first = self.table.get("capitals", {}).get(stopped[:1], stopped[:1].upper())
        return f"{first}{stopped[1:]}"

    def _filled(self, form: str, match: re.Match[str], text: str) -> str:
        filled = ""
        for token in form.split():
            name = token.strip("{}?,")
            if name not in match.re.groupindex:
                filled += token if token.endswith("'") else f"{token} "
                continue
            words = text[match.start(name) : match.end(name)].strip() if match[name] else ""
            if self._small.match(fold(words)):
                words = words[:1].lower() + words[1:]
            if name == "Z":
                words = self._without_zu(words)
            words = self._once(words, name)
            if name in {"V", "Z"}:
                words = self._to_you(words, match.groupdict().get("X") or "")
            comma = "," if token.endswith(",") else ""
            joined = token.startswith("{") and fold(words).endswith("'")
            filled += words + comma + ("" if joined or not words else " ")
        return filled.strip()

    def _once(self, words: str, name: str) -> str:
        """Drop what marks a verb again: `free X and to drop` → `free X and drop`.

        `access to a lawyer and to medical care` stays.
        """
        mark = self.table.get("nouns_too", "")
        for expression, instead in ((each[0], each[1]) for each in self.again if each[2] == name):
            plain, pieces, at = fold(words), [], 0
            for match in expression.finditer(plain):
                after_noun = mark and f" {mark} " in plain[: match.start()]
                if not after_noun or self._orders.match(plain, match.end()):
                    comma = "," * plain[match.start() :].startswith(",")
                    pieces += [words[at : match.start()], f"{comma} {instead} "]
                    at = match.end()
            words = "".join([*pieces, words[at:]])
        return words

    def _to_you(self, words: str, whom: str) -> str:
        """Turn what belongs to an office to whoever holds it: `use their power` → `your`."""
        if self._orders_you(whom):
            return words
        yours: dict[str, str] = self.table["yours"]
        plain, pieces, at = fold(words), [], 0
        for match in self._theirs.finditer(plain):
            pieces += [words[at : match.start()], yours[match[1]]]
            at = match.end()
        return "".join([*pieces, words[at:]])

    def _orders_you(self, whom: str) -> bool:
        return whom.partition(" ")[0] in self.table["you"]

    def _without_zu(self, words: str) -> str:
        """Make German infinitives bare: `ihn freizulassen` → `ihn freilassen`.

        Not in what depends on another clause, behind `dass` or a verb such as `anweisen`.
        """
        ends = r"(?= und| oder| sowie|$)"
        parted = re.compile(rf"\b({self._any('prefixes')})zu(\w+n){ends}")
        apart = re.compile(rf"\bzu (?=[^\W\dA-ZÄÖÜ]\w*n{ends})")
        nested = re.compile(rf"{self._any('nested')}$")
        clauses, is_main = words.split(", "), True
        for index, clause in enumerate(clauses):
            is_second = re.match(r"(?:und|oder|sowie) ", clause)
            depends = re.match(rf"{self._any('below')} ", fold(clause))
            if is_second or (is_main and not depends):
                clauses[index] = apart.sub("", parted.sub(r"\1\2", clause))
            is_main = clauses[index] != clause and not nested.search(fold(clauses[index]))
        return ", ".join(clauses)

    def _expression(self, pattern: str) -> re.Pattern[str]:
        expression, between = "", ""
        for token in pattern.split():
            name = token.rstrip(",")
            between = "" if name == _OPTIONAL else between
            after = r" ?, " if token.endswith(",") else _BETWEEN
            if name == "X":
                some = rf"(?P<X>(?:(?!(?<!\w){self._any('stops')}{_ENDS})[^;:]){{1,160}}?)"
                expression += rf"(?:{between}{some})??" if between else rf"(?:{some} )??"
                between = after if between or token.endswith(",") else ""
                continue
            is_first = not expression or between == r" ?, "
            expression += between + self._part(name, is_led=is_first)
            between = "" if name == "A" else after
            if name == "Y":
                between = between.removeprefix(",?")  # a comma at its end belongs to it
        return re.compile(expression)

    def _part(self, name: str, *, is_led: bool) -> str:
        """Return the expression of one word of a pattern."""
        if name == "Y":
            return r"(?P<Y>[^;:]{1,160}?)"
        if name == "A":
            return rf"(?P<A>(?:(?!{self._any('links')}{_ENDS})[\w'-]+,? ){{0,4}}?)"
        if name == _OPTIONAL:
            return r"(?P<N>(?:\b.*)?)"
        if len(name) == 1 and name.isupper():
            return rf"(?P<{name}>{self._begin(name)}.+)"
        if called := _LIST.fullmatch(name):
            leads = self._leads if is_led else ""
            return rf"{leads}(?P<{called[1]}>{self._any(called[1])})"
        return _alternatives([name])

    def _begin(self, name: str) -> str:
        """Return what looks ahead whether a rest begins as it must."""
        if name == "Z":
            return rf"(?!{self._any('stops')} )(?=.*zu ?\w+n(?!\w))"
        starts = self.table["starts"].get(name, {})
        looks = rf"(?!{_alternatives(starts['none'])}{_ENDS})" if "none" in starts else ""
        if "has" in starts:
            looks += rf"(?=.*(?<!\w){_alternatives(starts['has'])}{_ENDS})"
        if "any" in starts:
            before = _alternatives(starts.get("before", []))
            looks += rf"(?=(?:{before}{_BETWEEN}){{0,3}}{_alternatives(starts['any'])}{_ENDS})"
        return looks

    def _any(self, name: str) -> str:
        return _alternatives([*self.table[name]])


def _alternatives(phrases: list[str]) -> str:
    """Return an expression for any of the phrases, the longest first; for none of no phrases."""
    forms = sorted({form for each in phrases for form in fold(each).split("|")}, key=len)[::-1]
    escaped = (re.escape(form).replace(r"\*", r"\w*").replace(r"\ ", " ") for form in forms)
    return rf"(?:{'|'.join(escaped) or '(?!)'})"
