"""The deadline is a day in the campaign's own time zone, and its page counts down to it."""

from datetime import date
from zoneinfo import available_timezones

import pytest

from petitions.web.i18n import place_of
from tests.documents.reading import word_text
from tests.factories import a_campaign
from tests.organisers import at_desk

DAY = date(2017, 3, 14)


def deadline(app, visitor, clock, moment, time_zone="UTC", **changes):
    clock.move_to(moment)
    slug = a_campaign(app, deadline=DAY, time_zone=time_zone, **changes)
    return visitor.get(f"/c/{slug}")


def test_it_is_a_date_for_people_and_for_programs(app, visitor, clock):
    page = deadline(app, visitor, clock, "2017-03-01T12:00:00+00:00")
    assert page.one("time#deadline").attrs["datetime"] == "2017-03-14"
    assert page.text("time#deadline") == "14 March 2017"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2017-03-01T00:00:00+00:00", "13 days left to write to the officials."),
        ("2017-03-13T23:59:59+00:00", "1 day left to write to the officials."),
        ("2017-03-14T00:00:00+00:00", "Today is the last day to write to the officials."),
        ("2017-03-14T23:59:59+00:00", "Today is the last day to write to the officials."),
        ("2017-03-15T00:00:00+00:00", "This date has passed."),
        ("2026-11-22T12:00:00+00:00", "This date has passed."),
    ],
)
def test_it_counts_whole_days(app, visitor, clock, moment, words):
    assert words in deadline(app, visitor, clock, moment).text(".deadline")


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2017-03-13T18:59:59+00:00", "1 day left"),
        ("2017-03-13T19:00:00+00:00", "Today is the last day"),
        ("2017-03-14T18:59:59+00:00", "Today is the last day"),
        ("2017-03-14T19:00:00+00:00", "This date has passed."),
    ],
)
def test_the_day_begins_where_the_case_is(app, visitor, clock, moment, words):
    page = deadline(app, visitor, clock, moment, "Etc/GMT-5")
    assert words in page.text(".deadline")


PLACES = {
    "Pacific/Kiritimati": "Until the end of 14 March 2017, Kiritimati time",
    "America/Argentina/Buenos_Aires": "Until the end of 14 March 2017, Buenos Aires time",
    "Etc/GMT-5": "Until the end of 14 March 2017, GMT+05:00 time",
    "UTC": "Until the end of 14 March 2017, UTC time",
}


@pytest.mark.parametrize(("time_zone", "words"), PLACES.items())
def test_it_says_whose_day_it_is(app, visitor, clock, time_zone, words):
    page = deadline(app, visitor, clock, "2017-03-01T12:00:00+00:00", time_zone)
    assert page.text(".deadline .date").replace(" ,", ",") == words
    sheet = visitor.get("/c/free-the-nurse.docx").response.data
    assert f"Write by {words[17:]}" in word_text(sheet)


def test_it_says_so_once_it_has_passed(app, visitor, clock):
    page = deadline(app, visitor, clock, "2017-03-14T12:00:00+00:00", "Pacific/Kiritimati")
    assert "Kiritimati time This date has passed." in page.text(".deadline")
    page = visitor.get("/c/free-the-nurse/appeals/minister/letter")
    last = "The last day to write was 14 March 2017. It ended at midnight, Kiritimati time."
    assert last in page.text()
    assert last in word_text(visitor.get("/c/free-the-nurse.docx").response.data)
    points = at_desk(app).get("/organise/campaigns/free-the-nurse/state").text()
    assert "The deadline has passed, by Kiritimati time." in points


@pytest.mark.parametrize(
    ("moment", "words"), [("09:00", "1 day left"), ("10:00", "Last day today, Kiritimati time")]
)
def test_the_desk_says_so_too(app, clock, moment, words):
    clock.move_to(f"2017-03-13T{moment}:00+00:00")
    a_campaign(app, deadline=DAY, time_zone="Pacific/Kiritimati")
    assert words in at_desk(app).get("/organise/").text()


def test_the_place_is_named_in_the_language_of_the_page(app, visitor, clock):
    zone = "Pacific/Kiritimati"
    page = deadline(app, visitor, clock, "2017-03-01T12:00:00+00:00", zone, language="ar")
    assert "كيريتي ماتي" in page.text(".deadline .date")


def test_every_zone_has_a_name(in_app):
    for zone in available_timezones():
        assert place_of(zone).strip()


def test_in_almaty_the_day_ends_before_it_does_in_london(app, visitor, clock):
    moment = "2017-03-14T20:00:00+00:00"
    assert "has passed" in deadline(app, visitor, clock, moment, "Asia/Almaty").text(".deadline")
    here = deadline(app, visitor, clock, moment, "Europe/London", slug="here")
    assert "last day" in here.text(".deadline")


def test_once_it_has_passed_one_should_ask_before_writing_but_can_sign(app, visitor, clock):
    page = deadline(app, visitor, clock, "2026-11-22T12:00:00+00:00")
    assert "Please ask the organisers before you write" in page.text(".deadline")
    assert "You can still sign." in page.text(".deadline")
    assert page.one("form#sign")


def test_a_closed_campaign_does_not_invite_to_sign(app, visitor, clock):
    page = deadline(app, visitor, clock, "2026-11-22T12:00:00+00:00", state="closed")
    assert "still sign" not in page.text(".deadline")


def test_without_one_the_page_says_so(app, visitor):
    page = visitor.get(f"/c/{a_campaign(app)}")
    assert "There is no deadline." in page.text(".deadline")
    assert not page.all("time#deadline")
