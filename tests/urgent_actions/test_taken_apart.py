"""A good text that was damaged says less, never something else.

Every text that reads as its answer says suffers half the damages alone, then two at once. What is
still found must be right, and nobody may get the number of another. `truth.py` says what right is.
"""

from contextlib import suppress
from functools import cache
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petitions.urgent_actions.parse import NotAnUrgentAction, parse
from tests.urgent_actions.answers import answer_of, differences, documents, text_of
from tests.urgent_actions.damage import DAMAGES, damaged
from tests.urgent_actions.truth import lies

PATHS = documents("[a-z][a-z]-*")
PAIRS = list(combinations(DAMAGES, 2))
CHANCES = {"join_some": 2, "cut_tail": 2, "number_pages": 2}  # how often each text suffers these

# What the reader is known to get wrong, and cannot tell: (text, damage) of those that are alone.
KNOWN = {
    ("en-2021-forwarded-mail-quoted", "join_some"),  # `>` in the middle of a greeting
}
quickly = settings(max_examples=150, deadline=None, derandomize=True)


@cache
def good_texts():
    """Give the texts that read rightly, as (path, text with plain line ends)."""
    texts = [(path, text_of(path)) for path in PATHS]
    return [
        (path, text.replace("\r\n", "\n"))
        for path, text in texts
        if not differences(parse(text), answer_of(path))
    ]


def lies_after(path, text, names, seed):
    """Give what is wrong in what was read from a text after these damages."""
    torn = damaged(text, set(names), Random(f"{path.stem} {seed}"))
    with suppress(NotAnUrgentAction):
        return [f"{path.stem} {names} {seed}: {one}" for one in lies(parse(torn), answer_of(path))]
    return []


@pytest.mark.slow
@pytest.mark.parametrize("name", DAMAGES)
def test_what_is_found_after_one_damage_is_right(name):
    texts = good_texts()[list(DAMAGES).index(name) % 2 :: 2]  # each text every second one
    found = [
        lie
        for path, text in texts
        if (path.stem, name) not in KNOWN
        for seed in range(CHANCES.get(name, 1))
        for lie in lies_after(path, text, (name,), seed)
    ]
    assert not found, "\n".join(found)


@quickly
@given(st.sampled_from(PATHS), st.sampled_from(PAIRS), st.integers(0, 1_000))
def test_what_is_found_after_two_damages_is_right(path, names, seed):
    text = dict(good_texts()).get(path)
    if text and not any((path.stem, name) in KNOWN for name in names):
        found = lies_after(path, text, names, seed)
        assert not found, "\n".join(found)


def test_most_texts_are_good():
    assert len(good_texts()) > len(PATHS) * 0.95
