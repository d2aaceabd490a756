"""Which character set a text without a mark is in, as far as its words tell."""

import re

from petitions.urgent_actions.uploads import plain
from petitions.urgent_actions.uploads.trouble import UnreadableFile

# Most likely first: one with a byte that was lost, western, Polish in two ways, and a Mac's.
_LIKELY = ("utf-8", "cp1252", "cp1250", "iso8859-2", "mac-roman")
# What hardly stands in a word: signs between letters, capitals after small ones, long runs of
# accents, and what the set does not have.
_ODD = re.compile(
    r"[^\W\d_][¹²³ªº¿¡¶±¼½¾¦§¨¬¯°´¸‡†‰ˆ˜¢£¥¤•™©®√∂≈∆Ω∫πµ]+(?=[^\W\d_])"
    r"|[a-z][À-ÖØ-ÞĀŠŽŸŹŻŁŚĆĘĄŃ](?=[a-z])"
    r"|[À-ʯ]{4,}"
    r"|(?<=[a-z])[³¹¶±](?![\d\w])"
    r"|[\x80-\x9f�]"
)
_MOST_ODD = 0.1  # of the characters that are not ASCII
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})|encoding=[\"']([\w-]{1,40})", re.I
)
_DECLARED_WITHIN = 4096
_KNOWN = re.compile(r"cp125\d|cp874|iso8859-\d+|koi8-[ru]|mac-\w+|shift_jis|euc_\w+|gb\w+|big5")


def decoded(content: bytes) -> str:
    """Give the text of a file that nothing describes.

    Raises:
        UnreadableFile: no character set makes it one.

    """
    text = plain.utf8(content)
    if text is None:
        text = _likely(content)
    return _guessed(content) if text is None else text


def decoded_html(content: bytes) -> str:
    """Give the source of a page: by its mark, as UTF-8, by what it says of itself, or by trying."""
    text = plain.utf8(content)
    if text is None and (charset := _declared(content)):
        text = content.decode(charset, errors="replace")
    return decoded(content) if text is None else text


def _declared(content: bytes) -> str | None:
    import codecs

    found = _DECLARED.search(content[:_DECLARED_WITHIN])
    if not found:
        return None
    try:
        name = codecs.lookup((found[1] or found[2]).decode()).name
    except LookupError:
        return None
    # What calls itself Latin-1 is Windows' own, which holds all of it: browsers agree.
    name = "cp1252" if name == "iso8859-1" else name
    return name if _KNOWN.fullmatch(name) else None


def _likely(content: bytes) -> str | None:
    readings = [content.decode(charset, errors="replace") for charset in _LIKELY]
    oddities = [len(_ODD.findall(reading)) for reading in readings]
    fewest = min(oddities)
    others = sum(byte > 127 for byte in content)
    return readings[oddities.index(fewest)] if fewest <= _MOST_ODD * others else None


def _guessed(content: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(content).best()
    if found is None:
        raise UnreadableFile("unknown-kind")
    return str(found)
