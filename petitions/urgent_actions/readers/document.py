"""A text taken apart: its lines in parts, each begun by a label, the first one, the head, by none.

What belongs to the page and says nothing of the case is left out: page numbers, menus, banners.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

from petitions.urgent_actions.models import Span
from petitions.urgent_actions.readers.labels import Labels, labels_of, language_of
from petitions.urgent_actions.readers.lines import ONE_LINE, TextLine, split_lines
from petitions.urgent_actions.readers.mail import around, blanked
from petitions.urgent_actions.readers.text import clean, fold

HEAD = "head"
_HEADING_LINES = 30
# Fields of the document itself: where one stands behind the case, the part before it is over.
_CLOSING_FIELDS = {"index_number", "issued", "deadline", "preferred_language", "persons", "number"}
_LATE = {"closing", "form", "copies"}  # what begins no part before anything was asked
_ASKING = {"demands", "targets", "letter"}
_CONTACTS = {"fax", "phone", "email", "twitter", "other"}
_DETAILS = {"index_number", "issued", "number"}
_NOISE_CHARACTERS = 100
_PAGE_NOISE = (
    re.compile(  # a page number
        r"\W*(?:(?:page|seite|pagina|strona|pag|p|str|s)\.?\s*)?\d{1,3}"
        r"(?:\s*(?:of|/|von|de|sur|z|-)\s*(?:l'|der |del? )?(?:\d{1,3}|(?:extra|ua|au|pa)\b.*))?\W*"
    ),
    re.compile(r"(?:https?://|www\.)\S+"),
    re.compile(
        r"\[[^\]]*\]|\W*amnesty international\W*(?:(?:urgent action|ua|au|pa|extra)[\W\d]*)*"
    ),
    re.compile(  # a footer with the number of the document
        r"\W*(?:(?:ai )?ind\w+:? )?[a-z]{3} \d{2}/\d+/\d+\W*(?:index.*)?"
        r"|\W*(?:ua|au|pa|extra):? \d+/\d+\W*"
    ),
)


@dataclass
class Part:
    """Lines that belong together. `name` is that of the label before them; `head` has none."""

    name: str
    lines: list[TextLine] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Return where the part begins, its label included."""
        first = self.lines[0]
        return first.label.start if first.label else first.start

    @property
    def end(self) -> int:
        """Return where the part ends."""
        return self.lines[-1].end


@dataclass
class Document:
    """A text with all that readers of single values look at.

    `text` has spaces where `source` has what is `left_out`.
    """

    source: str
    left_out: tuple[Span, ...]
    text: str
    plain: str
    language: str | None
    labels: Labels
    lines: list[TextLine]
    parts: list[Part]

    def lines_in(self, *names: str) -> list[TextLine]:
        """Return the lines of all parts with these names, in order."""
        return [line for part in self.parts if part.name in names for line in part.lines]

    def heading(self) -> list[TextLine]:
        """Return the first lines of the head, without page noise."""
        lines = (line for line in self.lines_in(HEAD) if not is_page_noise(line))
        return list(islice(lines, _HEADING_LINES))

    def parts_called(self, *names: str) -> list[Part]:
        """Return the parts with these names, in order."""
        return [part for part in self.parts if part.name in names]

    def fields_called(self, name: str) -> Iterator[TextLine]:
        """Yield the lines with a value behind this label; it may stand on a line of its own."""
        for line, below in pairwise([*self.lines, *self.lines[-1:]]):
            if line.kind == "field" and line.name == name:
                apart = not line.text and below.label is None
                yield below if apart else line


def take_apart(raw: str) -> Document:
    """Return a text in lines and parts."""
    source = clean(raw)
    language = language_of(source)
    labels = labels_of(language or "en")
    left_out, subjects = around(source, fold(source), labels)
    text = blanked(source, left_out)
    if left_out:  # the note of a volunteer may be in another language
        language = language_of(text)
        labels = labels_of(language or "en")
    lines = split_lines(text, fold(text), labels)
    for span in subjects:  # where a number may stand, and no title
        text = text[: span.start] + source[span.start : span.end] + text[span.end :]
    return Document(
        source, left_out, text, fold(text), language, labels, lines, _parts(lines, labels)
    )


def is_page_noise(line: TextLine) -> bool:
    """Return True if a line belongs to the page, not to what it says."""
    plain = line.plain.strip()
    is_candidate = not line.label and len(plain) <= _NOISE_CHARACTERS
    return is_candidate and any(pattern.fullmatch(plain) for pattern in _PAGE_NOISE)


def _parts(lines: list[TextLine], labels: Labels) -> list[Part]:
    """Return the parts in order, page noise and sentences to pass over left out."""
    farewells, readers = (labels.expression("words", name) for name in ("farewells", "readers"))
    last_detail = max((at for at, line in enumerate(lines) if line.name in _DETAILS), default=-1)
    parts = [Part(HEAD)]
    is_asked = is_ours = False
    for at, line in enumerate(lines):
        # `Please let us know. Tel.: …`
        is_ours = line.name == "report" or (is_ours and line.gap < 0 and line.name in _CONTACTS)
        if is_ours and line.name != "report":
            continue
        greets = line.kind == "greeting" and parts[-1].name == HEAD
        is_to_readers = greets and readers.match(line.plain)
        early = is_to_readers or (greets and last_detail > at)  # `Dear all`, before the document
        name = "" if early else _beginning(line, parts[-1], farewells, is_asked=is_asked)
        if name:
            parts.append(Part(name))
            is_asked = is_asked or not _ASKING.isdisjoint({name, parts[-2].name})
        if line.name not in ONE_LINE and not (len(parts) > 1 and is_page_noise(line)):
            parts[-1].lines.append(line)
    return [part for part in parts if part.lines]


def _beginning(line: TextLine, part: Part, farewells: re.Pattern[str], *, is_asked: bool) -> str:
    """Return the name of the part that begins with this line; nothing where none does."""
    if line.kind in {"heading", "opening"} and line.name not in ONE_LINE:
        # `… or using this model letter`
        is_aside = part.name == "targets" and line.name == "letter" and line.gap < 0
        if is_aside and line.kind == "heading":
            return ""
        return line.name if line.name not in _LATE or is_asked else ""
    if line.kind == "greeting":
        if part.name == "letter":
            greeted = any(above.kind == "greeting" for above in part.lines)
            if greeted or sum(bool(above.text) for above in part.lines) < 2:
                return ""
            part.name = "targets"  # what stood between heading and greeting are the officials
        return "letter"
    if part.name == "letter" and farewells.match(line.plain):
        return "after"
    is_foot = part.name in {"targets", "copies"} and line.name == "index_number"
    is_detail = line.kind == "field" and line.name in _CLOSING_FIELDS and not is_foot
    return "after" if is_detail and part.name not in {HEAD, "after"} else ""
