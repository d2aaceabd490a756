"""Demands in running words, as newspapers retell them: `letters … so that …`."""

import re
from collections.abc import Iterator
from itertools import pairwise

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.parts import HEAD

_SENTENCE = re.compile(r"[^.:;]+[.:;]?(?:[^.:;]+[.:;])?")
_TAIL = re.compile(r"[\s,;.:]+(?:and|und|et|y|oraz|i)?[\s,;.:]*$")


def asked_in_prose(document: Document) -> list[Found[str]]:
    """Give what a sentence says that letters are for; it may be, and a person has to look."""
    purposes = document.labels.phrases("words", "purposes")
    if not purposes:
        return []
    purpose = document.labels.expression("words", "purposes")
    letters = document.labels.expression("channels", "letter")
    found: list[Found[str]] = []
    for part in document.parts_called(HEAD):
        for sentence in _SENTENCE.finditer(document.plain, part.start, part.end):
            sent = letters.search(sentence[0])
            places = [one.start() for one in purpose.finditer(sentence[0])]
            if sent and places and places[0] > sent.start():
                found += _pieces(document, sentence, places)
    return found


def _pieces(document: Document, sentence: re.Match[str], places: list[int]) -> Iterator[Found[str]]:
    bounds = [*places, len(sentence[0])]
    for start, end in pairwise(bounds):
        first = sentence.start() + start
        text = _TAIL.sub("", document.text[first : sentence.start() + end])
        yield Found(text, (Span(first, first + len(text)),), Sure.UNSURE)
