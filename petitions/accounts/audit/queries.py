"""Is the log still whole?"""

from sqlalchemy import func, select

from petitions.accounts.audit.chain import head_seal, seal
from petitions.accounts.audit.models import HEAD, Entry, Head
from petitions.db import db


def first_fault() -> str | None:
    """Give what is wrong with the chain, in words, or None where it is whole."""
    number, previous = 0, b""
    in_order = select(Entry).order_by(Entry.number).execution_options(yield_per=500)
    with db.session.scalars(in_order) as entries:
        for entry in entries:
            if entry.number != number + 1:
                return f"entry {number + 1} is missing"
            if entry.seal != seal(entry, previous):
                return f"entry {entry.number} is not as it was written"
            number, previous = entry.number, entry.seal
    head = db.session.get(Head, HEAD)
    if head is None:
        return "the end of the log is missing" if number else None
    if (head.entries, head.seal) != (number, head_seal(number, previous)):
        return (
            f"entries after {number} are missing" if head.entries > number else "the end is forged"
        )
    return None


def number_of_entries() -> int:
    """Give how many entries there are."""
    return db.session.scalars(select(func.count()).select_from(Entry)).one()


def key_fits() -> bool:
    """Tell whether the log was sealed with the secret key that this site has, as far as it has."""
    head = db.session.get(Head, HEAD)
    if head is None:
        return True
    last = db.session.get(Entry, head.entries)
    return head.seal == head_seal(head.entries, last.seal if last else b"")
