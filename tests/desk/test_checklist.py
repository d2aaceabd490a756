"""What is missing before a campaign opens, and what is seldom meant."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from petitions.campaigns.checklist import checklist
from petitions.campaigns.drafts import LetterDraft
from petitions.campaigns.models import Campaign
from petitions.db import db
from tests.factories import NURSE, a_campaign
from tests.organisers import at_desk

FRENCH = LetterDraft(
    "fr",
    text="Aidez-la. {demands}",
    demands=["Libérez-la.", "Donnez-lui des livres."],
    other_demands=[[], ["Rappelez que la loi le permet."]],
    salutations={"minister": "Monsieur,"},
)
SOURCES = [{"title": "Report", "url": ""}]
TARGET = NURSE.targets[0]
UNREACHABLE = replace(TARGET, slug="b", address="", contacts=[])
UNGREETED = replace(TARGET, slug="b", salutation="")
RUSSIAN = LetterDraft(
    "ru", text="Свобода", demands=["А", "Б"], salutations={"minister": "Госпожа Министр"}
)


@pytest.fixture
def points(app, clock):
    """Give what is missing, and what is unusual, of a campaign with some changes."""

    def find(**changes):
        whole = {"sources": SOURCES, "deadline": date(2026, 12, 24)}
        a_campaign(app, "draft", **(whole | changes))
        with app.test_request_context():
            return checklist(db.session.scalars(select(Campaign)).one())

    return find


def test_a_whole_campaign_has_none(points):
    assert points() == ([], [])


@pytest.mark.parametrize(
    ("part", "changes"),
    [
        ("basics", {"title": ""}),
        ("basics", {"summary": " \n"}),
        ("basics", {"pledge": ""}),
        ("basics", {"country": ""}),
        ("story", {"story": ""}),
        ("demands", {"demands": []}),
        ("demands", {"demands": [" "]}),
        ("targets", {"targets": []}),
        ("targets", {"targets": [replace(TARGET, salutation="")]}),
        ("targets", {"targets": [replace(TARGET, name="", role=" ")]}),
    ],
)
def test_what_visitors_need_is_missed(points, part, changes):
    assert [point.part for point in points(**changes).missing] == [part]


@pytest.mark.parametrize(
    ("words", "part", "changes"),
    [
        ("There is no deadline", "dates", {"deadline": None}),
        ("has passed", "dates", {"deadline": date(2026, 11, 21)}),
        ("more than four months", "dates", {"deadline": date(2027, 3, 26)}),
        ("in the future", "dates", {"issued": date(2026, 12, 1)}),
        ("no signature at all", "basics", {"goal": 0}),
        ("No source", "sources", {"sources": []}),
        ("No address of any kind is known for Ann", "targets", {"targets": [TARGET, UNREACHABLE]}),
        ("do not greet Ann", "targets", {"targets": [TARGET, UNGREETED]}),
        ("does not speak қазақ тілі", "letters", {"language": "kk"}),
        (
            "it could be: “Free her.”",
            "demands",
            {"demands": ["Help her.", "I urge you to free her"]},
        ),
        ("Demand 1 is said to those", "demands", {"demands": ["Expressing concern for her."]}),
        ("In the letter in français, demand 2", "letters", {"letters": [FRENCH]}),
        ("greets Ann Other", "letters", {"letters": [replace(RUSSIAN, salutations={})]}),
        ("русский do not say demand 2.", "letters", {"letters": [replace(RUSSIAN, demands=["А"])]}),
    ],
)
def test_what_is_seldom_meant_is_named(points, words, part, changes):
    found = points(**changes)
    assert found.missing == []
    assert [point.part for point in found.unusual] == [part]
    assert words in found.unusual[0].sentence


def test_the_last_day_and_four_months_are_usual(points):
    assert points(deadline=date(2026, 11, 22)).unusual == []


def test_a_letter_with_words_of_its_own_needs_none_of_ours(points):
    letter = LetterDraft("kk", opening="Я пишу Вам.", closing="С уважением")
    assert points(language="kk", letters=[letter]).unusual == []


def test_each_point_leads_to_where_it_is_mended(app):
    slug = a_campaign(app, "draft", letters=[FRENCH], demands=["Urging her release", "Help her."])
    desk, edit = at_desk(app), "/organise/campaigns/free-the-nurse"
    links = {link.attrs["href"] for link in desk.get(f"{edit}/state").all(".points a")}
    assert links >= {f"{edit}#section-demands", f"{edit}/letters"}
    assert (
        "In the letter in français, demand 2"
        in desk.get(f"/organise/campaigns/{slug}/letters").html
    )
