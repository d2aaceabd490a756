"""The page of a case: who speaks, what is new, who signed, one main way for each official."""

from datetime import date, timedelta

import pytest

from petitions.campaigns.drafts import ContactDraft, TargetDraft, UpdateDraft
from petitions.campaigns.operations import change_state
from petitions.db import db, now, transaction
from petitions.desk.operations import set_flag
from petitions.signing.models import Signature
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign, an_organisation
from tests.signing.crowd import a_crowd

NEWS = [
    UpdateDraft(date(2026, 1, 2), "She was **moved** to another prison. More follows."),
    UpdateDraft(date(2026, 3, 4), "A [doctor](https://example.org) came."),
]
MINISTER = TargetDraft(
    slug="minister",
    name="Ann Other",
    role="Minister",
    salutation="Dear Minister",
    address="1 Main Street",
    contacts=[ContactDraft("email", "minister@example.org"), ContactDraft("phone", "+7 717 1")],
)


def words(page, selector):
    return [" ".join(element.to_text().split()) for element in page.all(selector)]


def let_through(app, *numbers):
    with app.app_context(), transaction():
        for number in numbers:
            db.session.get(Signature, number).comment_shown = True


def test_the_newest_news_stands_at_the_top_and_first_in_the_timeline(app, visitor):
    page = visitor.get(f"/c/{a_campaign(app, updates=NEWS)}")
    link = page.one(".newest a")
    assert link.to_text() == "A doctor came."
    assert link.attrs["href"] == "#" + page.all(".timeline li")[0].attrs["id"]
    assert words(page, ".timeline time") == ["4 March 2026", "2 January 2026"]


def test_before_anybody_signed_it_asks_to_be_first(app, visitor):
    page = visitor.get(f"/c/{a_campaign(app)}")
    assert page.one("[data-counter=signatures]").attrs["data-value"] == "0"
    assert page.text(".count") == "Be the first to sign"
    assert set(words(page, ".reported bdi")) == {""}


@both_databases
def test_the_last_names_and_comments_are_those_that_may_be_shown(app, visitor):
    slug = a_campaign(app)
    for number in range(7):
        a_crowd(app, slug, 1, name=f"Ada {number}", visibility="full", comment=f"Because {number}")
    a_crowd(app, slug, 1, name="Cleo Cloud", visibility="initials", country="FR", comment="Not yet")
    a_crowd(app, slug, 1, name="Wilhelmina Quartermain", comment="Hidden")
    let_through(app, 1, 2, 3, 4, 9)
    assert visitor.get(f"/c/{slug}").one("#voices").attrs["data-hx-get"] == f"/c/{slug}/voices"
    page = visitor.get(f"/c/{slug}/voices")
    assert "stale-if-error=0" in page.headers["Cache-Control"]
    assert words(page, ".voices bdi") == ["C. C.", "Ada 6", "Ada 5", "Ada 4", "Ada 3"]
    assert words(page, ".comments blockquote") == ["Because 3", "Because 2", "Because 1"]
    assert "Quartermain" not in page.html
    assert "Not yet" not in page.html


@pytest.mark.parametrize("why", ["paused", "switched off"])
def test_no_name_is_shown_while_names_are_not(app, visitor, why):
    slug = a_campaign(app)
    a_crowd(app, slug, 1, name="Ada Lovelace", visibility="full", comment="Because")
    let_through(app, 1)
    with app.app_context():
        if why == "paused":
            change_state(slug, "paused", "", actor=BEN)
        else:
            set_flag("names", on=False, actor=BEN)
    for path in ("", "/voices"):
        page = visitor.get(f"/c/{slug}{path}")
        assert "Lovelace" not in page.html
        assert "Because" not in page.html


def test_each_official_has_one_main_way_and_the_others_are_folded(app, visitor):
    page = visitor.get(f"/c/{a_campaign(app, targets=[MINISTER])}")
    assert words(page, ".target > .offers .button") == ["Send an e-mail"]
    folded = words(page, ".target details .button")
    assert {"Write a letter", "Call"} <= set(folded)
    assert words(page, ".target summary") == ["Other ways : Ann Other"]


def test_others_in_need_stand_at_the_end_the_nearest_first(app, visitor):
    today = now().date()
    for slug, country, days in (("far", "FR", 2), ("near", "KZ", 9), ("late", "KZ", -1)):
        a_campaign(
            app, slug=slug, country=country, deadline=today + timedelta(days=days), title=slug
        )
    a_campaign(app, "closed", slug="over")
    page = visitor.get(f"/c/{a_campaign(app)}")
    assert words(page, ".related a") == ["near", "late", "far"]


def test_what_was_won_is_the_headline_and_stands_in_the_list(app, visitor):
    slug = a_campaign(app, "won", "She is free! She thanks all who wrote.")
    page = visitor.get(f"/c/{slug}")
    assert page.text("h1") == "She is free!"
    assert page.text(".lead") == "She is free! She thanks all who wrote."
    assert "What we asked for: Free the nurse" in page.text()
    assert words(visitor.get("/"), ".won h3") == ["She is free!"]
    plain = visitor.get(f"/c/{a_campaign(app, 'won', slug='plain')}")
    assert plain.text("h1") == "What this campaign asked for has been granted."


def test_the_list_says_who_speaks(app, visitor):
    an_organisation(app)
    a_campaign(app)
    assert "Nurses’ Aid" in visitor.get("/").text(".case")


def test_one_row_passes_it_on(app, visitor):
    page = visitor.get(f"/c/{a_campaign(app)}")
    links = {link.to_text(): link.attrs["href"] for link in page.all(".share a")}
    assert list(links) == ["WhatsApp", "Telegram", "E-mail", "More ways"]
    assert links["E-mail"].startswith("mailto:?subject=Free%20the%20nurse")
    assert links["More ways"] == "/c/free-the-nurse/share"
    copied = page.one("#" + page.one(".share [data-copy]").attrs["data-copy"]).to_text()
    assert copied == page.one(".share [data-share]").attrs["data-share"]
