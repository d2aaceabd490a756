"""A new campaign begins with a title; hostile words do no harm anywhere."""

from itertools import chain

import pytest

from petitions.campaigns.models import Campaign
from petitions.db import db
from tests.desk.editing import CASE, filled_in
from tests.factories import a_campaign
from tests.organisers import at_desk

NEW = "/organise/campaigns/new"
MARKUP = '<script>alert(1)</script>" onload="x\''
UNFIT = ("a\0b\x08c\ufffe", "x" * 20_000)
PARTS = ("basics", "story", "demands", "target-1", "dates", "sources", "copies", "targets")
OURS = ("csrf_token", "-version", "-seen", "-id")  # endings of the form's own fields


@pytest.fixture
def desk(app):
    return at_desk(app, "editor", factor=False)


def make(desk, title, **more):
    form = {"title": title, "country": "", "language": "en"} | more
    return desk.post(NEW, form)


def test_a_title_makes_a_draft(app, desk):
    assert desk.get(NEW).value("language") == "en"
    page = make(desk, "Free Ñandú & co", country="EG", language="AR")
    assert (page.status, page.headers["Location"]) == (303, "/organise/campaigns/free-nandu-co")
    page = desk.get(page.headers["Location"])
    assert page.text("h1") == "Free Ñandú & co"
    assert (page.value("basics-country"), page.value("basics-language")) == ("EG", "ar")
    with app.app_context():
        assert db.session.query(Campaign).one().state == "draft"


def test_an_address_that_is_taken_gets_a_number(app, desk):
    a_campaign(app)
    made = [make(desk, title).headers["Location"] for title in ("Free the nurse", "New", "!", "!")]
    assert [one.rpartition("/")[2] for one in made] == [
        "free-the-nurse-2",
        "new-2",
        "unnamed",
        "unnamed-2",
    ]
    long = [make(desk, "x" * 200).headers["Location"].rpartition("/")[2] for _ in range(2)]
    assert [len(one) for one in long] == [80, 80]


def test_what_is_wrong_is_said_in_words(app, desk):
    page = make(desk, " ", country="XX", language="klingon")
    assert page.status == 422
    for words in ("Write a title", "Choose from the list", "Write the code of a language"):
        assert words in page.text()
    assert make(desk, "x" * 300).value("title") == "x" * 300


@pytest.mark.slow
def test_hostile_text_in_any_field_does_no_harm(app, desk, visitor):
    a_campaign(app)

    def typed(fields, text, turn=None):
        """Put a text into the fields of each section; or, by turns, into one of each."""
        own = [name for name in fields if not name.endswith(OURS)]
        of_parts = [[name for name in own if name.startswith(f"{part}-")] for part in PARTS]
        chosen = [names if turn is None else names[turn : turn + 1] for names in of_parts]
        return fields | dict.fromkeys(chain(*chosen), text)

    fields = filled_in(desk.get(CASE), "basics")[1]
    for turn in range(len([name for name in fields if name.startswith("basics-")])):
        assert desk.post(CASE, typed(fields, MARKUP, turn)).status in {303, 409, 422}
        fields = filled_in(desk.get(CASE), "basics")[1]  # of a page which checks itself
    for text in UNFIT:
        assert desk.post(CASE, typed(fields, text)).status in {303, 422}
        fields = filled_in(desk.get(CASE), "basics")[1]
    public = visitor.get("/c/free-the-nurse")
    assert public.status == 200
    assert "<script>alert" not in public.html
    assert "&lt;script&gt;" in public.html
