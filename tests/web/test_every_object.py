"""Public addresses know nobody: a draft, and what belongs elsewhere, is there for no role."""

import pytest

from petitions.accounts.models import ROLES
from petitions.db import transaction
from petitions.signing.links import new_token
from tests.factories import a_campaign, stored
from tests.illustrations import a_picture
from tests.mails import link
from tests.organisers import at_desk
from tests.signing.steps import signed, store_link
from tests.web.routes import every_route, routes_in_use

FORM = {"name": "Ada", "email": "ada@example.org", "consent": "y", "words": "x", "number": "1"}


def below_campaigns(app, **values):
    """Give (method, path) of all that has the address of a campaign."""
    given = {"target_slug": "minister", "channel_name": "letter"} | values
    routes = [route for route in every_route(app, **given) if route.rule.startswith("/c/<slug>")]
    return [(method, route.path) for route in routes for method in route.methods & {"GET", "POST"}]


def test_a_draft_is_there_for_nobody(app, visitor):
    slug = a_campaign(app, "draft")
    digest = a_picture(app, slug)
    who = [visitor, *(at_desk(app, role, f"{role}@example.org") for role in ROLES)]
    before = stored(app)
    for method, path in below_campaigns(app, slug=slug, digest=digest):
        # Who may preview a draft is shown its picture there.
        for one in who[:2] if digest in path else who:
            page = one.post(path, FORM) if method == "POST" else one.get(path)
            assert page.status == 404, (method, path)
    assert stored(app) == before


def test_things_of_another_campaign_are_not_there(app, visitor):
    slug = a_campaign(app, slug="free-the-baker", targets=[])
    a_campaign(app)
    digest = a_picture(app, "free-the-nurse")
    before = stored(app)
    asked = 0
    for method, path in below_campaigns(app, slug=slug, digest=digest):
        if "/minister/" in path or digest in path:
            page = visitor.post(path, FORM) if method == "POST" else visitor.get(path)
            assert page.status == 404, (method, path)
            asked += 1
    assert asked > 10
    assert stored(app) == before


def test_an_organiser_is_shown_what_everybody_is(app, visitor, mailbox):
    desk = at_desk(app)
    for route in routes_in_use(app, visitor, mailbox):
        if "GET" in route.methods:
            page, seen = visitor.get(route.path), desk.get(route.path)
            assert (seen.status, seen.html) == (page.status, page.html), route
            assert "Set-Cookie" not in seen.headers


@pytest.mark.parametrize("kind", ["of news", "of another kind", "made up"])
def test_a_link_does_what_its_kind_does_and_no_more(app, visitor, mailbox, kind):
    mail = signed(visitor, mailbox, a_campaign(app))
    with app.app_context(), transaction():
        news = store_link(1, news=True)
    token = {"of news": news, "made up": new_token()}.get(kind)
    token = token or link(mail, "confirm").removeprefix("/confirm/")
    other = ("unsubscribe",) if kind == "of another kind" else ("confirm", "withdraw")
    before = stored(app)
    for route in every_route(app, token=token, news_token=token):
        if route.rule.startswith(tuple(f"/{first}/<token>" for first in other)):
            for method in route.methods & {"GET", "POST"}:
                page = visitor.post(route.path) if method == "POST" else visitor.get(route.path)
                assert page.status == 404, (method, route.path)
    assert stored(app) == before
