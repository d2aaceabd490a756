"""What stands above a case and is never its title: addresses, what a viewer adds, rules, tags."""

import re

from petitions.urgent_actions.readers.labels import Labels
from petitions.urgent_actions.readers.text import fold

_TAGS = re.compile(
    r"(?:\s*\[[\w .:/-]{1,40}\]\s*|\s*(?:re|fwd?|aw|wg|tr|rv|odp|pd)\s?:\s*"
    r"|\s*(?:ua|au|pa|extra)\s?:?\s?\d{1,4}/\d{2,4}(?!\d)\s*[:,–-]?\s*)+",
    re.IGNORECASE,
)
_STREETS = (
    r"(?:street|st|road|rd|avenue|ave|boulevard|blvd|lane|drive|square|suite|floor|place|platz)\.?"
)
_STREETS_FIRST = (
    r"(?:p\.? ?o\.? ?box|rue|avenue|boulevard|bd|quai|place|calle|avenida|av|plaza|ulica|ul|aleja"
    r"|via|piazza|suite|floor)\.?"
)
_ANYWHERE = (
    re.compile(r"[-=_*~#.•·+]{4,}"),  # a rule, alone or around words
    re.compile(r"https?:|www\.|\S@\S|[\w-]{3,}\.(?:org|com|net|info|int|gov|edu|eu)(?!\w)"),
    re.compile(r"\w{3,}\.[a-z]{2}(?:/\S*)?$"),
)
_WHOLE = (
    re.compile(r"\[[^\]]*\]$"),
    re.compile(  # a viewer's line
        r".*(?:\bbrowser\b|\bnavigateur\b|\bnavegador\b|przegladar|\bunsubscribe\b|\bcookies?\b"
        r"|\b(?:forwarded|original) message\b|ursprungliche nachricht|weitergeleitete nachricht"
        r"|message transfere|mensaje reenviado|\bprint this\b|\bskip to\b|version web"
        r"|printer.friendly|can't (?:see|read) this|trouble (?:viewing|reading)|webversion"
        r"|\bjavascript\b|online.version|images? not display|version en ligne|version en linea)"
    ),
    re.compile(r"\W*(?:page|seite|pagina|strona|pag|str|p|s)\.? ?\d+(?!\w).{0,20}$"),
    re.compile(r"\W*\d+ ?(?:/|of|von|sur|de|z) ?\d+\W*$"),
    re.compile(r"(?:.{0,40}: ?)?[a-z]{2,6}(?:[-/ ][a-z]{2,5})?[-/ ]\d{2,4}[-/]\d{2,4}$"),
    re.compile(  # the head of a mail
        r"(?:from|to|cc|bcc|sent|date|subject|reply-to|attachments?|von|an|gesendet|betreff|datum"
        r"|de|a|objet|envoye|asunto|para|fecha|enviado|od|do|temat|wyslano) ?:"
    ),
    re.compile(  # what a page files it under
        r"(?:tags?|categor(?:y|ies)|topics?|issues?|themes?|keywords?|filed under|posted in"
        r"|themen?|kategorien?|schlagworter|mots[ -]cles|categories?|rubriques?"
        r"|etiquetas?|categorias?|temas?|tagi|kategorie) ?:"
    ),
    re.compile(r"(?:office|embassy|consulate|permanent mission|high commission) of\b"),
)
_ADDRESSES = (
    re.compile(rf"\d+[a-z]?,? (?:[\w.'-]+ ){{0,3}}{_STREETS}(?:,|$)"),
    re.compile(rf"\d+\w?,? {_STREETS_FIRST} \w"),
    re.compile(
        rf"{_STREETS_FIRST} (?:de |la |las |los |du |des )*(?:[\w.'-]+ ){{0,2}}"
        r"(?:no?\.? ?)?\d+\w?(?:,|$)"
    ),
    re.compile(r"\w+(?:strass?e|str\.|platz|weg|allee|gasse|straat|laan) \d+\w?(?:,|$)"),
    re.compile(r"(?:[a-z]{1,2}-)?\d{5}(?:,? [\w.-]+){0,3}$|(?:[a-z]{1,2}-)?\d{4} [^\W\d]+$"),
)
_POSTCODE = re.compile(
    r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b|\b[A-Z]{2},? \d{5}(?:-\d{4})?\b"
    r"|\b[A-Z]\d[A-Z] \d[A-Z]\d\b|\b\d\d-\d{3} \w"
)


def without_tags(text: str) -> str:
    """Return a headline without what lists and mails put before it: `[list] Fwd: UA 1/15 Title`."""
    return text[match.end() :].strip() if (match := _TAGS.match(text)) else text


def is_address(text: str) -> bool:
    """Return True if a line is a street with its number, or has a postcode."""
    plain = fold(text).strip()
    return bool(_POSTCODE.search(text)) or any(pattern.match(plain) for pattern in _ADDRESSES)


def is_junk(text: str, labels: Labels) -> bool:
    """Return True if a line can be no title, wherever it stands."""
    plain = fold(text).strip()
    letters = sum(map(str.isalpha, plain))
    if letters < 3 or letters < sum(map(str.isdigit, plain)) or plain.endswith(":"):
        return True
    if is_address(text) or any(pattern.search(plain) for pattern in _ANYWHERE):
        return True
    if any(pattern.match(plain) for pattern in _WHOLE):
        return True
    words = plain.strip(" :.!*-")
    found = next(labels.find(words), [])
    is_label = any((label.start, label.end) == (0, len(words)) for label in found)
    return is_label or bool(labels.expression("marks").fullmatch(words))
