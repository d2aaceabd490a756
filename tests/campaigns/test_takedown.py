"""What is taken down, or hidden, answers with one sentence everywhere and is named nowhere."""

import pytest
from sqlalchemy import select, update

from petitions.accounts.audit import Entry
from petitions.campaigns.models import STATES, Campaign
from petitions.campaigns.operations import (
    ChangedMeanwhile,
    IsTakenDown,
    NotADraft,
    change_state,
)
from petitions.campaigns.takedown import bring_back, take_down
from petitions.db import db, transaction
from tests.conftest import both_databases
from tests.factories import BEN, NURSE, a_campaign, sign_form
from tests.organisers import at_desk
from tests.web.routes import every_route

pytestmark = pytest.mark.slow

SLUG = NURSE.slug
SENTENCE = "This page is not available."
TELLTALE = (SLUG, "nurse", "Nurse", "Kazakhstan", "Ann Other", BEN, "taken down", "secret reason")
WAYS = ("taken down", "hidden")


def withhold(app, way, slug=SLUG):
    """Take a campaign from the public in one of two ways."""
    with app.app_context():
        if way == "hidden":
            change_state(slug, "paused", "a secret reason", actor=BEN, hide=True)
        else:
            take_down(slug, "a secret reason", actor=BEN)


def state_of(app):
    with app.app_context():
        found = db.session.scalars(select(Campaign)).one()
        return found.state, found.is_hidden, found.state_note, found.state_before


def below(app, **values):
    """Give every address of the campaign."""
    routes = every_route(app, slug=SLUG, target_slug="minister", channel_name="letter", **values)
    return [route for route in routes if route.rule.startswith("/c/")]


@both_databases
@pytest.mark.parametrize("way", WAYS)
def test_every_address_answers_gone_and_tells_nothing(app, visitor, way):
    a_campaign(app, contact_email=BEN)
    routes = below(app)
    assert len(routes) > 20
    withhold(app, way)
    answers = set()
    for route in routes:
        for method in route.methods & {"GET", "POST"}:
            form = sign_form() if route.endpoint == "signing.sign" else {}
            answer = visitor.get(route.path) if method == "GET" else visitor.post(route.path, form)
            assert (answer.status, answer.headers["X-Robots-Tag"]) == (410, "noindex"), route
            assert SENTENCE in answer.html, route
            answers.add(answer.html)
            for word in TELLTALE:
                assert word not in answer.html + str(answer.headers), (route, word)
    assert len(answers) == 3  # a page, JSON, and a small page for frames


def test_programs_are_answered_in_json(app, visitor):
    a_campaign(app)
    withhold(app, "taken down")
    for path in (f"/c/{SLUG}.json", f"/c/{SLUG}/counter.json"):
        answer = visitor.get(path)
        assert (answer.status, answer.response.json) == (410, {"error": SENTENCE})


def test_a_frame_on_another_site_shows_one_sentence(app, visitor):
    a_campaign(app)
    withhold(app, "taken down")
    page = visitor.get(f"/c/{SLUG}/embed")
    assert (page.status, page.text("body")) == (410, SENTENCE)
    assert "frame-ancestors 'self' *" in page.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in page.headers


def test_addresses_that_never_led_anywhere_tell_nothing_either(app, visitor):
    a_campaign(app)
    withhold(app, "taken down")
    for path in ("appeals/nobody/letter", "appeals/minister/pigeon", "picture-0.jpg"):
        assert visitor.get(f"/c/{SLUG}/{path}").status == 410
    assert visitor.get(f"/c/{SLUG}.pdf?paper=papyrus").status == 410


def test_a_cache_may_put_it_in_place_of_the_page(app, visitor):
    a_campaign(app)
    withhold(app, "taken down")
    answer = visitor.get(f"/c/{SLUG}")
    assert answer.headers["Cache-Control"] == "public, max-age=1"
    assert "ETag" not in answer.headers  # it stands for no 304
    assert visitor.post(f"/c/{SLUG}/sign", sign_form()).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("way", WAYS)
def test_lists_forget_it(app, visitor, way):
    a_campaign(app, keep_days=7)
    a_campaign(app, slug="other", title="Free the teacher")
    for path in ("/", "/privacy"):
        assert f'href="/c/{SLUG}"' in visitor.get(path).html
    withhold(app, way)
    for path in ("/", "/privacy"):
        page = visitor.get(path)
        assert page.status == 200
        assert SLUG not in page.html
        assert NURSE.title not in page.html
    assert 'href="/c/other"' in visitor.get("/").html


