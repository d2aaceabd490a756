"""A campaign is a draft, open, paused, won or closed, and its page says so; or taken down."""

import pytest
from sqlalchemy import select

from petitions.accounts.audit import Entry
from petitions.campaigns.models import Campaign
from petitions.db import db
from tests.conftest import both_databases
from tests.factories import a_campaign, sign_form

ENDED = ("paused", "won", "closed")


def shown(app, visitor, state, note=""):
    page = visitor.get(f"/c/{a_campaign(app, state, note)}")
    assert page.status == 200
    return page


def set_state(app, *words):
    answer = app.test_cli_runner().invoke(args=["set-state", *words])
    return answer.exit_code, answer.output


def state_of(app, slug):
    with app.app_context():
        return db.session.execute(
            select(Campaign.state, Campaign.state_note).where(Campaign.slug == slug)
        ).one()


def entries(app):
    with app.app_context():
        found = db.session.scalars(select(Entry).order_by(Entry.number))
        return [(e.actor, e.verb, e.subject, e.details) for e in found]


@pytest.mark.parametrize("path", ["", "/sign", "/counter", "/counter.json", "/thanks"])
def test_nobody_sees_a_draft(app, visitor, path):
    slug = a_campaign(app, "draft")
    assert visitor.get(f"/c/{slug}{path}").status == 404


def test_a_draft_and_no_campaign_look_the_same(app, visitor):
    slug = a_campaign(app, "draft")
    assert visitor.get(f"/c/{slug}").html == visitor.get("/c/unheard-of").html


def test_an_open_one_can_be_signed_and_has_no_notice(app, visitor):
    page = shown(app, visitor, "open")
    assert page.one("form#sign")
    assert not page.all("header .notice")


@pytest.mark.parametrize("state", ENDED)
def test_an_ended_one_stays_readable_but_cannot_be_signed(app, visitor, state):
    page = shown(app, visitor, state)
    assert not page.all("form")
    assert page.one("ol#demands")
    assert page.one("#counter [data-counter=signatures]")


@pytest.mark.parametrize("state", ENDED)
def test_signing_an_ended_one_is_answered_with_gone(app, visitor, state):
    slug = a_campaign(app, state)
    assert visitor.post(f"/c/{slug}/sign", sign_form()).status == 410


@pytest.mark.parametrize(
    ("state", "heading", "default"),
    [
        ("paused", "This campaign is paused", "to keep people safe"),
        ("won", "Good news", "What this campaign asked for has been granted."),
        ("closed", "This campaign is closed", ""),
    ],
)
def test_the_page_begins_with_what_one_must_know(app, visitor, state, heading, default):
    page = shown(app, visitor, state)
    assert page.text("main").startswith(heading)
    assert default in page.text(".case-head > header")


@pytest.mark.parametrize("state", ENDED)
def test_the_organisers_words_tell_why(app, visitor, state):
    page = shown(app, visitor, state, "She is <b>home</b>.")
    told = page.text("h1" if state == "won" else "header .notice")
    assert told.endswith("She is <b>home</b>.")


def test_why_it_is_paused_stands_where_one_would_sign(app, visitor):
    page = shown(app, visitor, "paused", "A trial is on.")
    assert "Signing is paused A trial is on." in page.text("#pledge")


@pytest.mark.parametrize("state", ["open", *ENDED])
def test_the_command_changes_the_state(app, state):
    slug = a_campaign(app)
    assert set_state(app, slug, state, "--note", "So it is.") == (0, f"{slug}: {state}\n")
    assert state_of(app, slug) == (state, "So it is.")


def test_an_ended_one_can_be_opened_again(app, visitor):
    slug = a_campaign(app, "closed", "A mistake.")
    set_state(app, slug, "open")
    assert state_of(app, slug) == ("open", "")
    assert visitor.get(f"/c/{slug}").one("form#sign")


def test_the_command_knows_no_such_campaign(app):
    assert set_state(app, "unheard-of", "won") == (2, "there is no campaign unheard-of\n")
    assert entries(app) == []


@pytest.mark.parametrize("state", ["draft", "finished", ""])
def test_the_command_knows_no_such_state(app, state):
    slug = a_campaign(app)
    assert set_state(app, slug, state)[0] == 2
    assert state_of(app, slug) == ("open", "")


@both_databases
def test_each_change_is_in_the_audit_log(app, database):
    slug = a_campaign(app, "draft")
    set_state(app, slug, "open")
    set_state(app, slug, "won", "--note", "She is home.")
    verb, subject = "changed the state of", f"campaign {slug}"
    assert entries(app) == [
        ("ben@example.org", "created", subject, {"state": "draft"}),
        ("command line", verb, subject, {"before": "draft", "after": "open"}),
        (
            "command line",
            verb,
            subject,
            {"before": "open", "after": "won", "reason": "She is home."},
        ),
    ]
