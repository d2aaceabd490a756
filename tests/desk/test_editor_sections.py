"""Each section saves on its own, shows what is saved, and says in words what is wrong."""

import pytest

from tests.desk.editing import CASE, entries, presses, saves
from tests.factories import BEN, a_campaign
from tests.organisers import at_desk

TYPED = {
    "basics": {
        "title": "Free the nurse now",
        "reference": "UA 1/17",
        "summary": "She is ill.",
        "pledge": "I ask.",
        "country": "EG",
        "language": "ar",
        "goal": "500",
        "contact_email": "ben@example.org",
    },
    "story": {"story": "# Arrest\n\nAt **work**."},
    "demands": {"demands__0__text": "Free her today."},
    "dates": {
        "issued": "2026-01-02",
        "deadline": "2099-03-04",
        "time_zone": "Asia/Almaty",
        "keep_days": "90",
    },
    "sources": {"sources__0__title": "Report", "sources__0__url": "https://example.org/r"},
    "copies": {
        "copies_to__0__name": "Embassy",
        "copies_to__0__email": "embassy@example.org",
        "embed_on": "https://news.example.org\nhttps://other.example.org",
    },
    "safety": {"safety": "**Nurses** are watched.", "is_discreet": "y"},
}
WRONG = {
    "basics": {
        "title": ("x" * 205, "Shorten it by 5."),
        "country": ("XX", "Choose from the list."),
        "language": ("klingon", "Write the code of a language"),
        "goal": ("many", "Write a whole number"),
        "contact_email": ("ben at home", "This is no e-mail address"),
    },
    "story": {"story": ("x" * 100_001, "Shorten it by 1.")},
    "demands": {"demands__2__text": ("x" * 1_001, "Shorten it by 1.")},
    "dates": {
        "issued": ("yesterday", "Write the day like 2017-03-14"),
        "deadline": ("2026-02-30", "Write the day like 2017-03-14"),
        "time_zone": ("Mars/Base", "Choose a time zone"),
        "keep_days": ("for ever", "whole number of days"),
    },
    "sources": {
        "sources__0__title": ("", "Write what stands at this address"),
        "sources__0__url": ("ftp://example.org", "begins with https://"),
    },
    "copies": {"embed_on": ("news.example.org", "Write each site on a line")},
    "safety": {"safety": ("x" * 2_001, "Shorten it by 1.")},
}


@pytest.fixture
def desk(app):
    return at_desk(app, "editor", factor=False)


@pytest.mark.parametrize("part", TYPED)
def test_a_section_saves_and_shows(app, desk, part):
    a_campaign(app)
    page = saves(desk, part, **TYPED[part])
    assert "Saved." in page.text(f"#section-{part}")
    for name, text in TYPED[part].items():
        assert page.value(f"{part}-{name.replace('__', '-')}") == text
    verb, subject, details = entries(app)[-1]
    assert (verb, subject, details["part"]) == ("edited", "campaign free-the-nurse", part)


@pytest.mark.parametrize("part", WRONG)
def test_mistakes_are_said_in_words_and_nothing_is_lost(app, desk, part):
    a_campaign(app)
    typed = {name: text for name, (text, _) in WRONG[part].items()}
    page = presses(desk, desk.get(CASE), part, **typed)
    assert page.status == 422
    assert "{'" not in page.text(f"#section-{part}")
    for name, (text, words) in WRONG[part].items():
        assert words in page.text(f"#section-{part}")
        if name != "country":  # which nobody can type
            assert page.value(f"{part}-{name.replace('__', '-')}") == text
    assert len(entries(app)) == 1


def test_the_log_says_what_stood_there_and_what_stands_there_now(app, desk):
    a_campaign(app)
    saves(desk, "basics", title="Free her", pledge="I beg.")
    details = entries(app)[-1][2]
    assert details["before"] == {
        "title": "Free the nurse",
        "pledge": "I ask the Minister of Health to set the nurse free.",
    }
    assert details["after"] == {"title": "Free her", "pledge": "I beg."}
    assert details["changed"] == ["pledge", "title"]


