"""From a draft to the public and on: each state with its reason, and nothing by mistake."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from petitions.accounts.audit import Entry
from petitions.campaigns.models import Campaign, Demand
from petitions.campaigns.operations import change_state
from petitions.campaigns.takedown import take_down
from petitions.db import db, transaction
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign
from tests.organisers import at_desk
from tests.signing.crowd import a_crowd

PATH = "/organise/campaigns/free-the-nurse/state"
REASON = "Her family has asked us to wait."


def send(desk, state, seen, note="", **more):
    return desk.post(PATH, {"state": state, "seen": seen, "note": note} | more)


def campaign_of(app):
    with app.app_context():
        found = db.session.scalars(select(Campaign)).one()
        found.shown_news = [(update.dated.isoformat(), update.text) for update in found.updates]
        return found


def last_entry(app):
    with app.app_context():
        entry = db.session.scalars(select(Entry).order_by(Entry.number.desc())).first()
        return entry.actor, entry.verb, entry.details


def without_demands(app):
    with app.app_context(), transaction() as session:
        for demand in session.scalars(select(Demand)):
            session.delete(demand)


@both_databases
def test_a_draft_is_opened_with_one_press(app, visitor):
    slug = a_campaign(app, "draft")
    desk = at_desk(app, "editor")
    page = desk.get(PATH)
    fields = {field.attrs["name"]: field.attrs["value"] for field in page.all("#to-open input")}
    page = desk.post(PATH, fields)
    assert page.status == 303
    assert desk.get(page.headers["Location"]).text("h1") == "It is published"
    assert visitor.get(f"/c/{slug}").one("form#sign")


@both_databases
def test_what_is_missing_keeps_it_closed(app):
    a_campaign(app, "draft")
    without_demands(app)
    desk = at_desk(app)
    assert not desk.get(PATH).all("#to-open button")
    page = send(desk, "open", "draft")
    assert page.status == 422
    link = page.one(".notice-problem li a")
    assert link.attrs["href"] == "/organise/campaigns/free-the-nurse#section-demands"
    assert campaign_of(app).state == "draft"


@both_databases
@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_visitors_read_why_it_is_not_open(app, visitor, state):
    slug = a_campaign(app)
    assert send(at_desk(app), state, "open", REASON).status == 303
    assert REASON in visitor.get(f"/c/{slug}").text(".case-head")
    assert campaign_of(app).shown_news == []
    details = {"before": "open", "after": state, "reason": REASON}
    assert last_entry(app) == (BEN, "changed the state of", details)


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_a_reason_is_needed(app, state):
    a_campaign(app)
    page = send(at_desk(app), state, "open", " \n\u200b")
    assert page.status == 422
    assert "Write a sentence" in page.text(f"#note-{state}-problem")
    assert campaign_of(app).state == "open"


def test_what_was_typed_comes_back(app):
    a_campaign(app)
    page = send(at_desk(app), "won", "open", "x" * 1001, update="y")
    assert page.one("#note-won").to_text().strip() == "x" * 1001
    assert "checked" in page.one("#update-won").attrs


def test_it_says_what_follows_before_it_is_done(app, clock):
    slug = a_campaign(app, keep_days=30)
    desk = at_desk(app, "editor")
    a_crowd(app, slug, 3, updates=True)
    a_crowd(app, slug, 1)
    for state, words in {
        "paused": ["are kept.", "3 people asked for news", "take this back at any time"],
        "won": ["are erased on 22 December 2026.", "3 people asked for news", "open it again"],
        "closed": ["are erased on 22 December 2026.", "Nobody can sign or write any more."],
        "taken-down": ["are kept.", "disappear at once", "Only an admin can take this back"],
    }.items():
        follows = desk.get(f"{PATH}/{state}").text("#follows")
        assert [one for one in words if one not in follows] == [], state
    assert "news by mail" not in follows
    send(desk, "won", "open", REASON)
    clock.shift(timedelta(days=10))
    desk = at_desk(app, "editor", "ed@example.org")
    asked = desk.get(f"{PATH}/closed").text("#follows")
    assert "are erased on 22 December 2026." in asked  # counted from the first end
    clock.shift(timedelta(days=21))
    desk = at_desk(app, "editor", "eve@example.org")
    assert "are erased already." in desk.get(f"{PATH}/open").text("#follows")
    assert desk.get(f"{PATH}/draft").status == 404
    with app.app_context():
        take_down(slug, "", actor=BEN)
    assert desk.get(f"{PATH}/won").headers["Location"] == PATH


def test_words_that_are_news_can_be_mailed_next(app):
    a_crowd(app, a_campaign(app), 2, updates=True)
    desk = at_desk(app)
    sent = send(desk, "won", "open", "She is free.", update="y", headline=" At  home ")
    page = desk.get(sent.headers["Location"])
    link = page.one(".notice[data-focus] a")
    assert link.to_text() == "Mail it to 2 people who asked for news"
    assert "At home" in desk.get("/organise/campaigns/free-the-nurse/updates").text("article h3")
    assert desk.get(link.attrs["href"]).status == 200
    page = send(desk, "won", "won", "She is free.", update="y", headline="x" * 121)
    assert (page.status, page.value("headline")) == (422, "x" * 121)


@both_databases
def test_it_can_be_news_as_well_on_the_day_it_is_there(app, clock):
    clock.move_to("2026-11-22T23:00:00+00:00")
    a_campaign(app, time_zone="Asia/Almaty")
    page = send(at_desk(app), "won", "open", "She is **free**.", update="y")
    assert page.headers["Location"].endswith("?before=open&news=y")
    assert campaign_of(app).shown_news == [("2026-11-23", "She is **free**.")]
    assert campaign_of(app).updates[0].changed_at.isoformat() == "2026-11-22T23:00:00+00:00"
    details = {"before": "open", "after": "won", "reason": "She is **free**.", "update": True}
    assert last_entry(app) == (BEN, "changed the state of", details)


def test_no_news_without_words(app):
    a_campaign(app, "paused", REASON)
    assert send(at_desk(app), "open", "paused", "", update="y").status == 422
    assert campaign_of(app).state == "paused"


@both_databases
def test_a_decision_about_an_older_state_changes_nothing(app):
    slug = a_campaign(app)
    desk = at_desk(app)
    with app.app_context():
        change_state(slug, "paused", REASON, actor="cleo@example.org")
    page = send(desk, "won", "open", "She is free.", update="y")
    assert page.status == 409
    assert "You had written: She is free." in page.text(".notice[data-focus]")
    assert "This campaign is paused." in page.text("main")
    found = campaign_of(app)
    assert (found.state, found.state_note, found.shown_news) == ("paused", REASON, [])
    assert last_entry(app)[0] == "cleo@example.org"


@both_databases
def test_the_end_of_a_campaign_is_noted_and_forgotten(app, clock):
    a_campaign(app)
    desk = at_desk(app)
    send(desk, "won", "open", REASON)
    ended = campaign_of(app).ended_at
    assert ended.isoformat() == "2026-11-22T12:00:00+00:00"
    clock.shift(600)
    send(desk, "won", "won", "Other words.")
    assert (campaign_of(app).state_note, campaign_of(app).ended_at) == ("Other words.", ended)
    send(desk, "open", "won")
    assert (campaign_of(app).state_note, campaign_of(app).ended_at) == ("", None)


def test_a_mistake_is_taken_back_with_one_press(app):
    a_campaign(app)
    desk = at_desk(app)
    page = desk.get(send(desk, "closed", "open", REASON).headers["Location"])
    assert page.text(".notice button") == "Open it again"
    fields = {field.attrs["name"]: field.attrs["value"] for field in page.all(".notice input")}
    assert desk.post(PATH, fields).status == 303
    assert campaign_of(app).state == "open"


def test_what_was_paused_for_safety_is_not_offered_to_open(app):
    a_campaign(app, "paused", REASON)
    desk = at_desk(app)
    page = desk.get(send(desk, "closed", "paused", REASON).headers["Location"])
    assert not page.all(".notice button")


@pytest.mark.parametrize(
    ("state", "seen"),
    [("paused", "draft"), ("won", "draft"), ("draft", "open"), ("draft", "draft"), ("", "draft")],
)
def test_there_is_no_other_way(app, state, seen):
    a_campaign(app, "draft" if seen == "draft" else "open")
    assert send(at_desk(app), state, seen, REASON).status == 422
    assert campaign_of(app).state == seen


def test_bad_input_is_refused_in_words(app):
    a_campaign(app)
    desk = at_desk(app)
    for form in ({}, {"state": "won"}, {"state": ["won", "\0"], "seen": "\0", "note": "\0"}):
        assert desk.post(PATH, form).status in {409, 422}
    assert send(desk, "won", "open", "e\u0301" * 9_000).status == 422
    assert desk.get(f"{PATH}?before=x&news=y&before=%00").status == 200
    assert desk.post("/organise/campaigns/none/state", {"state": "won"}).status == 404


def test_viewers_change_nothing(app):
    a_campaign(app)
    desk = at_desk(app, "viewer")
    assert (desk.get(PATH).status, send(desk, "won", "open", REASON).status) == (403, 403)
    assert campaign_of(app).state == "open"


def test_the_command_opens_nothing_that_lacks_something(app):
    slug = a_campaign(app, "draft")
    without_demands(app)
    answer = app.test_cli_runner().invoke(args=["set-state", slug, "open"])
    assert (answer.exit_code, campaign_of(app).state) == (2, "draft")
    assert "There is no demand" in answer.output
