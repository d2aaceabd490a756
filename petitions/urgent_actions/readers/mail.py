"""What a mail puts around the text it carries: heads, covering notes, signatures.

None of it may be read: the telephone number of a volunteer is no official's. A part is left out
only if another part has all that makes an Urgent Action of it, so that nothing of one is lost.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from petitions.urgent_actions.models import Span
from petitions.urgent_actions.readers.labels import Labels
from petitions.urgent_actions.readers.lines import TextLine, split_lines
from petitions.urgent_actions.readers.text import MAIL_ADDRESS, fold

ATTACHED = "attachment"  # `----- Attachment: appeal.pdf -----`, which the reader of mails writes
_FROM = "from|von|de|od|da|van"
_FIELDS = (
    rf"{_FROM}|to|cc|bcc|subject|sent|date|reply-to|an|betreff|datum|gesendet|para|asunto|fecha"
    r"|enviado|enviado el|a|objet|envoye|do|dw|temat|data|wyslano|wyslane|aan|onderwerp|verzonden"
    r"|oggetto|inviato|assunto|enviada|enviado em|enviada em|x-[\w-]+|return-path|message-id"
    r"|mime-version|content-[\w-]+|received"
)
_FIELD = rf"[>*| ]{{0,9}}(?:{_FIELDS})[* ]{{0,3}}:.*(?:\n[ \t]+\S.*)*(?:\n|$)"
_BLOCK = rf"(?:(?:{_FIELD}\n?){{2,}}{_FIELD}|[>*| ]{{0,9}}(?:{_FROM})[* ]{{0,3}}:.*\n{_FIELD})"
_MESSAGE = "message|nachricht|mensaje|mensagem|messaggio|bericht|wiadomosc|forwarded by"
_RULE = (
    rf"[>* ]{{0,9}}-{{2,80}}[ ]?"
    rf"(?:[a-z .'()]{{0,40}}(?:{_MESSAGE})[^\n]{{0,80}}|{ATTACHED}: [^\n]{{1,200}}?)"
    r"[ ]?-{2,80}[ ]*(?:\n|$)"
)
_BEGUN = (
    r"[>* ]{0,9}(?:begin forwarded message|anfang der weitergeleiteten (?:nachricht|e-?mail)"
    r"|debut du message (?:reexpedie|transfere)|inicio del mensaje reenviado"
    r"|inizio (?:del )?messaggio inoltrato|begin doorgestuurd bericht"
    r"|inicio da mensagem (?:re)?encaminhada|poczatek przekazywanej wiadomosci):[ ]*(?:\n|$)"
)
_WROTE = "|".join(
    rf"{first}\b(?:.|\n(?!\n)){{6,200}}?{verb}"
    for first, verb in (
        ("on", r"\bwrote"),
        ("am", r"\bschrieb(?:.|\n(?!\n)){0,120}?"),
        ("le", r"\ba ecrit"),
        ("el", r"\bescribio"),
        ("op", r"\bschreef(?:.|\n(?!\n)){0,120}?"),
        ("il", r"\bha scritto"),
        ("em", r"\b(?:escreveu|escreveram)"),
        (r"(?:w dniu|dnia|pon|wt|sr|czw|pt|sob|niedz|ndz)", r"\bnapisala?(?: ?\(a\))?"),
    )
)
_HEAD = re.compile(rf"^(?:(?:{_RULE}|{_BEGUN})\n?(?:{_FIELD})*|{_BLOCK}(?:{_FIELD})*)", re.M)
_REPLY = re.compile(rf"^[> ]{{0,9}}(?:{_WROTE})[ ]?:[ ]*$\n?", re.MULTILINE)
_SUBJECTS = "subject|betreff|asunto|objet|temat|onderwerp|oggetto|assunto"
_SUBJECT = re.compile(rf"^[>*| ]{{0,9}}(?:{_SUBJECTS})[* ]{{0,3}}:.*$", re.MULTILINE)
_TIMED = re.compile(r"@|\b\d{1,2}[:.h]\d\d\b")
_PARTING = re.compile(rf"{_TIMED.pattern}|--|:\s*(?:\n|\Z)")
_NOTE = re.compile(
    r"(?:dear|hi|hello|hallo|liebe|lieber|chere?s?|bonjour|salut|estimad[oa]s|querid[oa]s|hola"
    r"|drodzy|droga|drogi|witam|czesc|beste|care|cari|caro|cara|ciao|caros|caras|ola)\b.{0,60}"
)
_NO_BREAK = re.compile(r"[^\n]")
_NOTE_LINES, _SIGNATURE_LINES, _SHORT_LINE = 15, 12, 120
_FROM_LINE = re.compile(rf"^[>*| ]{{0,9}}(?:{_FROM})[* ]{{0,3}}:.*$", re.MULTILINE)
_PARAGRAPH = re.compile(r"(?:^.*\S.*(?:\n|$))+", re.MULTILINE)
_MOST = 50  # heads, and signatures of a part: what has more is no mail
_SIGNATURE = re.compile(r"^--[ ]?$", re.MULTILINE)
_SIGNS = {"demands", "targets", "copies", "letter", "story", "background", "closing"}
_FIELD_SIGNS = {"index_number", "number", "deadline", "salutation", "preferred_language"}


class Around(NamedTuple):
    """What is left out, and what of it is looked at for a number: the subjects."""

    left_out: tuple[Span, ...]
    subjects: tuple[Span, ...]


class _Part(NamedTuple):
    """What stands between two heads, and the signs of an Urgent Action in it."""

    span: Span
    signs: set[str]

    @property
    def weight(self) -> tuple[int, int]:
        return len(self.signs), self.span.end - self.span.start


def around(text: str, plain: str, labels: Labels) -> Around:
    """Return what a mail has put around the text."""
    heads = [match.span() for match in _HEAD.finditer(plain)]
    heads += [match.span() for match in _REPLY.finditer(plain) if _TIMED.search(match[0])]
    may_note = _NOTE.match(plain.lstrip())
    if not (heads or may_note or _SIGNATURE.search(text)):
        return Around((), ())
    signs = _signs(text, plain, labels)
    # What may be a letter's own head, with no address and no time, parts nothing.
    parting = sorted(span for span in heads if _PARTING.search(plain, *span))[:_MOST]
    edges = [(0, 0), *parting, (len(text), len(text))]
    parts = [
        _Part(span, {name for at, name in signs if span.start <= at < span.end})
        for span in (Span(end, start) for (_, end), (start, _) in pairwise(edges))
        if text[span.start : span.end].strip()
    ]
    best = max(parts, key=lambda part: part.weight, default=None)
    left_out = [Span(*span) for span in heads]
    senders = {address for span in heads[:_MOST] for address in _senders(plain[slice(*span)])}
    for part in parts:
        if best and part is not best and part.signs <= best.signs:
            left_out.append(part.span)
        else:
            left_out += _note(part, plain, signs, labels)
            left_out += _signatures(part, text, signs, labels)
            left_out += _cards(part, plain, signs, labels, senders)
    subjects = [
        Span(*match.span())
        for start, end in heads[:_MOST]
        for match in _SUBJECT.finditer(plain, start, end)
    ]
    return Around(tuple(sorted(left_out, key=lambda span: span.start)), tuple(subjects))


def blanked(text: str, spans: tuple[Span, ...]) -> str:
    """Return the text with spaces in these places: every other character stays where it is."""
    pieces, end = [], 0
    for span in spans:
        pieces.append(text[end : span.start])
        start, end = max(end, span.start), max(end, span.end)
        pieces.append(_NO_BREAK.sub(" ", text[start:end]))
    return "".join([*pieces, text[end:]])


def _signs(text: str, plain: str, labels: Labels) -> list[tuple[int, str]]:
    """Return (where, what) of everything that makes a text an Urgent Action, in order."""
    marks, numbers = labels.expression("marks"), labels.expression("numbers")
    signs = []
    for line in split_lines(text, plain, labels):
        at = line.label.start if line.label else line.start
        is_heading = line.kind in {"heading", "opening"} and line.name in _SIGNS
        if is_heading or (line.kind == "field" and line.name in _FIELD_SIGNS):
            signs.append((at, line.name))
        if _begins(line, marks) or _begins(line, numbers):
            signs.append((at, "mark"))
    return signs


def _begins(line: TextLine, words: re.Pattern[str]) -> bool:
    return len(line.text) < _SHORT_LINE and bool(words.match(line.plain.lstrip(" *•-")))


def _note(part: _Part, plain: str, signs: list[tuple[int, str]], labels: Labels) -> list[Span]:
    """Return a note to a group of readers, down to where the document calls itself one."""
    words = plain[slice(*_ends(part))]
    start = part.span.end - len(words.lstrip())
    greeting = _NOTE.match(plain, start)
    own = [(at, name) for at, name in signs if start <= at < part.span.end]
    first = next((at for at, name in own if name == "mark"), None)
    if not greeting or first is None or labels.expression("words", "roles").search(greeting[0]):
        return []
    note = plain[start:first]
    before = {name for at, name in own if at < first}
    after = {name for at, name in own if at >= first}
    lines = sum(bool(line.strip()) for line in note.split("\n"))
    is_apart = note.rstrip(" ").endswith("\n\n")
    if not is_apart or lines > _NOTE_LINES or len(after) < 2 or not before <= after:
        return []
    return [Span(start, first)]


def _signatures(part: _Part, text: str, signs: list[tuple[int, str]], labels: Labels) -> list[Span]:
    """Return what follows `-- `, up to the next paragraph that has to do with a case.

    Without its space it may be a rule, such as one between officials.
    """
    marks = list(islice(_SIGNATURE.finditer(text, *_ends(part)), _MOST))
    roles = labels.expression("words", "roles")
    found = []
    for match in marks:
        end = part.span.end
        if (sign := next((at for at, _ in signs if at > match.end()), end)) < end:
            blank = text.find("\n\n", match.end(), sign)
            end = blank + 1 if blank >= 0 else sign
        words = text[match.end() : end].strip()
        lines = sum(bool(line.strip()) for line in words.split("\n"))
        is_sure = match[0] == "-- "
        is_rule = not is_sure and (len(marks) > 1 or roles.match(fold(words[:_SHORT_LINE])))
        is_last = is_sure and end == part.span.end
        if words and not is_rule and (lines <= _SIGNATURE_LINES or is_last):
            found.append(Span(match.start(), end))
    return found


def _senders(head: str) -> Iterator[str]:
    """Yield the addresses of whoever wrote; not of whom they wrote to."""
    is_reply = not _FROM_LINE.search(head)
    for line in [head] if is_reply else _FROM_LINE.findall(head):
        yield from MAIL_ADDRESS.findall(line)


def _cards(
    part: _Part, plain: str, signs: list[tuple[int, str]], labels: Labels, senders: set[str]
) -> Iterator[Span]:
    """Yield the paragraphs in which a sender stands, where nothing in them makes a case."""
    roles, places = labels.expression("words", "roles"), [at for at, _ in signs]
    for match in _PARAGRAPH.finditer(plain, *_ends(part)) if senders else ():
        lines = match[0].split("\n")
        is_case = bisect_left(places, match.start()) < bisect_left(places, match.end())
        is_official = any(roles.match(line.lstrip()) for line in lines)
        is_card = len(lines) <= _SIGNATURE_LINES and not is_case and not is_official
        if is_card and not senders.isdisjoint(MAIL_ADDRESS.findall(match[0])):
            yield Span(*match.span())


def _ends(part: _Part) -> tuple[int, int]:
    return part.span.start, part.span.end
