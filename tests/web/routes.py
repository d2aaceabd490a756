"""Every address that the site answers, from its own list of routes."""

from typing import NamedTuple

from tests.factories import a_campaign
from tests.mails import link
from tests.signing.steps import signed

SAFE = {"GET", "HEAD", "OPTIONS"}


class Route(NamedTuple):
    """One route with something in place of what varies."""

    rule: str
    path: str
    methods: frozenset[str]


def every_route(app, **values):
    """Give all routes; `values` are for what varies (`slug`, `token`, `address`)."""
    routes = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            given = {name: values.get(name, "1") for name in rule.arguments}
            _, path = rule.build(given)
            routes.append(Route(rule.rule, path, frozenset(rule.methods or ())))
    return routes


def routes_in_use(app, visitor, mailbox):
    """Give all public routes of a site where somebody has signed: none of them answers 404."""
    slug = a_campaign(app)
    token = link(signed(visitor, mailbox, slug), "confirm").removeprefix("/confirm/")
    icon = visitor.get("/").one('link[rel="icon"]').attrs["href"].removeprefix("/static/")
    values = {"slug": slug, "token": token, "address": icon}
    routes = every_route(app, **values, target_slug="minister", channel_name="letter")
    return [route for route in routes if not route.rule.startswith("/organise")]
