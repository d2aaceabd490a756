"""Organisers take a case down in one step; an admin brings it back; drafts can be deleted."""

import pytest
from sqlalchemy import select, update

from petitions.accounts.audit import Entry
from petitions.campaigns.models import Campaign
from petitions.campaigns.takedown import take_down
from petitions.db import db, transaction
from tests.conftest import both_databases
from tests.desk.editing import CASE
from tests.factories import BEN, NURSE, a_campaign, stored
from tests.illustrations import a_picture
from tests.organisers import at_desk
from tests.signing.steps import sign

pytestmark = pytest.mark.slow

SLUG = NURSE.slug
HERE = f"/organise/campaigns/{SLUG}"
# What hangs on a campaign, or on what hangs on it.
BELOW = ("campaign", "demand", "target", "contact", "campaign_update", "picture", "model_letter")


def send(desk, state, seen, note="", **more):
    return desk.post(f"{HERE}/state", {"state": state, "seen": seen, "note": note} | more)


def state_of(app):
    with app.app_context():
        return db.session.execute(select(Campaign.state, Campaign.is_hidden)).one()


def sent_fields(page, form):
    return {field.attrs["name"]: field.attrs["value"] for field in page.all(f"#{form} input")}


@both_databases
@pytest.mark.parametrize("state", ["draft", "open", "paused", "won", "closed"])
def test_an_editor_takes_it_down_in_one_step_from_any_state(app, visitor, state):
    a_campaign(app, state)
    desk = at_desk(app, "editor")
    asked = desk.get(f"{HERE}/state/taken-down")
    page = desk.post(f"{HERE}/state", sent_fields(asked, "to-taken-down"))
    assert page.status == 303
    page = desk.get(page.headers["Location"])
    assert page.text(".notice[data-focus] strong") == "This campaign is taken down."
    assert visitor.get(f"/c/{SLUG}").status == 410


def test_what_is_urgent_comes_first(app):
    a_campaign(app)
    links = at_desk(app).get(f"{HERE}/state").all("#next a")
    assert [link.attrs["href"] for link in links] == [
        f"{HERE}/state/{state}" for state in ("paused", "taken-down", "won", "closed")
    ]


def test_the_page_says_who_did_it_when_and_why(app, clock):
    a_campaign(app)
    desk = at_desk(app, "editor")
    send(desk, "taken-down", "open", "Her brother was arrested.")
    page = desk.get(f"{HERE}/state")
    assert f"Changed by {BEN}: 22 November 2026, 12:00 UTC" in page.text("main")
    assert page.text("blockquote") == "Her brother was arrested."
    assert "Only an admin can bring it back." in page.text("main")
    assert not page.all("#bring-back")
    assert not page.all("#next")
    assert "Taken down" in desk.get("/organise/").text("#overview")


@both_databases
def test_an_admin_brings_it_back_with_one_press(app, visitor):
    a_campaign(app, "won", "She is free.")
    desk = at_desk(app)
    send(desk, "taken-down", "won")
    page = desk.get(f"{HERE}/state")
    assert "It will be won again" in page.text("#bring-back")
    page = desk.post(f"{HERE}/bring-back", sent_fields(page, "bring-back"))
    assert page.status == 303
    assert "This campaign is won." in desk.get(page.headers["Location"]).text(".notice")
    assert "She is free." in visitor.get(f"/c/{SLUG}").text("main")


def test_nobody_else_brings_it_back(app):
    a_campaign(app)
    with app.app_context():
        take_down(SLUG, "", actor=BEN)
    desk = at_desk(app, "editor")
    assert desk.post(f"{HERE}/bring-back").status == 403
    for state in ("open", "paused", "won", "closed", "draft", "taken-down"):
        assert send(desk, state, "taken-down", "x").status == 422
    assert send(desk, "won", "open", "x").status == 409
    assert state_of(app) == ("taken-down", False)


def test_what_is_back_already_is_not_brought_back(app):
    a_campaign(app)
    page = at_desk(app).post(f"{HERE}/bring-back")
    assert (page.status, state_of(app)) == (409, ("open", False))
    assert "Somebody else changed the status meanwhile" in page.text(".notice[data-focus]")


@pytest.mark.parametrize(
    ("page", "note", "status"), [("keep", "It is safer.", 200), ("hide", "", 410)]
)
def test_a_pause_asks_what_happens_to_the_page(app, visitor, page, note, status):
    a_campaign(app)
    desk = at_desk(app, "editor")
    asked = desk.get(f"{HERE}/state/paused").all('#to-paused input[type="radio"]')
    assert [("checked" in field.attrs, field.attrs["value"]) for field in asked] == [
        (True, "keep"),
        (False, "hide"),
    ]
    answer = send(desk, "paused", "open", note, page=page)
    assert answer.status == 303
    is_told = "The page is hidden" in desk.get(answer.headers["Location"]).text("main")
    assert is_told == (page == "hide")
    assert visitor.get(f"/c/{SLUG}").status == status


