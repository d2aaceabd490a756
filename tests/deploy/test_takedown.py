"""A case that is taken down is gone for everybody within five seconds, behind nginx too."""

import time

import pytest
from sqlalchemy import select

from petitions.campaigns.models import Picture
from petitions.db import transaction
from tests.appeals.people import TARGETS
from tests.conftest import make_settings
from tests.factories import a_campaign
from tests.fronts import NAME
from tests.illustrations import a_picture
from tests.web.routes import every_route

SLUG = "free-the-nurse"
SECONDS = 5
CHANNELS = ("letter", "email", "form", "fax", "call", "whatsapp", "telegram", "signal", "social")


@pytest.fixture
def paths(front, another_app):
    """Give every address below a case that has all there can be, asked for a first time."""
    url = front.site.environment["PETITIONS_DATABASE_URL"]
    app = another_app(make_settings(front.site.folder, url, base_url=f"https://{NAME}"))
    a_campaign(app, targets=TARGETS, embed_on=["*"])
    a_picture(app, SLUG)
    with app.app_context(), transaction() as session:
        digest = session.scalars(select(Picture.digest)).one()
    found = {
        route.path
        for channel in CHANNELS
        for route in every_route(
            app, slug=SLUG, target_slug="minister", channel_name=channel, digest=digest
        )
        if route.rule.startswith("/c/") and "GET" in route.methods
    }
    return sorted(found | {f"/c/{SLUG}?fbclid=1", f"/c/{SLUG}/supporters?before=9"})


def set_state(front, state):
    """Let the operator do it, which may take longer than nginx keeps a connection open."""
    assert front.site.command("set-state", SLUG, state)[0] == 0
    for connection in front.nginx.connections.values():
        connection.close()


def statuses(front, paths):
    """Ask for every address; give {path: status}."""
    return {path: front.nginx.ask(path, Accept_Encoding="br").status for path in paths}


def seconds_until(front, paths, wanted):
    """Ask again and again until every address answers so; give for how long."""
    start = time.monotonic()
    left = paths
    while left and time.monotonic() - start < 2 * SECONDS:
        left = [path for path, found in statuses(front, left).items() if found != wanted]
    assert left == []
    return time.monotonic() - start


def test_every_address_is_gone_within_five_seconds(front, paths):
    assert len(paths) > 25
    assert set(statuses(front, paths).values()) == {200}
    assert SLUG in front.nginx.ask("/").body.decode()
    set_state(front, "taken-down")
    passed = seconds_until(front, paths, 410)
    print(f"{len(paths)} addresses gone after {passed:.1f} s")
    assert passed < SECONDS
    assert SLUG not in front.nginx.ask("/").body.decode()
    set_state(front, "open")
    assert seconds_until(front, [f"/c/{SLUG}"], 200) < SECONDS


def test_where_the_site_is_away_the_old_page_does_not_stand_in(front, paths):
    statuses(front, paths)
    set_state(front, "taken-down")
    seconds_until(front, paths, 410)
    front.site.stop()
    time.sleep(2.1)
    never_late = ("before=", "/voices", "/check-mail/", "/sign/")  # names, and what was typed
    kept = [path for path in paths if not any(part in path for part in never_late)]
    assert set(statuses(front, kept).values()) == {410}
