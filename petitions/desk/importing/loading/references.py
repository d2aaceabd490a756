"""Numbers of Urgent Actions, however they are written."""

import re

# Not `EUR 57/4567/2016`, which is the number of a document.
_FORM = re.compile(
    r"(?:\b(EXTRA)[\s:]*)?(?<![\d/.])(\d{1,4})\s*[/.]\s*(\d{4}|\d{2})\b(?!\s*[/.]\d)"
)


def reference_of(number: str | None) -> str:
    """Give what organisers call it: `115/16` → `UA 115/16`; `EXTRA 19/92` stays."""
    if not number:
        return ""
    return number if "EXTRA" in number.upper() else f"UA {number}"


def same_case(text: str) -> tuple[str, int, int] | None:
    """Give what two references to one case have in common: `UA 115.2016` → `("", 115, 16)`.

    The EXTRA series counts on its own. None where the text holds no such number.
    """
    found = _FORM.search(text.upper())
    if not found:
        return None
    return found[1] or "", int(found[2]), int(found[3]) % 100