def test_a_page_that_stays_needs_a_sentence_and_a_choice(app):
    a_campaign(app)
    desk = at_desk(app)
    assert send(desk, "paused", "open", "", page="keep").status == 422
    page = send(desk, "paused", "open", "Wait.", page="burn")
    assert page.status == 422
    assert "Choose whether the page stays or is hidden." in page.text("#to-paused")
    assert state_of(app) == ("open", False)


def test_a_hidden_page_is_shown_again_by_an_editor(app, visitor):
    a_campaign(app)
    desk = at_desk(app, "editor")
    send(desk, "paused", "open", page="hide")
    assert (
        desk.get(f"{HERE}/state/paused").one("#page-paused-hide").attrs.get("checked") is not None
    )
    assert "page hidden" in desk.get("/organise/").text("#overview")
    assert send(desk, "paused", "paused", "It is safer.", page="keep").status == 303
    assert "It is safer." in visitor.get(f"/c/{SLUG}").text("main")


def test_its_picture_is_for_editors_alone_then(app, visitor):
    a_campaign(app)
    path = f"/c/{SLUG}/picture-{a_picture(app, SLUG)}.jpg"
    assert visitor.get(path).status == 200
    with app.app_context():
        take_down(SLUG, "", actor=BEN)
    assert visitor.get(path).status == 410
    assert at_desk(app, "viewer", "viewer@example.org").get(path).status == 410
    answer = at_desk(app, "editor").get(path)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")


@both_databases
def test_a_draft_is_deleted_with_everything_below_it(app, clock):
    a_campaign(app, "draft")
    a_picture(app, SLUG)
    desk = at_desk(app, "editor")
    desk.post(f"{HERE}/updates", {"dated": "2026-11-20", "text": "She saw a doctor."})
    assert desk.get(f"{HERE}/state").one(f'a[href="{HERE}/delete"]')
    page = desk.get(f"{HERE}/delete")
    assert "This cannot be undone." in page.text("form.panel")
    page = desk.post(f"{HERE}/delete")
    assert page.status == 303
    assert desk.get(page.headers["Location"]).text(".notice[data-focus]") == "The draft is deleted."
    everything = stored(app)
    assert not [table for table in BELOW if everything[table]]
    assert desk.get(HERE).status == 404
    with app.app_context():
        entry = db.session.scalars(select(Entry).order_by(Entry.number.desc())).first()
    assert (entry.actor, entry.verb, entry.subject) == (
        BEN,
        "deleted the draft",
        f"campaign {SLUG}",
    )


def test_its_address_is_free_again(app):
    desk = at_desk(app, "editor")
    for _ in range(2):
        a_campaign(app, "draft")
        assert desk.post(f"{HERE}/delete").status == 303


@pytest.mark.parametrize("state", ["open", "paused", "won", "closed", "taken-down"])
def test_nothing_else_is_deleted(app, state):
    a_campaign(app, "open" if state == "taken-down" else state)
    if state == "taken-down":
        with app.app_context():
            take_down(SLUG, "", actor=BEN)
    desk = at_desk(app)
    before = stored(app)["campaign"]
    assert not desk.get(f"{HERE}/state").all(f'a[href="{HERE}/delete"]')
    for page in (desk.get(f"{HERE}/delete"), desk.post(f"{HERE}/delete")):
        assert page.status == 409
        assert "Only a draft that was never public can be deleted." in page.text(".notice")
    assert stored(app)["campaign"] == before


def test_nor_a_draft_that_somebody_has_signed(app, visitor):
    """A database that was brought back to an older program may hold one."""
    a_campaign(app)
    sign(visitor, SLUG)
    with app.app_context(), transaction() as session:
        session.execute(update(Campaign).values(state="draft"))
    assert at_desk(app).post(f"{HERE}/delete").status == 409
    assert state_of(app) == ("draft", False)


def test_viewers_neither_take_down_nor_delete(app):
    a_campaign(app, "draft")
    desk = at_desk(app, "viewer")
    assert send(desk, "taken-down", "draft").status == 403
    assert [desk.get(f"{HERE}/delete").status, desk.post(f"{HERE}/delete").status] == [403, 403]
    assert state_of(app) == ("draft", False)


def test_it_can_be_edited_meanwhile(app):
    a_campaign(app)
    with app.app_context():
        take_down(SLUG, "", actor=BEN)
    desk = at_desk(app, "editor")
    for page in ("", "/numbers", "/preview", "/picture", "/updates", "/state"):
        assert desk.get(f"{CASE}{page}").status == 200
