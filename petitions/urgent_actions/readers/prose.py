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
from petitions.urgent_actions.readers.text import MAIL_ADDRESS

_LED = re.compile(r"(?<!\S)(?:[^\W\dA-ZÀ-Þ]{1,4} |[^\W\dA-ZÀ-Þ]['’])+(?=[^\W\d])")
_LONGEST = 250  # characters before an address
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
    for match in MAIL_ADDRESS.finditer(line.text):
        before, address = line.part(at, match.start()), line.part(match.start(), match.end())
        at = match.end()
        person = _named(before, classifier)
        contacts = contacts_in(address, "email")
        if person and contacts and bool(copied.search(before.plain)) == copies:
            person.contacts["email"] = contacts
            yield person


def _named(line: TextLine, classifier: Classifier) -> OfficialExtract | None:
    """Return the office that is written to, and the name beside it; or an embassy.

    A small word leads to each: `to the Minister`, `à l'Ambassade`; a card has none.
    """
    led = [match.end() for match in _LED.finditer(line.text)]
    if "\n" in line.text or len(line.text) > _LONGEST:
        return None
    for at in led:
        words = line.part(at)
        pieces = words.text.split(",")
        if classifier.role_ends(words.plain):
            person = OfficialExtract(role=_unsure(words.part(0, len(pieces[0]))))
            name = words.part(len(pieces[0]) + 1, len(",".join(pieces[:2])))
            if len(pieces) > _LEAST_NAME and _is_name(name):
                person.name = _unsure(name)
            return person
        if classifier.addresses.match(words.plain) and words.text[:1].isupper():
            end = re.search(r"\s*[,:(]", words.text)
            return OfficialExtract(name=_unsure(words.part(0, end.start() if end else None)))
    return None


def _is_name(line: TextLine) -> bool:
    return is_person(line.text) and len(line.text.split()) >= _LEAST_NAME


def _unsure(line: TextLine) -> Extract[str]:
    found = extract_of(line)
    return Extract(found.value, (Span(line.start, line.start + len(found.value)),), Sure.UNSURE)
