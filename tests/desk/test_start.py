"""The first day: an admin is led from the second factor to the first campaign and a colleague."""

from sqlalchemy import select

from petitions.accounts.models import EDITOR, Organiser
from petitions.campaigns.operations import create
from petitions.db import transaction
from tests.factories import CLEO, NURSE, a_campaign, an_organisation
from tests.organisers import at_desk, give_factor

START = "/organise/start"


def marks(desk):
    """Give what stands beside the title of each step."""
    return [one.to_text() for one in desk.get(START).all("#steps h2")]


def test_an_admin_of_an_empty_site_lands_there_and_may_do_it_later(app):
    desk = at_desk(app)
    page = desk.get("/organise/")
    assert len(page.all("#steps > li")) == len(desk.get(START).all("#steps > li")) == 4
    assert "There is no campaign yet." in page.text("main")
    for path in ("account", "about", "organisers", "campaigns/new"):
        back = desk.get(f"/organise/{path}").all(".masthead nav a")[0]
        assert (back.to_text(), back.attrs["href"]) == ("First steps", "/organise/")
    editor = at_desk(app, EDITOR, CLEO.email)
    assert not editor.get("/organise/").all("#steps")
    assert editor.get(START).status == 403


def test_each_step_is_done_once_it_is_and_then_the_page_is_gone(app):
    desk = at_desk(app, factor=False)
    assert marks(desk)[0].endswith("Next")
    with app.app_context(), transaction() as session:
        give_factor(session.scalars(select(Organiser)).one())
    assert [one.split()[-1] for one in marks(desk)[:2]] == ["Done", "Next"]
    an_organisation(app)
    a_campaign(app)
    assert [one.split()[-1] for one in marks(desk)] == ["Done", "Done", "Done", "Next"]
    desk.post("/organise/organisers", {"email": CLEO.email, "role": "viewer"})
    assert desk.get(START).headers["Location"] == "/organise/"
    assert not desk.get("/organise/").all("#steps")
    assert "First steps" not in desk.get("/organise/account").text(".masthead")


def test_the_sample_is_no_campaign_of_ones_own(app):
    with app.app_context():
        create(NURSE, actor="first start")
    assert marks(at_desk(app))[2] == "Write your first campaign"
