"""Fax, phone, email and handles behind their labels. A wrong one is worse than none."""

import re
from collections.abc import Iterator

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.web.text import InvalidAddress, checked_address

KINDS = ("fax", "phone", "email", "twitter")
MASKED = re.compile(
    r"\[\s{0,9}e-?mail\s{0,9}(?:protected|geschutzt|protege|protegido)\s{0,9}\]|(?<![\w.+-])\w[\w.+-]{0,64}\.\.\.@",
    re.IGNORECASE,
)
# Before the @ stand at most 64 characters (RFC 5321); bounds keep long words from taking long.
_LOCAL = r"[\w.!#$%&'*+/=?^`{|}~-]"
_EMAIL = re.compile(rf"(?<!{_LOCAL}){_LOCAL}{{1,64}}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_HANDLE = re.compile(r"(?<![\w.@])@\w{1,30}(?![\w.]*@)\b")
_ACCOUNT = re.compile(r"(?:twitter|x)\.com/@?(\w{1,15})\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d]{2,}")
_DIGIT = re.compile(r"\d")
_EXTENSION = r"\b(?:ext|extn|poste|anexo|durchwahl|wew)\b\.?"
_NUMBER = re.compile(
    rf"\(?\+?\s?\(?\s?\d(?:[\d\s().+/–-]|{_EXTENSION}(?=\s?\d))*\d\)?", re.IGNORECASE
)
_REMARK = re.compile(r"\((?=[^()]{0,200}[^\W\d])[^()]{0,400}\)")
_AND = r"or|and|o|ou|oder|y|et|lub|i|und|e|oraz|sowie"
_BETWEEN = re.compile(rf"[/,;|]|\b(?:{_AND})\b", re.IGNORECASE)
_JOINED = re.compile(rf"^\W*\b(?:{_AND})\b\W*", re.IGNORECASE)
_PAGE_BEHIND = re.compile(r"\d{3}\s+\d\)?$")  # the last digit may be the number of a page
_ABROAD = re.compile(r"\W*(?:\+|00)")
_PARTED = re.compile(r"(\s/\s|/(?=\+))")
_POST_CODE = re.compile(r"\d{4,6}|\d{5}-\d{4}|\d{2}-\d{3}|\d{5}-\d{3}")
# Where the organisation that asks to write reads its own mail: no official does.
_OWN = re.compile(r"(?:^|[.-])(?:amnesty|amnistia|amnistie|amnestie|amnesti|aiusa)", re.IGNORECASE)
_CONTACTS = (_EMAIL, _HANDLE, _NUMBER, _REMARK, MASKED)
_LEAST_DIGITS, _MOST_DIGITS = 5, 17
_OTHER_WORDS = 3  # before the number: `direct line`; more is a sentence


def contacts_in(line: TextLine, kind: str) -> list[Extract[str]]:
    """Return what stands behind a label of this kind, as written, remarks in brackets left out."""
    if kind == "twitter":
        handles = [(match.start(), match[0], "") for match in _HANDLE.finditer(line.text)]
        accounts = [(match.start(1), match[1], "@") for match in _ACCOUNT.finditer(line.text)]
        return [_extract(line, at, name, sign) for at, name, sign in handles + accounts]
    return list(_emails(line) if kind == "email" else _numbers(line))


def beside_contacts(line: TextLine) -> str:
    """Return the words of a line that are no number, address or remark."""
    text = line.text
    for each in _CONTACTS:
        text = each.sub(" ", text)
    return text


def is_number_line(line: TextLine) -> bool:
    """Return True if a line is nothing but a number and a remark."""
    if line.label or not _DIGIT.search(line.text):
        return False
    bare = _REMARK.sub(" ", _JOINED.sub("", line.text)).strip(" .,;|")
    return bool(_NUMBER.fullmatch(bare)) and _is_long(bare) and not _POST_CODE.fullmatch(bare)


def bare_kind(line: TextLine) -> str:
    """Return the kind of contact that a line without a label is, where nothing else is in it."""
    if line.label or "@" not in line.text:
        return ""
    pieces = [
        piece.strip(" .•-")
        for piece in _BETWEEN.split(_REMARK.sub(" ", _JOINED.sub("", line.text)))
    ]
    pieces = [piece for piece in pieces if piece]
    if pieces and all(map(_EMAIL.fullmatch, pieces)):
        return "email"
    return "twitter" if pieces and all(map(_HANDLE.fullmatch, pieces)) else ""


def is_contact(line: TextLine) -> bool:
    """Return True if a line says how to reach or greet somebody."""
    known = line.kind == "field" and line.name in {*KINDS, "other", "salutation"}
    return known or bool(bare_kind(line)) or is_number_line(line)


def _emails(line: TextLine) -> Iterator[Extract[str]]:
    at = 0
    for match in _EMAIL.finditer(line.text):
        before = _REMARK.sub(" ", MASKED.sub(" ", line.text[at : match.start()]))
        if len(_LETTERS.findall(before)) > _OTHER_WORDS:
            return  # behind a sentence it is not the address of the label
        at = match.end()
        address = match[0].strip(".'-/")
        if line.text.startswith("...", at) or address.count("@") != 1 or is_own(address):
            continue
        try:
            checked_address(address)
        except InvalidAddress:
            continue
        yield _extract(line, match.start() + match[0].index(address), address)


def is_own(text: str) -> bool:
    """Return True if an address in a text is of the organisation itself."""
    return any(_OWN.search(match[0].rpartition("@")[2]) for match in _EMAIL.finditer(text))


def _numbers(line: TextLine) -> Iterator[Extract[str]]:
    """Yield the numbers, until words come that are no remark."""
    text = _REMARK.sub(lambda remark: " " * len(remark[0]), line.text)
    at = 0
    for match in _NUMBER.finditer(text):
        words = _LETTERS.findall(_BETWEEN.sub(" ", text[at : match.start()]))
        if len(words) > (_OTHER_WORDS if not at else 0):
            return
        at = match.end()
        if _PAGE_BEHIND.search(match[0]):
            continue
        # One number, or the two that a slash parts where each is whole.
        start, pieces = match.start(), _PARTED.split(match[0])
        whole = all(_is_long(piece) for piece in pieces[::2])
        for piece in pieces if whole else [match[0]]:
            number = piece.strip(" .,/-–")
            number = number.rstrip(")") if number.count(")") > number.count("(") else number
            number = number.lstrip("(") if number.count("(") > number.count(")") else number
            # `+966 11 401 5555 / 402 5555`: the second lacks what the first begins with.
            is_ending = (
                start > match.start() and _ABROAD.match(match[0]) and number[:1] in "123456789"
            )
            if _is_long(number) and not is_ending:
                yield _extract(line, start + piece.index(number), number)
            start += len(piece)


def _is_long(number: str) -> bool:
    return _LEAST_DIGITS < sum(letter.isdigit() for letter in number) < _MOST_DIGITS


def _extract(line: TextLine, at: int, value: str, sign: str = "") -> Extract[str]:
    span = Span(line.start + at, line.start + at + len(value))
    return Extract(sign + value, (span,), Sure.LABELLED)
