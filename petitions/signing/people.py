"""What a signer told us, checked and cleaned: from the form to the operation."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """One signer. `country` is ISO 3166-1 alpha-2; `visibility` hidden, initials or full."""

    name: str
    email: str
    country: str
    comment: str
    visibility: str
    updates: bool
