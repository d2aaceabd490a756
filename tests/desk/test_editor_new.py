"""A new campaign begins with a title; hostile words do no harm anywhere."""

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
OURS = {"csrf_token", "version"}  # the form's own fields


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
    page = desk.get(CASE)
    for part in PARTS:
        address, fields = filled_in(page, part)
        for name in fields.keys() - OURS:
            answer = desk.post(address, fields | {name: MARKUP})
            assert answer.status in {303, 409, 422}, name
            if answer.status == 303:
                page = desk.get(CASE)  # which checks itself
                fields = filled_in(page, part)[1]
        for text in UNFIT:
            typed = dict.fromkeys(fields.keys() - OURS, text)
            assert desk.post(address, fields | typed).status in {303, 422}, part
            page = desk.get(CASE)
            fields = filled_in(page, part)[1]
    public = visitor.get("/c/free-the-nurse")
    assert public.status == 200
    assert "<script>alert" not in public.html