@both_databases
@pytest.mark.parametrize("state", ["draft", "open", "paused", "won", "closed"])
def test_it_comes_back_as_it_was(app, visitor, state):
    a_campaign(app, state, "So it is." if state not in {"draft", "open"} else "")
    before = state_of(app)
    page = visitor.get(f"/c/{SLUG}")
    withhold(app, "taken down")
    assert state_of(app)[0] == "taken-down"
    assert visitor.get(f"/c/{SLUG}").status == 410
    with app.app_context():
        assert bring_back(SLUG, actor=BEN) == state
    assert state_of(app) == before
    assert visitor.get(f"/c/{SLUG}").status == page.status == (404 if state == "draft" else 200)


def test_a_hidden_one_comes_back_hidden(app, visitor):
    a_campaign(app)
    withhold(app, "hidden")
    withhold(app, "taken down")
    with app.app_context():
        bring_back(SLUG, actor=BEN)
    assert state_of(app)[:2] == ("paused", True)
    assert visitor.get(f"/c/{SLUG}").status == 410


@pytest.mark.parametrize("state", ["open", "paused", "won", "closed"])
def test_any_other_state_ends_hiding(app, visitor, state):
    a_campaign(app)
    withhold(app, "hidden")
    with app.app_context():
        change_state(SLUG, state, "So it is.", actor=BEN)
    assert state_of(app)[:2] == (state, False)
    assert visitor.get(f"/c/{SLUG}").status == 200


def test_nothing_else_changes_the_state_of_what_is_taken_down(in_app):
    a_campaign(in_app)
    withhold(in_app, "taken down")
    for state in STATES:
        with pytest.raises(IsTakenDown):
            change_state(SLUG, state, "x", actor=BEN)
    with pytest.raises(IsTakenDown):
        take_down(SLUG, "", actor=BEN)
    bring_back(SLUG, actor=BEN)
    with pytest.raises(ChangedMeanwhile):
        bring_back(SLUG, actor=BEN)
    with pytest.raises(NotADraft):
        change_state(SLUG, "draft", "", actor=BEN)


def test_the_log_tells_who_did_it_and_why(app):
    a_campaign(app)
    withhold(app, "hidden")
    withhold(app, "taken down")
    with app.app_context():
        bring_back(SLUG, actor="cleo@example.org")
        entries = db.session.scalars(select(Entry).order_by(Entry.number)).all()
    told = [(entry.actor, entry.verb, entry.details) for entry in entries[1:]]
    verb, reason = "changed the state of", {"reason": "a secret reason"}
    assert told == [
        (BEN, verb, {"before": "open", "after": "paused", "hidden": True} | reason),
        (BEN, verb, {"before": "paused", "after": "taken-down"} | reason),
        ("cleo@example.org", verb, {"before": "taken-down", "after": "paused"}),
    ]


def command(app, *words):
    answer = app.test_cli_runner().invoke(args=["set-state", SLUG, *words])
    return answer.exit_code, answer.output


@pytest.mark.parametrize("state", ["draft", "open", "paused", "won", "closed"])
def test_the_command_takes_down_and_brings_back(app, visitor, state):
    a_campaign(app, state)
    for _ in range(2):  # once more changes nothing
        assert command(app, "taken-down") == (0, f"{SLUG}: taken-down\n")
    assert visitor.get(f"/c/{SLUG}").status == 410
    other = "won" if state != "won" else "closed"
    refusal = f"{SLUG} is taken down: it can only go back to {state}\n"
    assert command(app, other) == (2, refusal)
    assert command(app, state) == (0, f"{SLUG}: {state}\n")
    assert state_of(app)[0] == state


def test_the_command_hides_a_paused_one(app, visitor):
    a_campaign(app)
    assert command(app, "paused", "--hide") == (0, f"{SLUG}: paused\n")
    assert visitor.get(f"/c/{SLUG}").status == 410
    assert command(app, "won", "--hide")[0] == 2
    assert command(app, "paused") == (0, f"{SLUG}: paused\n")
    assert visitor.get(f"/c/{SLUG}").status == 200


def test_a_case_that_is_open_alone_can_be_signed(app, visitor):
    """Signing looks at the state in a statement of its own."""
    a_campaign(app)
    with app.app_context(), transaction() as session:
        session.execute(update(Campaign).values(state="taken-down", state_before="open"))
    assert visitor.post(f"/c/{SLUG}/sign", sign_form()).status == 410


def test_editors_see_it_as_it_will_come_back(app):
    a_campaign(app)
    withhold(app, "taken down")
    page = at_desk(app, "editor").get(f"/organise/campaigns/{SLUG}/preview")
    assert page.one("form#sign")
    assert NURSE.title in page.text("h1")
