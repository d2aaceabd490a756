"""Whom a letter greets: the lines above its greeting, where no heading says whose they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import takewhile, zip_longest

from petitions.urgent_actions.readers.classifier import (
    Classifier,
    classifier_of,
    is_person,
    small_words,
)
from petitions.urgent_actions.readers.dates import is_dateline
from petitions.urgent_actions.readers.document import HEAD, Document, Part, is_page_noise
from petitions.urgent_actions.readers.labels import Label
from petitions.urgent_actions.readers.lines import TextLine
from petitions.urgent_actions.readers.officials import (
    OfficialExtract,
    is_contact,
    officials,
    unnumbered,
)
from petitions.urgent_actions.readers.targets import targets
from petitions.urgent_actions.readers.text import fold

_LEADING = {HEAD, "story", "demands", "background"}  # parts in which a line may lead to officials
_MOST_LINES = 24  # above a greeting
_LONGEST, _SMALL = 100, 3  # characters of such a line, and its words written small
_GREETING = 60  # characters
_GREETING_END = re.compile(r"[,:!]")
# What only somebody in office is called, or sits in.
_OFFICIAL = re.compile(
    r"minist|embass|ambass|ambasc|embaix|embaj|botschaft|presiden|prasid|govern|gobern|procur|prokur"
    r"|parliam|parlam|excel|exzel|eksc|exmo"
)
# A line that leads to officials speaks of writing; one that leads to those who ask to, of us.
_SENDING = re.compile(
    r"\b(?:appeal|appell|apel|llamamient|schreib|writ|escrib|ecri[vr]|pis[az]|schrijf|scriv|escrev"
    r"|yaz|letter|lettre|brief|carta|send|envo|envi|inviat|wysyl|mektup)|пиш|письм|обращ|كتب|رسل|رسائل"
)
_OURS = re.compile(
    r"\b(?:our|us|press|media|unser\w*|uns|notre|nous|nuestr\w+|nasz\w*|nostr\w+|noss\w+|ons|onze|prensa"
    r"|presse|stampa|imprensa)\b|\bнаш|\bнам\b"
)


def with_addressees(document: Document) -> Document:
    """Return the document with the officials that have no heading in parts of their own.

    Where a heading says who is written to, a letter says it once more: its lines stay.
    """
    known = targets(document, [])
    if known.people or known.torn:
        return document
    parts = list(_greeted(document, _with_bare_greeting(document)))
    parts = [piece for part in parts for piece in _led(document, part)]
    is_greeted = any(part.name == "targets" for part in parts)
    return replace(document, parts=parts) if is_greeted else document


def _greeted(document: Document, parts: Sequence[Part]) -> Iterator[Part]:
    """Yield the parts, those cut that end with whom the letter behind them greets."""
    for part, after in zip_longest(parts, parts[1:]):
        greets = after is not None and after.lines[0].kind == "greeting"
        block, dated = (
            _above(document, part.lines) if greets and part.name != "letter" else ([], [])
        )
        addressee = _addressee(document, block, after.lines[0]) if after else []
        if not addressee:
            yield part
            continue
        rest = part.lines[: len(part.lines) - len(block) - len(dated)]
        # A day alone may be that of the document, one with a place is the letter's.
        rest += [line for line in dated if line.text[:1].isdigit() or "," not in line.text]
        if rest:
            yield Part(part.name, rest)
        yield Part("targets", addressee)


def _led(document: Document, part: Part) -> Iterator[Part]:
    """Yield a part, cut where a line that ends in a colon leads to officials."""
    if part.name not in _LEADING:
        yield part
        return
    classifier = classifier_of(document.labels)
    start = 0
    for at, line in enumerate(part.lines):
        said = document.plain[line.label.start if line.label else line.start : line.end]
        leads = _SENDING.search(said) and not _OURS.search(said)
        if at < start or not line.text.endswith(":") or not leads:
            continue
        below = list(takewhile(partial(_may_belong, document), part.lines[at + 1 :]))
        is_titled = bool(below) and classifier.is_titled(unnumbered(below[0]))
        if is_titled and _addressee(document, below[:_MOST_LINES], None):
            yield Part(part.name, part.lines[start : at + 1])
            yield Part("targets", below[:_MOST_LINES])
            start = at + 1 + len(below)
    if start < len(part.lines):
        yield Part(part.name, part.lines[start:])


def _with_bare_greeting(document: Document) -> list[Part]:
    """Return the parts; a greeting that is a line of its own begins a letter too."""
    greetings = document.labels.expression("words", "addressing")
    lines = [line for part in document.parts for line in part.lines]
    if any(line.kind == "greeting" or line.name == "demands" for line in lines):
        return document.parts
    for place, part in enumerate(document.parts):
        for at, line in enumerate(part.lines):
            is_greeting = greetings.match(line.plain) and len(line.text) <= _GREETING
            if not at or line.label or not is_greeting or line.text[-1:] in ".;":
                continue
            greeting = replace(line, label=Label("greeting", "letter", line.start, line.start))
            above = Part(part.name, part.lines[:at])
            letter = Part("letter", [greeting, *part.lines[at + 1 :]])
            return [*document.parts[:place], above, letter, *document.parts[place + 1 :]]
    return document.parts


def _above(document: Document, lines: Sequence[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
    """Return the last lines as far as they may be officials, and those with a day behind them."""
    classifier = classifier_of(document.labels)
    block: list[TextLine] = []
    dated: list[TextLine] = []
    for line in reversed(lines[-_MOST_LINES:]):
        if is_dateline(document, line) and not block:
            dated.insert(0, line)
        elif _may_belong(document, line):
            block.insert(0, line)
        else:
            break
    groups: list[list[TextLine]] = []
    for line in block:
        if not groups or line.gap > 0:
            groups.append([])
        groups[-1].append(line)
    taken: list[TextLine] = []
    while groups and (not taken or _goes_on(groups[-1], taken, classifier)):
        taken = groups.pop() + taken
    while taken and not _begins(taken[0], classifier):
        seated = len(taken) > 1 and classifier.is_titled(taken[1]) and not is_contact(taken[0])
        if seated and classifier.is_address(taken[0]):
            break  # an embassy above its ambassador
        taken = taken[1:]
    return taken, dated


def _may_belong(document: Document, line: TextLine) -> bool:
    if is_contact(line):
        return True
    is_other = line.label or is_page_noise(line) or line.text.startswith(("[", "("))
    if is_other or is_dateline(document, line) or len(line.text) > _LONGEST:
        return False
    known = document.labels.expression("marks").match(line.plain)
    return not known and line.text[-1] not in ":!?" and small_words(line.text) < _SMALL


def _begins(line: TextLine, classifier: Classifier) -> bool:
    if is_contact(line) or classifier.is_place(line):
        return False
    return classifier.is_titled(line) or (is_person(line.text) and not classifier.is_address(line))


def _goes_on(above: list[TextLine], taken: list[TextLine], classifier: Classifier) -> bool:
    """Return True if lines above an empty one belong to those below, or are an official too."""
    if not _begins(taken[0], classifier):
        return True
    titled = [line for line in above if classifier.is_titled(line)]
    if len(above) > 1:
        return bool(titled) and any(map(classifier.is_address, above))
    # An empty line behind each.
    is_double = len(taken) < 2 or taken[1].gap > 0
    is_name = is_person(above[0].text) and not above[0].text.isupper()
    return is_double and is_name and bool(titled or classifier.is_titled(taken[0]))


def _addressee(
    document: Document, block: list[TextLine], greeting: TextLine | None
) -> list[TextLine]:
    """Return the lines of the officials with what greets the only one; none if they are not."""
    classifier = classifier_of(document.labels)
    heads = [line for line in block if not is_contact(line)]
    words = _greeting_of(greeting) if greeting else None
    is_seated = any(map(classifier.is_address, heads[1:])) or len(heads) < len(block)
    people = officials(document, block) if len(block) > 1 and is_seated else []
    # One who is in no office may be the prisoner, or who writes: then nobody is read.
    if not all(_in_office(one, words, classifier) for one in people):
        return []
    if words and len(people) == 1:
        label = Label("field", "salutation", words.start, words.start)
        return [*block, replace(words, label=label, gap=0)]
    return block if people else []


def _greeting_of(line: TextLine) -> TextLine:
    """Return the words that greet, without what ends them."""
    end = _GREETING_END.search(line.text[: _GREETING + 1])
    return line.part(0, end.start() if end else _GREETING)


def _in_office(person: OfficialExtract, greeting: TextLine | None, classifier: Classifier) -> bool:
    values = (person.name, person.role, *person.address)
    texts = [fold(value.value) for value in values if value]
    if greeting and person.name and texts[0].split()[-1:] == greeting.plain.split()[-1:]:
        texts.append(greeting.plain)  # `Dear Governor Adom`
    return any(_OFFICIAL.search(text) or any(classifier.roles_in(text)) for text in texts)
