"""While the lists of names are off, the page stays and shows the number alone."""

import pytest

from petitions.desk.operations import set_flag
from tests.factories import BEN, a_campaign
from tests.organisers import at_desk
from tests.signing.crowd import a_crowd


@pytest.fixture
def slug(app):
    slug = a_campaign(app)
    a_crowd(app, slug, 3, visibility="full", name="Ada Lovelace")
    with app.app_context():
        set_flag("names", on=False, actor=BEN)
    return slug


@pytest.mark.parametrize("query", ["", "?before=2"])
def test_the_page_says_so(visitor, slug, query):
    page = visitor.get(f"/c/{slug}/supporters{query}")
    assert page.status == 200
    assert not page.all(".supporter")
    assert "Lovelace" not in page.html
    assert "not shown just now" in page.text()
    assert "3 confirmed signatures" in page.text()
    assert page.headers["Cache-Control"].startswith("public, max-age=2, stale-if-error=0")


def test_the_link_to_it_stays(visitor, slug):
    assert visitor.get(f"/c/{slug}").one(f'a[href="/c/{slug}/supporters"]')


def test_organisers_still_see_the_signatures(app, slug):
    page = at_desk(app).get(f"/organise/campaigns/{slug}/signatures")
    assert "Ada Lovelace" in page.html


def test_a_paused_campaign_says_its_own_reason(app, visitor):
    slug = a_campaign(app, "paused")
    with app.app_context():
        set_flag("names", on=False, actor=BEN)
    assert "While the campaign is paused" in visitor.get(f"/c/{slug}/supporters").text()


def test_when_it_is_on_again_the_names_are_back(app, visitor, slug):
    with app.app_context():
        set_flag("names", on=True, actor=BEN)
    assert len(visitor.get(f"/c/{slug}/supporters").all(".supporter")) == 3
