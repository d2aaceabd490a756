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
from petitions.urgent_actions.readers.contacts import is_contact
from petitions.urgent_actions.readers.dates import is_dateline
from petitions.urgent_actions.readers.document import HEAD, Document, Part, is_page_noise
from petitions.urgent_actions.readers.labels import Label
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.lists import tells_to_write
from petitions.urgent_actions.readers.name_and_office import parted
from petitions.urgent_actions.readers.officials import (
    OfficialExtract,
    officials,
    unnumbered,
)
from petitions.urgent_actions.readers.targets import is_about, is_sentence, targets
from petitions.urgent_actions.readers.text import BULLET, fold

_LEADING = {
    HEAD,
    "story",
    "demands",
    "background",
    "after",
}  # parts in which a line may lead to officials
_MOST_LINES = 24  # above a greeting
_LONGEST, _SMALL = 100, 3  # characters of such a line, and its words written small
_LONGEST_WHOLE = 250  # characters of one that has name, office and address
_GREETING = 60  # characters
_GREETING_END = re.compile(r"[,:!]")


def with_addressees(document: Document) -> Document:
    """Return the document with the officials that have no heading in parts of their own.

    Where a heading says who is written to, a letter says it once more: its lines stay.
    """
    document = replace(document, parts=[_renamed(document, part) for part in document.parts])
    known = targets(document, [])
    if known.people or known.torn:
        return document
    parts = list(_greeted(document, _with_bare_greeting(document)))
    parts = [piece for part in parts for piece in _led(document, part)]
    is_greeted = any(part.name == "targets" for part in parts)
    return replace(document, parts=parts) if is_greeted else document


def greeted_in_letter(document: Document, person: OfficialExtract) -> Extract[str] | None:
    """Return how the model letter greets the only official, if it greets somebody in office."""
    for part in document.parts_called("letter"):
        if part.lines[0].kind == "greeting":
            words = _greeting_of(part.lines[0])
            office = document.labels.expression("words", "in_office").search(words.plain)
            named = person.name and fold(person.name.value).split()[-1] in words.plain.split()
            if named or office or any(classifier_of(document.labels).roles_in(words.plain)):
                return Extract(words.text, (words.span,))
    return None


def _renamed(document: Document, part: Part) -> Part:
    """Return `WRITE AN APPEAL` above a list of demands as their heading, not that of officials."""
    lines = [line for line in part.lines if line.text and line.gap >= 0 and not line.label]
    if part.name != "targets" or part.lines[0].kind != "opening" or not lines:
        return part
    first, bullet = unnumbered(lines[0]), BULLET.match(lines[0].text)
    instructs = document.labels.expression("words", "instructions").search(first.plain)
    is_asking = document.labels.expression("words", "asks").match(first.plain)
    is_listed = bullet and small_words(first.text) > 1
    is_other = instructs or classifier_of(document.labels).is_titled(first)
    return Part("demands", part.lines) if (is_asking or is_listed) and not is_other else part


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
    start, lines = 0, [piece for line in part.lines for piece in _at_lead(document, line)]
    for at, line in enumerate(lines):
        leads = tells_to_write(document, line)
        is_apart = lines[at + 1 : at + 2] and lines[at + 1].gap > 0
        if at < start or not (line.text.endswith(":") or is_apart) or not leads:
            continue
        below = _below(document, lines[at + 1 :])
        first = unnumbered(below[0]) if below else line
        is_named = is_person(first.text) and any(classifier.roles_in(first.plain))
        is_titled = bool(below) and (is_named or classifier.is_titled(first))
        if is_titled and below:
            is_copy = document.labels.expression("words", "copied").search(line.plain)
            yield Part(part.name, lines[start : at + 1])
            yield Part("copies" if is_copy else "targets", below)
            start = at + 1 + len(below)
    rest = lines[start:]
    labels = (at for at, line in enumerate(rest) if line.name == "copies" and line.kind != "field")
    copied = next(labels, len(rest))
    is_asked = start or any(tells_to_write(document, line) for line in rest[:copied])
    copied = copied if is_asked else len(rest)
    yield from (
        Part(name, lines)
        for name, lines in ((part.name, rest[:copied]), ("copies", rest[copied:]))
        if lines
    )