def test_the_log_knows_how_a_text_was(app, desk):
    a_campaign(app)
    saves(desk, "story", story="Hello")
    assert entries(app)[-1][2]["after"] == {"story": "Hello"}


def test_the_log_says_how_demands_and_contacts_were(app, desk):
    a_campaign(app)
    saves(desk, "demands", demands__0__text="Free her today.")
    details = entries(app)[-1][2]
    assert details["before"]["demands"][0] != details["after"]["demands"][0] == "Free her today."
    saves(desk, "target-1", contacts__0__kind="email", contacts__0__value="office@example.org")
    details = entries(app)[-1][2]
    assert details["after"]["contacts"][0] == "email office@example.org"


def test_saving_what_is_unchanged_leaves_no_trace(app, desk):
    a_campaign(app)
    for part in (*TYPED, "target-1"):
        page = saves(desk, part)
        assert page.one(f"#form-{part} [name=version]").attrs["value"] == "0"
    assert len(entries(app)) == 1


def test_a_change_shows_on_the_public_page(app, desk, visitor):
    a_campaign(app)
    saves(desk, "basics", title="Free the nurse now")
    saves(desk, "story", story="She is *at home*.")
    page = visitor.get("/c/free-the-nurse")
    assert page.text("h1") == "Free the nurse now"
    assert "<em>at home</em>" in page.html


@pytest.mark.parametrize(
    ("name", "words"),
    [("title", "a title"), ("summary", "a summary"), ("pledge", "what people sign")],
)
def test_a_draft_may_have_gaps_that_visitors_must_not_see(app, desk, name, words):
    a_campaign(app)
    page = presses(desk, desk.get(CASE), "basics", **{name: " "})
    assert page.status == 422
    assert f"it cannot be without {words}" in page.text("#section-basics")
    a_campaign(app, "draft", slug="draft")
    draft = desk.get("/organise/campaigns/draft")
    assert presses(desk, draft, "basics", **{name: ""}).status == 303


def test_the_story_can_be_looked_at_before_it_is_saved(app, desk):
    a_campaign(app)
    page = desk.get(CASE)
    version = {"version": "0", "story-story": "Now **free**. <script>x</script>"}
    page = desk.post(f"{CASE}/story/preview", version)
    assert page.status == 200
    assert page.one("#story-preview strong").to_text() == "free"
    assert page.value("story-story").startswith("Now **free**")
    assert len(entries(app)) == 1
    assert desk.post(f"{CASE}/story/preview", {"story-story": "x" * 100_001}).status == 422


def test_a_draft_can_get_another_address(app, desk):
    a_campaign(app, "draft")
    a_campaign(app, slug="taken")
    for wrong in ("Free Her", "new", "taken", ""):
        page = presses(desk, desk.get(CASE), "address", slug=wrong)
        assert page.status == 422
        assert page.value("address-slug") == wrong
    page = saves(desk, "address", slug="free-her")
    assert page.value("address-slug") == "free-her"
    assert desk.get(CASE).status == 404


def test_what_is_public_keeps_its_address(app, desk):
    a_campaign(app)
    page = desk.get(CASE)
    assert not page.all("#form-address")
    form = {"version": "0", "address-slug": "free-her"}
    assert desk.post(f"{CASE}/address", form).status == 404


def test_texts_stand_in_the_direction_of_their_language(app, desk):
    a_campaign(app, language="ar")
    page = desk.get(CASE)
    for name in ("basics-title", "story-story", "demands-demands-0-text", "target-1-role"):
        attributes = page.one(f'[name="{name}"]').attrs
        assert (attributes["lang"], attributes["dir"]) == ("ar", "rtl")


def test_viewers_do_not_edit(app):
    a_campaign(app)
    desk = at_desk(app, "viewer", BEN)
    for path in (CASE, "/organise/campaigns/new", f"{CASE}/targets/1/remove"):
        assert desk.get(path).status == 403
    for path in ("/story", "/address", "/targets", "/targets/1", "/targets/1/up"):
        assert desk.post(CASE + path, {"version": "0"}).status == 403
    assert len(entries(app)) == 1
