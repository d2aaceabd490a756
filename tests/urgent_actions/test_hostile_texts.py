"""Whatever a text is, reading it gives what it says or refuses it, and comes to an end.

How fast that is is for `./run bench` to say, with longer texts; here time only ends what hangs.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petitions.urgent_actions.parse import NotAnUrgentAction, parse
from tests.urgent_actions.answers import documents, text_of
from tests.urgent_actions.evidence import unfounded
from tests.urgent_actions.mutation import LONG, UNITS, asking, hostile, of_length

HANGS_SECONDS = 4  # of processor time: it is the same on a machine that is busy
MANY = LONG // 16  # characters
TEXTS = [text_of(path) for path in documents("*")]
SEEDS = range(120)


@contextmanager
def ending() -> Iterator[None]:
    """End what hangs; regular expressions look for signals as well."""

    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, HANGS_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def readable_or_refused(text: str) -> None:
    with ending(), suppress(NotAnUrgentAction):
        action = parse(text)
        assert not unfounded(action)


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_one_thing_over_and_over(unit):
    readable_or_refused(of_length(unit, MANY))


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_one_thing_over_and_over_where_something_is_expected(unit):
    readable_or_refused(asking(unit, MANY))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_mutated_and_random_texts(seed):
    for one in SEEDS[seed::4]:
        try:
            readable_or_refused(hostile(TEXTS, one))
        except Exception as error:
            error.add_note(f"seed {one}")
            raise


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_any_text(text):
    readable_or_refused(text)
    readable_or_refused(f"UA 1/11\n{text}\nAPPEALS TO:\n{text}\nFax: {text}")
