"""What an Urgent Action says, as far as it was found: plain values, and the evidence for each."""

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Any


class Sure(StrEnum):
    """How sure a value is. What is less than a place for it is never given at all."""

    LABELLED = "labelled"  # a label beside it says what it is
    PLACED = "placed"  # it stands where such documents have it
    UNSURE = "unsure"  # it may be: a person has to look
    GIVEN = "given"  # a person has said so; no reader does


@dataclass(frozen=True)
class Span:
    """Characters of `UrgentAction.text`, from `start` up to but not including `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Finding:
    """Where a value was found, and how sure that is; in several pieces where lines were torn."""

    spans: tuple[Span, ...]
    sure: Sure


@dataclass(frozen=True)
class Question:
    """What only a person can tell; `about` is one of QUESTIONS, `spans` are what it is about."""

    about: str
    spans: tuple[Span, ...] = ()


QUESTIONS = (
    "columns",  # two officials were read line by line across both: who has which line?
    "masked-email",  # an address was hidden by the web page it was copied from
    "deadline-year",  # the deadline has no year: it was taken from the number or the day of issue
    "unclear-date",  # day and month cannot be told apart
    "unclear-official",  # which line is the name, which the office?
    "two-cases",  # a second case begins: only the first was read
    "cut",  # the text ends within a part
    "left-out",  # what a mail put around the text was not read: is nothing of the case in it?
)


@dataclass
class Official:
    """Somebody to write to. Numbers and addresses are as written; `address` line by line."""

    name: str | None = None
    role: str | None = None
    address: list[str] = field(default_factory=list)
    fax: list[str] = field(default_factory=list)
    phone: list[str] = field(default_factory=list)
    email: list[str] = field(default_factory=list)
    twitter: list[str] = field(default_factory=list)
    salutation: str | None = None


@dataclass
class UrgentAction:
    """One document. What the text does not say is None or empty, and named in `missing`.

    `findings` has a key for each value: `deadline`, `demands.0`, `targets.1.fax.0`; an address is
    one value, `targets.1.address`. Their spans count characters of `text`, the source as it was
    read: in Unicode's composed form (NFC), lines ended by a line feed. `bases` has one for each of
    `targets`: the words that lead to them are a label, a greeting below them is a place; with
    neither it is unsure, and stands nowhere.
    """

    text: str
    ua_number: str | None = None  # "115/16", "EXTRA 19/92"
    index_number: str | None = None  # as written: "MDE 30/05/91"
    title: str | None = None
    country: str | None = None  # as written, in the language of the text
    issued: date | None = None
    is_update: bool = False
    deadline: date | None = None
    demands: list[str] = field(default_factory=list)  # in the words of the source
    said: list[str | None] = field(default_factory=list)  # each as it is said to an official
    targets: list[Official] = field(default_factory=list)
    copies_to: list[Official] = field(default_factory=list)
    language: str | None = None  # ISO 639-1
    story: str = ""
    background: str = ""
    persons: list[str] = field(default_factory=list)
    model_letter: str = ""
    preferred_languages: list[str] = field(default_factory=list)  # ISO 639-1
    channels: list[str] = field(default_factory=list)  # of ours: letter, email, fax, call, social
    findings: dict[str, Finding] = field(default_factory=dict)
    bases: list[Finding] = field(default_factory=list)  # what says that one writes to each target
    missing: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return all but the text, as JSON has it: dates in ISO 8601, spans as pairs."""
        plain = {entry.name: _plain(getattr(self, entry.name)) for entry in fields(self)}
        del plain["text"]
        return plain


def _plain(value: Any) -> Any:
    match value:
        case Span():
            return [value.start, value.end]
        case date():
            return value.isoformat()
        case list() | tuple():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case Official() | Finding() | Question():
            return {entry.name: _plain(getattr(value, entry.name)) for entry in fields(value)}
    return value
