"""Officials in a sentence: `Write to the Minister, Ada Adom, at m@….org, with a copy to …`."""

import re
from collections.abc import Iterator

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.classifier import Classifier, classifier_of, is_person
from petitions.urgent_actions.readers.contacts import contacts_in
from petitions.urgent_actions.readers.document import HEAD, Document
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.lists import sentences, tells_to_write
from petitions.urgent_actions.readers.name_and_office import extract_of
from petitions.urgent_actions.readers.officials import OfficialExtract

_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_WORD = re.compile(r"(?<!\w)(?=\w)")
_LEAST_NAME = 2  # words


def in_prose(document: Document, *, copies: bool) -> list[OfficialExtract]:
    """Return whom the reader is told to write to, or to send a copy: with an address each."""
    people: list[OfficialExtract] = []
    for part in document.parts_called(HEAD, "story", "demands"):
        for start, end in sentences(document, part):
            line = TextLine(start, end, document.text[start:end], document.plain[start:end], 0)
            if tells_to_write(document, line):
                people += _officials(document, line, copies=copies)
    return people


def _officials(document: Document, line: TextLine, *, copies: bool) -> Iterator[OfficialExtract]:
    """Yield who stands before each address of a sentence, behind the one before."""
    copied = document.labels.expression("words", "copied")
    classifier, at = classifier_of(document.labels), 0
    for match in _ADDRESS.finditer(line.text):
        before, address = line.part(at, match.start()), line.part(match.start(), match.end())
        at = match.end()
        person = _named(before, classifier)
        contacts = contacts_in(address, "email")
        if person and contacts and bool(copied.search(before.plain)) == copies:
            person.contacts["email"] = contacts
            yield person


def _named(line: TextLine, classifier: Classifier) -> OfficialExtract | None:
    """Return the first office, and the name beside it that commas part; or an embassy."""
    role = next(classifier.roles_in(line.plain), None)
    if role:
        pieces = line.text[role.start() :].split(",")
        office = line.part(role.start(), role.start() + len(pieces[0]))
        behind = line.part(role.start() + len(pieces[0]) + 1)
        name = behind.part(0, len(behind.text.partition(",")[0])) if len(pieces) > 2 else None
        person = OfficialExtract(role=_unsure(office))
        if name and is_person(name.text) and len(name.text.split()) >= _LEAST_NAME:
            person.name = _unsure(name)
        return person
    starts = (match.start() for match in _WORD.finditer(line.text))
    seat = next((at for at in starts if classifier.addresses.match(line.plain, at)), None)
    if seat is None or not line.text[seat].isupper():
        return None
    end = re.search(r"\s*[,:(]", line.text[seat:])
    return OfficialExtract(name=_unsure(line.part(seat, seat + end.start() if end else None)))


def _unsure(line: TextLine) -> Extract[str]:
    found = extract_of(line)
    return Extract(found.value, (Span(line.start, line.start + len(found.value)),), Sure.UNSURE)
