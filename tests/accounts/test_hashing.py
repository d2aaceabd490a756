"""What is stored of a passphrase takes long to guess, and as long for a name that nobody has."""

import statistics
import time

import pytest

from petitions.accounts import factors
from petitions.accounts.factors import hashed, is_right

RIGHT, WRONG = "purple monkey dishwasher", "something else entirely"


@pytest.fixture
def quick_hashes():
    """None: here it takes as long as for an organiser."""


@pytest.fixture
def nobody():
    """Forget the hash that stands in for the one of nobody."""
    factors._hash_of_nobody.cache_clear()
    yield
    factors._hash_of_nobody.cache_clear()


def test_it_is_hashed_as_rfc_9106_recommends():
    kept = hashed(RIGHT)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert kept != hashed(RIGHT)
    assert (is_right(RIGHT, kept), is_right(WRONG, kept), is_right(RIGHT, "x")) == (1, 0, 0)


@pytest.mark.slow
def test_unknown_names_take_about_as_long(nobody):
    """Not a limit of time: both do the same slow thing, so neither is ten times the other."""
    kept = hashed(RIGHT)
    is_right("warm", None)

    def seconds(kept):
        started = time.perf_counter()
        assert not is_right(WRONG, kept)
        return time.perf_counter() - started

    known, unknown = (statistics.median(seconds(one) for _ in range(5)) for one in (kept, None))
    assert 0.1 < known / unknown < 10
