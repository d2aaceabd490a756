"""Text as it is read: cleaned once, and folded so that labels match however they were written."""

import re
import unicodedata

import regex

# The signs before the items of a list. Word's own arrive as private characters, or as the letter n.
SIGNS = "•·▪■●○◦§‣⁃\ue000-\uf8ff"
BULLET = re.compile(
    rf"(?:[{SIGNS}*»>–—-]|n(?=\s)|\(?(?:\d{{1,2}}|[a-h]|[ivx]{{1,4}})[.)])(?:\s+|$)|[{SIGNS}–—](?=\w)"
)
# What stands before the words of a line: a bullet, a number, brackets.
LEAD = re.compile(
    r"(?:[\s•·▪■●○◦*§>|,\ue000-\uf8ff]|-(?!\w)|n(?= [A-Z])"
    r"|[\(\[]?\d{1,2}[.)\]](?=\s)){0,200}[(\[\"“]?"
)
MAIL_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")  # as it stands among words
_BREAKS = re.compile(r"\r\n?|[\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]")
_VOID = re.compile(r"[^\S\n]{200,}")  # more than any page is wide
_PILED = regex.compile(r"(\p{M}{30})\p{M}+")  # accents on accents: no language has so many
_QUOTE = re.compile(r"^(?:> ?)+", re.MULTILINE)
_QUOTED = re.compile(r"^(?:>.*(?:\n|$)){3,}", re.MULTILINE)
_QUOTED_GAP = re.compile(r"^(?:> ?)+$", re.MULTILINE)  # which no list has that begins with `>`
# Control characters, zero-width ones, soft hyphens, marks of direction.
_INVISIBLE = re.compile(
    r"[\0-\x08\x0e-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
# What a link says of itself to who cannot see it, in folded words; and in brackets alone.
_NEW = (
    r"opens in (?:an? )?new (?:browser )?(?:tab|window)"
    r"|(?:offnet (?:sich )?|wird )?in (?:einem )?neue[mn] (?:tab|fenster)(?: geoffnet)?"
    r"|s'ouvre dans (?:un nouvel onglet|une nouvelle fenetre)"
    r"|se abre en (?:una )?(?:nueva (?:ventana|pestana)|(?:ventana|pestana) nueva)"
    r"|si apre in (?:una )?nuova (?:finestra|scheda)"
    r"|abre (?:em|numa|num) (?:uma )?(?:nova (?:janela|aba|guia)|novo separador)"
    r"|opent in (?:een )?nieuw (?:tabblad|venster)"
    r"|otwiera sie w now(?:ym oknie|ej karcie)"
)
_OF_LINK = re.compile(
    rf"(?:link )?(?:{_NEW})(?!\w)|(?<=[(\[])(?:external link|link is external|link sends e-?mail"
    r"|externer link|lien externe|enlace externo)(?=[)\]])"
)
_ALIKE = str.maketrans("’‘ʼ´`“”„«»–—−‐‑№ßłŁøØđĐıæœ،؛؟", "'''''\"\"\"\"\"-----nsllooddiao,;?")


class _FoldTable(dict[int, str]):
    """The folded form of each character: one for one, so that positions stay the same."""

    def __missing__(self, code: int) -> str:
        plain = chr(code).translate(_ALIKE)
        first = unicodedata.normalize("NFKD", plain)[0].lower()
        self[code] = first if len(first) == 1 else plain
        return self[code]


_FOLDED = _FoldTable()


def clean(raw: str) -> str:
    """Return the text in NFC, with line feeds and plain spaces, without invisible characters.

    What links say of themselves is left out as well.
    """
    text = unicodedata.normalize("NFC", _PILED.sub(r"\1", raw))
    text = _VOID.sub(" " * 200, _BREAKS.sub("\n", text))
    if text.count("\n>") > text.count("\n") / 2:  # a mail that was forwarded
        text = _QUOTE.sub("", text)
    text = _QUOTED.sub(_unquoted, text)
    return _without_link_words(_INVISIBLE.sub("", _SPACES.sub(" ", text.expandtabs(8))))


def _without_link_words(text: str) -> str:
    """Return the text without what links say of themselves: `(opens in a new tab)`."""
    at, pieces = 0, []
    for match in _OF_LINK.finditer(fold(text)):
        start, end = match.span()
        if text[start - 1 : start] in {"(", "["} and text[end : end + 1] in {")", "]"}:
            start, end = start - 1, end + 1
        while start > at and text[start - 1] == " ":
            start -= 1
        if text[start - 1 : start] == "\n" and text[end : end + 1] in {"\n", ""}:
            start -= 1  # a line of its own
        pieces.append(text[at : max(at, start)])
        at = end
    return "".join([*pieces, text[at:]])


def _unquoted(match: re.Match[str]) -> str:
    return _QUOTE.sub("", match[0]) if _QUOTED_GAP.search(match[0]) else match[0]


def fold(text: str) -> str:
    """Return the text in small letters without accents, as long as before: `Préso` → `preso`."""
    return text.translate(_FOLDED)


def squeeze(text: str) -> str:
    """Return the text on one line, with single spaces."""
    return " ".join(text.split())
