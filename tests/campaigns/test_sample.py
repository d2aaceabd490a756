"""The sample reads completely, and says what the case is about."""

from datetime import date

import pytest

from petitions.campaigns.campaign_file import read_campaign
from petitions.campaigns.drafts import ContactDraft
from petitions.config import ROOT
from tests.factories import a_campaign


@pytest.fixture(scope="module")
def sample():
    return read_campaign(ROOT / "sample" / "ua-115-16.md")


def test_what_it_is(sample):
    assert (sample.slug, sample.reference) == ("ua-115-16", "UA 115/16")
    assert (sample.country, sample.language) == ("KZ", "en")
    assert (sample.issued, sample.goal) == (date(2017, 1, 31), 100)
    assert "Maks Bokaev" in sample.title
    assert "Talgat Ayan" in sample.title


def test_by_when(sample):
    assert (sample.deadline, sample.time_zone) == (date(2017, 3, 14), "Asia/Almaty")


def test_what_is_asked(sample):
    free, care, rights = sample.demands
    assert "Maks Bokaev and Talgat Ayan" in free
    assert "medical care" in care
    assert "Kazakhstan" in rights


def test_who_can_grant_it(sample):
    prosecutor, ambassador = sample.targets
    assert (prosecutor.slug, prosecutor.name) == ("prosecutor-general", "Zhakip Assanov")
    assert (prosecutor.role, prosecutor.salutation) == (
        "Prosecutor General",
        "Dear Prosecutor General",
    )
    assert (ambassador.slug, ambassador.name) == ("ambassador", "Kairat Umarov")
    assert ambassador.role.startswith("Ambassador to the United States")
    assert ambassador.salutation == "Dear Ambassador"


def test_where_to_write(sample):
    prosecutor, ambassador = (target.address.splitlines() for target in sample.targets)
    assert prosecutor[:2] == ["Office of the Prosecutor General", "14 Orynbor Street"]
    assert prosecutor[2:] == ["Astana, 010000", "Republic of Kazakhstan"]
    assert ambassador[:2] == ["Embassy of the Republic of Kazakhstan", "1401 16th St NW"]
    assert ambassador[2].startswith("Washington")


def test_how_to_reach_them_and_nothing_made_up(sample):
    prosecutor, ambassador = sample.targets
    assert prosecutor.contacts == [ContactDraft("fax", "+7 7172 506 402")]
    assert ambassador.contacts == [
        ContactDraft("fax", "+1 202 232 5845"),
        ContactDraft("phone", "+1 202 232 5488"),
    ]


def test_what_happened_when(sample):
    assert [str(update.dated) for update in sample.updates] == [
        "2016-05-17",
        "2016-05-21",
        "2016-10-12",
        "2016-11-28",
        "2017-01-20",
        "2017-01-28",
        "2017-02-03",
    ]
    assert all(update.text for update in sample.updates)


def test_the_story_has_the_facts_and_not_the_timeline(sample):
    for fact in (
        "article 174",
        "article 274",
        "article 400",
        "Aktobe",
        "500 km",
        "1,500 km",
        "-20",
    ):
        assert fact in sample.story
    assert "# Timeline" not in sample.story


def test_where_it_comes_from(sample):
    (source,) = sample.sources
    assert "UA 115/16" in source["title"]
    assert source["url"] == ""


@pytest.mark.parametrize("official", ["prosecutor-general", "ambassador"])
def test_both_can_be_written_to_by_mail_and_in_public(app, visitor, sample, official):
    a_campaign(app, **vars(sample))
    card = visitor.get("/c/ua-115-16").one(f"#target-{official}")
    links = [link.attrs["href"].rpartition("/")[2] for link in card.query(".offers a")]
    assert links[-2:] == ["email", "social"]
    for channel in links[-2:]:
        assert visitor.get(f"/c/ua-115-16/appeals/{official}/{channel}").status == 200
