"""Whether each value that was read stands where its finding says."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from petitions.urgent_actions.models import Finding, UrgentAction
from tests.urgent_actions.likeness import words

TEXTS = ("index_number", "title", "country", "story", "background", "model_letter")


def unfounded(action: UrgentAction) -> list[str]:
    """Give a line for each value without a finding, or with one that shows something else."""
    return [
        f"findings.{key}: {said}"
        for key, value, shows in _values(action)
        if (said := _fault(action, key, value, shows))
    ]


def _values(action: UrgentAction) -> Iterator[tuple[str, Any, Any]]:
    """Give (key, value, what tells whether a quotation shows it)."""
    for key in TEXTS:
        yield key, getattr(action, key), _shows_words
    yield "ua_number", action.ua_number, _shows_number
    yield "issued", action.issued, _shows_date
    asked = {one.about for one in action.questions}
    yield "deadline", action.deadline, _shows_day if "deadline-year" in asked else _shows_date
    yield "is_update", action.is_update, lambda value, quoted: bool(quoted)
    for name in ("demands", "persons"):
        for place, value in enumerate(getattr(action, name)):
            yield f"{name}.{place}", value, _shows_words
    officials = {f"targets.{place}": each for place, each in enumerate(action.targets)}
    officials |= {f"copies_to.{place}": each for place, each in enumerate(action.copies_to)}
    for key, official in officials.items():
        for name in ("name", "role", "salutation"):
            yield f"{key}.{name}", getattr(official, name), _shows_words
        yield f"{key}.address", " ".join(official.address), _shows_words
        for kind in ("email", "twitter"):
            for place, value in enumerate(getattr(official, kind)):
                yield f"{key}.{kind}.{place}", value, _shows_words
        for kind in ("fax", "phone"):
            for place, value in enumerate(getattr(official, kind)):
                yield f"{key}.{kind}.{place}", value, _shows_digits


def _fault(action: UrgentAction, key: str, value: Any, shows: Any) -> str | None:
    finding = action.findings.get(key)
    if not value:
        return "there is no such value" if finding else None
    if finding is None:
        return f"not there, and the value is {value!r}"
    quoted = _quoted(action.text, finding)
    if quoted is None:
        return f"outside of the text: {finding.spans}"
    return None if shows(value, quoted) else f"shows {quoted!r}, and the value is {value!r}"


def _quoted(text: str, finding: Finding) -> str | None:
    if not finding.spans or any(not 0 <= one.start < one.end <= len(text) for one in finding.spans):
        return None
    return " ".join(text[one.start : one.end] for one in finding.spans)


def _shows_words(value: str, quoted: str) -> bool:
    wanted, seen = words(value), words(quoted)
    # A word that was torn at the end of a line is still there, without the gap.
    return not Counter(wanted.split()) - Counter(seen.split()) or (
        wanted.replace(" ", "") in seen.replace(" ", "")
    )


def _shows_digits(value: str, quoted: str) -> bool:
    return re.sub(r"\D", "", value) in re.sub(r"\D", "", quoted)


def _shows_number(value: str, quoted: str) -> bool:
    serial, year = re.findall(r"\d+", value)[-2:]
    return bool(re.search(rf"(?<!\d)0*{serial}\D+(\d\d)?{year}(?!\d)", quoted))


def _shows_day(value: date, quoted: str) -> bool:
    return value.day in {int(one) for one in re.findall(r"\d+", quoted)}


def _shows_date(value: date, quoted: str) -> bool:
    numbers = {int(one) for one in re.findall(r"\d+", quoted)}
    return value.day in numbers and bool(numbers & {value.year, value.year % 100})
