"""When two values of an Urgent Action are the same: space, case and punctuation say nothing."""

import re
import unicodedata
from typing import Any

CONTACTS = ("fax", "phone", "email", "twitter")


def words(value: Any) -> str:
    """Give the words of a value, in small letters, parted by one space; of None, none."""
    text = unicodedata.normalize("NFKC", "" if value is None else str(value)).casefold()
    seen = "".join(one for one in text if unicodedata.category(one) != "Cf")
    return " ".join(re.sub(r"[\W_]", " ", seen).split())


def number(kind: str, value: str) -> str:
    """Give what makes two numbers or addresses of one kind the same."""
    if kind in ("fax", "phone"):
        return re.sub(r"\D", "", value).lstrip("0")
    return value.strip().casefold().lstrip("@")


def same(kind: str, wanted: list[str], given: list[str]) -> bool:
    """Say whether two lists of contacts are the same, in whatever order."""
    return sorted(number(kind, one) for one in wanted) == sorted(number(kind, one) for one in given)