def _below(document: Document, lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of the officials with which lines begin, as far as all are in office."""
    below = list(takewhile(partial(_may_belong, document), lines))[:_MOST_LINES]
    ends = [index for index, line in enumerate(below) if index and line.gap > 0]
    blocks = (below[:end] for end in (len(below), *reversed(ends)))
    return next((block for block in blocks if _addressee(document, block, None)), [])


def _at_lead(document: Document, line: TextLine) -> list[TextLine]:
    """Return `Write to …: His Excellency …, State House` in two lines."""
    colon = line.text.rfind(": ") + 1
    lead, behind = (
        replace(line.part(0, colon), label=line.label, gap=line.gap),
        line.part(colon, len(line.text.rstrip("."))),
    )
    is_lead = colon and line.kind != "field" and tells_to_write(document, lead)
    if is_lead and classifier_of(document.labels).is_titled(behind):
        return [lead, replace(behind, gap=0)]
    return [line]


def _with_bare_greeting(document: Document) -> list[Part]:
    """Return the parts; a greeting that is a line of its own begins a letter too."""
    greetings = document.labels.expression("words", "addressing")
    classifier = classifier_of(document.labels)
    lines = [line for part in document.parts for line in part.lines]
    if any(line.kind == "greeting" or line.name == "demands" for line in lines):
        return document.parts
    for place, part in enumerate(document.parts):
        for at, line in enumerate(part.lines):
            is_greeting = greetings.match(line.plain) and len(line.text) <= _GREETING
            below = part.lines[at + 1 : at + 2]
            known = (is_contact, classifier.is_address, classifier.is_titled)
            is_head = any(test(one) for one in below for test in known)
            is_other = line.label or is_head or not is_greeting or line.text[-1:] in ".;"
            if not at or is_other:
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
        is_aside = is_dateline(document, line) or is_about(document, line)
        if is_aside and not block:
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
    is_titled = classifier_of(document.labels).is_titled(unnumbered(line))
    is_long = len(line.text) > (_LONGEST_WHOLE if is_titled else _LONGEST)
    if is_other or is_long or is_dateline(document, line):
        return False
    known = document.labels.expression("marks").match(line.plain) or is_sentence(document, line)
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
    is_whole = len(heads) == 1 and bool(parted(unnumbered(heads[0]), classifier, alone=True)[1])
    is_led = is_whole if greeting is None else len(block) > 1
    people = officials(document, block) if is_led or (len(block) > 1 and is_seated) else []
    # One who is in no office may be the prisoner, or who writes: then nobody is read.
    if not all(_in_office(document, one, words) for one in people):
        return []
    if words and len(people) == 1:
        label = Label("field", "salutation", words.start, words.start)
        return [*block, replace(words, label=label, gap=0)]
    return block if people else []


def _greeting_of(line: TextLine) -> TextLine:
    """Return the words that greet, without what ends them."""
    end = _GREETING_END.search(line.text[: _GREETING + 1])
    return line.part(0, end.start() if end else _GREETING)


def _in_office(document: Document, person: OfficialExtract, greeting: TextLine | None) -> bool:
    office = document.labels.expression("words", "in_office")
    classifier = classifier_of(document.labels)
    values = (person.name, person.role, *person.address)
    texts = [fold(value.value) for value in values if value]
    if greeting and person.name and texts[0].split()[-1:] == greeting.plain.split()[-1:]:
        texts.append(greeting.plain)  # `Dear Governor Adom`
    return any(office.search(text) or any(classifier.roles_in(text)) for text in texts)
