"""Open pages ask as often as the fragment that they get says."""

import pytest

from petitions.desk.operations import set_poll_seconds
from tests.conftest import make_settings
from tests.factories import BEN, a_campaign
from tests.organisers import at_desk
from tests.pages import Visitor

PATHS = ["/c/free-the-nurse", "/c/free-the-nurse/counter", "/c/free-the-nurse/thanks"]
DESK = ["/organise/", "/organise/live"]
DESK += [f"/organise/campaigns/free-the-nurse/numbers{live}" for live in ("", "/live")]


@pytest.fixture
def settings(tmp_path, database):
    return make_settings(tmp_path, database, poll_seconds=7)


def every(page):
    return page.one("[data-live]").attrs["data-hx-trigger"]


@pytest.mark.parametrize("path", [*PATHS, *DESK])
def test_it_is_as_the_server_is_set_or_as_an_admin_said(app, path):
    a_campaign(app)
    visitor = at_desk(app, factor=False) if path in DESK else Visitor(app)
    found = [every(visitor.get(path))]
    for seconds in (60, None):
        with app.app_context():
            set_poll_seconds(seconds, actor=BEN)
        found.append(every(visitor.get(path)))
    assert found == ["every 7s", "every 60s", "every 7s"]


def test_the_mark_of_the_counter_changes_so_that_caches_fetch_it(app, visitor):
    a_campaign(app)
    before = visitor.get(PATHS[1]).headers["ETag"]
    with app.app_context():
        set_poll_seconds(60, actor=BEN)
    assert visitor.get(PATHS[1], headers={"If-None-Match": before}).status == 200
