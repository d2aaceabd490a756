"""What stands on a page and says nothing of the case: page numbers, menus, banners, addresses."""

import re

from petitions.importer.reading.labels import Labels
from petitions.importer.reading.lines import Line

_PAGE = re.compile(
    r"\W*(?:(?:page|seite|pagina|strona|pag|p|str|s)\.?\s*)?\d{1,3}"
    r"(?:\s*(?:of|/|von|de|sur|z|-)\s*(?:\d{1,3}|(?:extra|ua|au|pa)\b.*))?\W*"
)
_WEB = re.compile(r"(?:https?://|www\.)\S+")
_MENU = re.compile(r"[•·▪*|>]\s*[\w\s'&-]{1,40}")
_LEFTOVER = re.compile(r"\[[^\]]*\]|\W*amnesty international\W*(?:urgent action\W*)?")
_INDEX_FOOTER = re.compile(r"(?:ai )?index:? [a-z]{3} \d{2}/\d+/\d+.{0,60}")


def is_furniture(line: Line, labels: Labels) -> bool:
    """Tell whether a line belongs to the page, not to what it says."""
    if line.label:
        return False
    plain = line.plain.strip()
    if len(plain) > 100:
        return False
    patterns = (_PAGE, _WEB, _LEFTOVER, _INDEX_FOOTER)
    return any(one.fullmatch(plain) for one in patterns)


def is_menu(line: Line) -> bool:
    """Tell whether a line looks like an item of a site's menu."""
    return not line.label and bool(_MENU.fullmatch(line.text))
