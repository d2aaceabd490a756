"""What only these tests ask for."""

import pytest

from petitions.accounts import factors
from tests.organisers import quick_hasher


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases are hashed in no time; test_hashing.py tells how they really are."""
    monkeypatch.setattr(factors, "PasswordHasher", quick_hasher)
