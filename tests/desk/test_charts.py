"""Numbers in, coordinates out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petitions.desk.charts import (
    HEIGHT,
    WIDTH,
    Scale,
    Series,
    bars,
    line,
    widths,
)

MONDAY = date(2026, 11, 2)
NUMBERS = st.lists(st.integers(0, 10**9), min_size=1, max_size=100)


def test_days_without_any_are_there_and_nothing():
    series = Series.of({MONDAY: 2, MONDAY + timedelta(2): 3}, MONDAY + timedelta(3))
    assert series.numbers == [2, 0, 3, 0]
    assert series.totals == [2, 2, 5, 5]
    assert series.starts[-1] == MONDAY + timedelta(3)
    assert (series.days, series.most, series.busiest) == (1, 3, MONDAY + timedelta(2))


@pytest.mark.parametrize(("length", "days"), [(1, 1), (90, 1), (91, 7)])
def test_many_days_become_weeks(length, days):
    assert Series.of({MONDAY: 1}, MONDAY + timedelta(length - 1)).days == days


def test_weeks_begin_on_monday_and_lose_nobody():
    by_day = {MONDAY + timedelta(n): 1 for n in range(3, 200)}
    series = Series.of(by_day, MONDAY + timedelta(199))
    assert (series.starts[0], series.numbers[:2]) == (MONDAY, [4, 7])
    assert sum(series.numbers) == series.totals[-1] == len(by_day)


def test_a_clock_that_was_set_back_loses_nobody():
    assert Series.of({MONDAY: 1}, MONDAY - timedelta(5)).numbers == [1]


def test_nothing_is_nothing():
    assert Series.of({}, MONDAY).rows == []


@pytest.mark.parametrize(
    ("most", "top"), [(0, 1), (1, 1), (3, 4), (9, 10), (10, 10), (11, 20), (413, 600), (999, 1000)]
)
def test_a_scale_ends_at_a_round_number(most, top):
    assert Scale.of([most]).top == top


def test_ticks_are_whole_numbers_from_above():
    assert Scale(1).ticks == [1, 0]
    assert Scale(600).ticks == [600, 300, 0]


def test_a_line_begins_at_nothing_and_ends_at_all():
    assert line([1, 2], Scale(2)) == "0,100 160,50 320,0"


def test_bars_stand_on_the_ground_beside_each_other():
    first, second = bars([1, 2], Scale(4))
    assert (first.x, first.y, first.width, first.height) == (16, 75, 128, 25)
    assert (second.x, second.y, second.height) == (176, 50, 50)


def test_the_largest_lying_bar_fills_all_and_the_smallest_can_be_seen():
    assert widths([10_000, 5_000, 1, 0]) == [WIDTH, WIDTH / 2, 1, 0]


@given(NUMBERS)
def test_nothing_leaves_the_picture(numbers):
    for bar in bars(numbers, Scale.of(numbers)):
        assert 0 <= bar.x <= bar.x + bar.width <= WIDTH + 0.01
        assert 0 <= bar.y <= bar.y + bar.height <= HEIGHT + 0.01
    assert max(widths(numbers)) <= WIDTH
