"""The goal moves up by itself once it is reached."""

import pytest

from petitions.campaigns.models import moved_goal
from petitions.db import transaction
from petitions.db.tally import count
from tests.factories import a_campaign


@pytest.mark.parametrize(
    ("goal", "signatures", "shown"),
    [
        (100, 0, 100),
        (100, 99, 100),
        (100, 100, 200),
        (100, 199, 200),
        (100, 200, 500),
        (100, 500, 1_000),
        (100, 999, 1_000),
        (100, 1_000, 2_000),
        (1, 1, 2),
        (5, 9, 10),
        (750, 749, 750),
        (750, 750, 1_000),
        (3_000, 250, 3_000),
        (100, 123_456_789, 200_000_000),
    ],
)
def test_the_goal_to_show(goal, signatures, shown):
    assert moved_goal(goal, signatures) == shown


def test_there_is_always_something_left_to_reach():
    assert all(moved_goal(100, number) > number for number in range(20_000))


def test_page_and_data_show_the_moved_goal(app, visitor):
    slug = a_campaign(app)
    with app.app_context(), transaction():
        count("campaign/1/signatures", 120)
    page = visitor.get(f"/c/{slug}")
    assert "Next goal: 200" in page.text("#counter")
    progress = page.one("#counter progress").attrs
    assert (progress["value"], progress["max"]) == ("120", "200")
    assert visitor.get(f"/c/{slug}/counter.json").response.json["goal"] == 200


def test_an_ended_campaign_has_no_goal_any_more(app, visitor):
    page = visitor.get(f"/c/{a_campaign(app, 'won')}")
    assert "goal" not in page.text("#counter")
