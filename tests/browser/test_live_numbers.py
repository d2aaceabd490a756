"""An organiser's open page keeps itself up to date, and the reader's place."""

import pytest
from playwright.sync_api import expect

from petitions import create_app
from tests.browser.people import someone
from tests.conftest import make_settings
from tests.desk.counting import give_signatures
from tests.factories import a_campaign
from tests.organisers import at_desk


@pytest.fixture
def app(site):
    """The application on the database of the site that is served."""
    return create_app(make_settings(site.folder, f"sqlite:///{site.folder / 'petitions.sqlite'}"))


@pytest.fixture
def organiser(app, browser, site):
    cookie = at_desk(app, factor=False).client.get_cookie("petitions", domain="127.0.0.1")
    with someone(browser, site) as organiser:
        organiser.page.context.add_cookies(
            [{"name": "petitions", "value": cookie.value, "url": site.url}]
        )
        yield organiser
        organiser.page.context.clear_cookies()  # in public nobody has any


def test_numbers_change_and_an_open_table_stays_open(app, organiser):
    a_campaign(app)
    give_signatures(app, 2)
    organiser.opens("/organise/campaigns/free-the-nurse/numbers")
    organiser.page.get_by_text("The same as a table").click()
    give_signatures(app, 3)
    expect(organiser.page.locator('[data-counter="signatures"]')).to_have_text("5")
    assert organiser.page.locator("#growth-table").get_attribute("open") is not None
