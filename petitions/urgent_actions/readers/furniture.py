"""What stands on a page and says nothing of the case: page numbers, menus, banners, addresses."""

import re

from petitions.urgent_actions.models import Span
from petitions.urgent_actions.readers.lines import Line

_PAGE = re.compile(
    r"\W*(?:(?:page|seite|pagina|strona|pag|p|str|s)\.?\s*)?\d{1,3}"
    r"(?:\s*(?:of|/|von|de|sur|z|-)\s*(?:l'|der |del? )?(?:\d{1,3}|(?:extra|ua|au|pa)\b.*))?\W*"
)
_WEB = re.compile(r"(?:https?://|www\.)\S+")
_MENU = re.compile(r"[•·▪*|>]\s*[\w\s'&-]{1,40}")
_MAIL = re.compile(
    r"(?:^(?:>\s*)?(?:from|to|cc|subject|sent|date|reply-to|von|an|betreff|datum|gesendet"
    r"|de|para|asunto|fecha|enviado|a|objet|envoye|od|do|temat|data|x-[\w-]+|return-path|message-id):.*\n){3,}",
    re.MULTILINE,
)
_LEFTOVER = re.compile(
    r"\[[^\]]*\]|\W*amnesty international\W*(?:(?:urgent action|ua|au|pa|extra)[\W\d]*)*"
)
_NUMBER_FOOTER = re.compile(
    r"\W*(?:(?:ai )?ind\w+:? )?[a-z]{3} \d{2}/\d+/\d+\W*(?:index.*)?"
    r"|\W*(?:ua|au|pa|extra):? \d+/\d+\W*"
)


def is_furniture(line: Line) -> bool:
    """Tell whether a line belongs to the page, not to what it says."""
    return not line.label and is_furniture_row(line.plain.strip())


def is_furniture_row(plain: str) -> bool:
    """Tell whether the folded words of a row belong to the page."""
    if len(plain) > 100:
        return False
    patterns = (_PAGE, _WEB, _LEFTOVER, _NUMBER_FOOTER)
    return any(one.fullmatch(plain) for one in patterns)


def mail_headers(plain: str) -> list[Span]:
    """Give where the headers of a forwarded mail stand: their days and addresses are no one's."""
    return [Span(*found.span()) for found in _MAIL.finditer(plain)]


def is_menu(line: Line) -> bool:
    """Tell whether a line looks like an item of a site's menu."""
    return not line.label and bool(_MENU.fullmatch(line.text))
