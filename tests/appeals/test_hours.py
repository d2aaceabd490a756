"""Who calls knows what time it is there, and whether anybody is likely to answer."""

from datetime import datetime

import pytest

from petitions.appeals.rendering import local_time
from tests.appeals.campaigns import PAGE, a_reachable_campaign, an_appeal

MONDAY = "2026-11-23"
WEEK = {"Thu": "2026-11-26", "Fri": "2026-11-27", "Sat": "2026-11-28", "Sun": "2026-11-29"}
IN_ORAL = {"country": "KZ", "time_zone": "Asia/Oral"}


def at(clock, moment):
    clock.move_to(datetime.fromisoformat(moment))


def there(app, country="KZ", time_zone="Asia/Oral", case=None):
    appeal = an_appeal(app, target={"country": country, "time_zone": time_zone}, **(case or {}))
    return local_time(appeal.campaign, appeal.target)


def hour_there(app, country="KZ", time_zone="", case=None):
    return f"{there(app, country, time_zone, case).at:%H:%M}"


@pytest.mark.parametrize(
    ("time", "is_open"),
    [
        ("00:00:00", False),
        ("08:59:59", False),
        ("09:00:00", True),
        ("16:59:59", True),
        ("17:00:00", False),
        ("23:00:00", False),
    ],
)
def test_offices_open_at_nine_and_close_at_five_by_their_own_clock(in_app, clock, time, is_open):
    at(clock, f"{MONDAY}T{time}+05:00")
    assert there(in_app).offices_open is is_open


@pytest.mark.parametrize(
    ("country", "zone", "closed"),
    [
        ("KZ", "Asia/Oral", {"Sat", "Sun"}),
        ("EG", "Africa/Cairo", {"Fri", "Sat"}),
        ("IR", "Asia/Tehran", {"Fri"}),
        ("IN", "Asia/Kolkata", {"Sun"}),
        ("", "Asia/Oral", {"Sat", "Sun"}),
    ],
)
def test_each_country_has_its_own_weekend(in_app, clock, country, zone, closed):
    appeal = an_appeal(in_app, target={"country": country, "time_zone": zone})
    found = set()
    for name, day in WEEK.items():
        at(clock, f"{day}T09:00:00+00:00")
        if not local_time(appeal.campaign, appeal.target).offices_open:
            found.add(name)
    assert found == closed


def test_the_weekend_ends_when_it_ends_there(in_app, clock):
    at(clock, "2026-11-22T21:00:00+00:00")  # Sunday here, Monday at ten there
    local = there(in_app, country="NZ", time_zone="Pacific/Auckland")
    assert (local.at.hour, local.offices_open) == (10, True)


def test_summer_time_is_known(in_app, clock):
    at(clock, "2026-07-01T12:00:00+00:00")
    assert hour_there(in_app, country="GB", time_zone="Europe/London") == "13:00"


def test_the_officials_own_zone_goes_first(in_app, clock):
    assert hour_there(in_app, time_zone="Asia/Tokyo", case=IN_ORAL) == "21:00"


def test_an_official_in_the_country_of_the_case_has_its_zone(in_app, clock):
    assert hour_there(in_app, case=IN_ORAL) == "17:00"


def test_an_official_elsewhere_has_the_only_zone_of_that_country(in_app, clock):
    assert hour_there(in_app, country="EG", case=IN_ORAL) == "14:00"


@pytest.mark.parametrize("country", ["US", ""])
def test_where_the_zone_is_not_known_no_time_is_given(in_app, clock, country):
    assert there(in_app, country, "", case=IN_ORAL) is None


def test_a_case_that_names_no_zone_lends_none(in_app, clock):
    assert there(in_app, time_zone="") is None


def test_a_case_that_names_no_zone_leaves_a_country_its_only_one(in_app, clock):
    assert hour_there(in_app, country="EG", case={"country": "EG"}) == "14:00"


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("09:30", "It is Monday, 09:30 there now. Offices are usually open."),
        ("19:05", "It is Monday, 19:05 there now. Offices are usually closed."),
    ],
)
def test_the_page_of_a_call_tells_it(app, visitor, clock, time, said):
    at(clock, f"{MONDAY}T{time}:00+05:00")
    a_reachable_campaign(app)
    assert said in visitor.get(f"{PAGE}/call").text("#ready")


def test_the_page_of_a_call_is_silent_where_the_zone_is_not_known(app, visitor):
    a_reachable_campaign(app, target={"country": "", "time_zone": ""})
    words = visitor.get(f"{PAGE}/call").text("#ready")
    assert "there now" not in words
    assert "Offices" not in words
