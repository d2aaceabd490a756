"""The preview is the public page, to the byte, before anybody else may see it."""

import pytest

from petitions.campaigns.operations import change_state
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign, sign_form, stored
from tests.illustrations import a_picture
from tests.organisers import at_desk

PREVIEW = "/organise/campaigns/free-the-nurse/preview"


@both_databases
def test_a_draft_looks_as_it_will_once_it_is_open(app, visitor, clock):
    slug = a_campaign(app, "draft")
    a_picture(app, slug)
    preview = at_desk(app).get(PREVIEW)
    assert preview.one("form#sign")
    with app.app_context():
        change_state(slug, "open", "", actor=BEN)
    assert preview.html == visitor.get(f"/c/{slug}").html


@pytest.mark.parametrize("state", ["open", "paused", "won", "closed"])
def test_any_other_state_looks_as_it_is(app, visitor, clock, state):
    slug = a_campaign(app, state)
    assert at_desk(app).get(PREVIEW).html == visitor.get(f"/c/{slug}").html


def test_it_speaks_the_language_of_the_campaign_and_is_kept_nowhere(app):
    a_campaign(app, "draft", language="ar")
    page = at_desk(app).get(PREVIEW)
    assert page.one("html").attrs["dir"] == "rtl"
    assert page.headers["Cache-Control"] == "no-store"


@both_databases
def test_looking_opens_nothing(app):
    a_campaign(app, "draft")
    desk = at_desk(app)
    desk.get(PREVIEW)
    before = stored(app)
    assert desk.get(PREVIEW).status == 200
    assert stored(app) == before


def test_what_the_page_asks_for_by_itself_changes_nothing_of_a_draft(app):
    a_campaign(app, "draft")
    desk = at_desk(app)
    page = desk.get(PREVIEW)
    before = stored(app)
    assert desk.get(page.one("#counter").attrs["data-hx-get"]).status == 404
    assert desk.post(page.one("#sign").attrs["action"], sign_form()).status == 404
    assert stored(app) == before


def test_a_viewer_has_no_preview(app):
    a_campaign(app, "draft")
    assert at_desk(app, "viewer").get(PREVIEW).status == 403


def test_its_address_stands_on_paper(app, visitor):
    page = visitor.get(f"/c/{a_campaign(app)}")
    assert page.text(".printed") == "http://127.0.0.1:8000/c/free-the-nurse"
    code = page.one(".printed img").attrs
    assert (code["src"], code["loading"]) == ("/c/free-the-nurse/qr.svg", "lazy")
