"""Each section saves on its own, shows what is saved, and says in words what is wrong."""

from datetime import date

import pytest

from petitions.campaigns.drafts import LetterDraft, UpdateDraft
from petitions.campaigns.models import Campaign
from petitions.db import db
from tests.desk.editing import CASE, entries, filled_in, presses, saves
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
        assert page.value(f"{part}-version") == "0"
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


def test_what_is_typed_can_be_looked_at_before_it_is_saved(app, desk, visitor):
    a_campaign(app)
    fields = filled_in(desk.get(CASE), "story")[1]
    typed = {"story-story": "Now **free**. <script>x</script>", "basics-title": "Free her now"}
    page = desk.post(f"{CASE}/look", fields | typed | {"basics-goal": "many"})
    assert page.status == 200
    assert page.one(".prose strong").to_text() == "free"
    assert page.text("h1") == "Free the nurse"  # beside it stands a mistake
    assert len(entries(app)) == 1
    assert "free" not in visitor.get("/c/free-the-nurse").text(".case-body .prose")


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
    desk.post(CASE, {"address-version": "0", "address-slug": "free-her"})
    assert desk.get(CASE).status == 200


def test_texts_stand_in_the_direction_of_their_language(app, desk):
    a_campaign(app, language="ar")
    page = desk.get(CASE)
    for name in ("basics-title", "story-story", "demands-demands-0-text", "target-1-role"):
        attributes = page.one(f'[name="{name}"]').attrs
        assert (attributes["lang"], attributes["dir"]) == ("ar", "rtl")


def test_viewers_do_not_edit(app):
    a_campaign(app)
    desk = at_desk(app, "viewer", BEN)
    for path in (CASE, "/organise/campaigns/new", f"{CASE}/published"):
        assert desk.get(path).status == 403
    for path in ("", "/keep", "/look"):
        assert desk.post(CASE + path, {"story-version": "0"}).status == 403
    assert len(entries(app)) == 1


def test_one_button_saves_every_section_that_is_right(app, desk):
    a_campaign(app, "draft")
    fields = filled_in(desk.get(CASE), "basics")[1]
    typed = {"story-story": "At home.", "basics-goal": "many", "dates-time_zone": "Asia/Almaty"}
    page = desk.post(CASE, fields | typed | {"targets-role": "President", "do": "save"})
    assert page.status == 422
    assert "The rest is saved" in page.text("#editor > .notice[data-focus]")
    assert page.value("basics-goal") == "many"
    stored = desk.get(CASE)
    values = [stored.value(name) for name in ("story-story", "dates-time_zone", "target-2-role")]
    assert values == ["At home.", "Asia/Almaty", "President"]
    assert stored.value("basics-goal") == "100"


def test_what_was_not_touched_hinders_nobody(app, desk):
    a_campaign(app)
    open_page = desk.get(CASE)
    saves(desk, "dates", time_zone="Asia/Almaty")
    assert presses(desk, open_page, "story", story="At home.").status == 303
    assert desk.get(CASE).value("dates-time_zone") == "Asia/Almaty"


def test_a_new_target_is_added_whole(app, desk):
    a_campaign(app, "draft")
    typed = {"role": "President", "salutation": "Dear President", "country": "KZ"}
    contact = {"contacts__0__kind": "email", "contacts__0__value": "office@example.org"}
    page = saves(desk, "targets", **typed, **contact)
    for name, text in (typed | contact).items():
        assert page.value(f"target-2-{name.replace('__', '-')}") == text
    wrong = presses(desk, page, "targets", contacts__0__value="office")
    assert (wrong.status, wrong.value("targets-contacts-0-value")) == (422, "office")


def test_what_is_typed_is_kept_for_its_writer_alone_until_it_is_saved(app, desk, visitor):
    a_campaign(app)
    fields = filled_in(desk.get(CASE), "story")[1]
    typed = fields | {"story-story": "Half a sentence", "targets-name": "Ann"}
    assert desk.post(f"{CASE}/keep", typed).status == 204
    assert "Half a sentence" not in visitor.get("/c/free-the-nurse").html
    dora = at_desk(app, "editor", "dora@example.org", factor=False)
    assert dora.get(CASE).value("story-story") != "Half a sentence"
    page = desk.get(CASE)
    assert "is back" in page.text("#editor > .notice-warn")
    assert (page.value("story-story"), page.value("targets-name")) == ("Half a sentence", "Ann")
    assert desk.post(CASE, filled_in(page, "story")[1] | {"do": "discard"}).status == 303
    assert "is back" not in desk.get(CASE).text()
    desk.post(f"{CASE}/keep", typed)
    assert presses(desk, desk.get(CASE), "story").status == 303
    page = desk.get(CASE)
    assert "is back" not in page.text()
    assert page.value("story-story") == "Half a sentence"
    assert len(entries(app)) == 3


def test_publishing_saves_first_and_says_what_is_missing(app, desk, visitor):
    a_campaign(app, "draft", summary="")
    answer = presses(desk, desk.get(CASE), "story", "publish", story="At home.")
    assert answer.status == 303
    page = desk.get(answer.headers["Location"])
    assert "it cannot be published yet" in page.text("#publish")
    assert page.value("story-story") == "At home."
    answer = presses(desk, page, "basics", "publish", summary="She is ill.")
    page = desk.get(answer.headers["Location"])
    assert page.text("h1") == "It is published"
    assert visitor.get("/c/free-the-nurse").text(".lead") == "She is ill."
    assert desk.get(f"{CASE}/published").status == 200


def test_a_campaign_is_written_once_more_as_a_draft(app, desk):
    french = LetterDraft("fr", demands=["Libérez-la.", ""], salutations={"minister": "Madame,"})
    news = [UpdateDraft(date(2026, 1, 1), "She was moved.")]
    a_campaign(app, letters=[french], updates=news)
    answer = presses(desk, desk.get(CASE), "basics", "duplicate", goal="500")
    copy = desk.get(answer.headers["Location"])
    assert copy.text("h1") == "Copy of Free the nurse"
    assert (copy.value("basics-goal"), desk.get(CASE).value("basics-goal")) == ("500", "500")
    with app.app_context():
        old, new = db.session.query(Campaign).order_by(Campaign.id)
        assert (new.state, new.updates, new.story) == ("draft", [], old.story)
        assert [one.text for one in new.demands] == [one.text for one in old.demands]
        assert [(one.kind, one.value) for one in new.targets[0].contacts] == [
            (one.kind, one.value) for one in old.targets[0].contacts
        ]
        assert new.letters[0].salutations == {"minister": "Madame,"}
