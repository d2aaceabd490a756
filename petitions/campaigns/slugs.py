"""Addresses that are still free."""

from collections.abc import Collection
from itertools import count

SLUG_CHARACTERS = 80
# Pages for organisers that stand where a campaign's would.
RESERVED = frozenset({"new", "import"})


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """Give the address, or where it is taken the first free one with a number: `name-2`."""
    if wanted not in taken:
        return wanted
    for number in count(2):
        ending = f"-{number}"
        found = wanted[: SLUG_CHARACTERS - len(ending)].rstrip("-") + ending
        if found not in taken:
            return found
    raise AssertionError
