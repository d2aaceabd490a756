"""The first page lists the open campaigns, the most urgent one first."""

from datetime import date

import pytest

from petitions.campaigns.models import signatures_key
from petitions.db import transaction
from petitions.db.tally import count, fold
from tests.conftest import both_databases
from tests.factories import a_campaign

pytestmark = both_databases


def titles(visitor):
    return [title.to_text().strip() for title in visitor.get("/").all("ul.cases h2")]


def test_an_empty_site_says_when_to_look_again(visitor):
    page = visitor.get("/")
    assert page.status == 200
    assert "No campaign is open at the moment." in page.text()
    assert not page.all("ul.cases")


@pytest.mark.parametrize("state", ["draft", "paused", "won", "closed"])
def test_only_open_ones_are_listed(app, visitor, state):
    a_campaign(app, state)
    assert titles(visitor) == []
    a_campaign(app, slug="other", title="Free the teacher")
    assert titles(visitor) == ["Free the teacher"]


def test_each_leads_to_its_page_and_says_what_it_is_about(app, visitor):
    slug = a_campaign(app)
    page = visitor.get("/")
    assert page.one("ul.cases a").attrs["href"] == f"/c/{slug}"
    assert "A nurse is in prison" in page.text("li.case")
    assert page.text("li.case").startswith("Kazakhstan")
    assert page.text("li.case").endswith("Be the first to sign")


def test_the_nearest_deadline_comes_first_and_those_past_or_without_it_last(app, visitor, clock):
    deadlines = {
        "past": date(2026, 11, 21),
        "none": None,
        "later": date(2026, 12, 24),
        "today": date(2026, 11, 22),
        "soon": date(2026, 11, 30),
    }
    for slug, deadline in deadlines.items():
        a_campaign(app, slug=slug, title=slug, deadline=deadline)
    assert titles(visitor)[:3] == ["today", "soon", "later"]
    assert set(titles(visitor)[3:]) == {"past", "none"}


def test_it_tells_how_much_time_is_left(app, visitor, clock):
    a_campaign(app, deadline=date(2026, 11, 23))
    a_campaign(app, slug="past", title="Past", deadline=date(2026, 11, 21))
    soon, past = (case.to_text(separator=" ") for case in visitor.get("/").all("li.case"))
    assert "1 day left" in soon
    assert "left" not in past


@pytest.mark.parametrize("folded", [False, True])
def test_it_tells_how_many_have_signed(app, visitor, folded):
    a_campaign(app)
    with app.app_context(), transaction():
        count(signatures_key(1), 1234)
    with app.app_context():
        if folded:
            fold()
    assert "1,234 confirmed signatures" in visitor.get("/").text("li.case")
