"""Every address that the site answers, from its own list of routes."""

from typing import NamedTuple

from petitions.db import transaction
from tests.factories import a_campaign
from tests.illustrations import a_logo, a_picture
from tests.mails import link
from tests.signing.steps import signed, store_link

SAFE = {"GET", "HEAD", "OPTIONS"}


class Route(NamedTuple):
    """One route with something in place of what varies."""

    endpoint: str
    rule: str
    path: str
    methods: frozenset[str]


def every_route(app, **values):
    """Give all routes; `values` are for what varies (`slug`, `token`, `address`)."""
    routes = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            given = {"part": "story", "way": "up", "which": "signing", "language": "fr"}
            given |= {"state": "paused"} | values
            if "unsubscribe" in rule.endpoint:  # it has links of its own
                given["token"] = values.get("news_token", "1")
            given = {name: given.get(name, "1") for name in rule.arguments}
            _, path = rule.build(given)
            if rule.endpoint == "found.oembed":
                path += f"?url=http://127.0.0.1:8000/c/{values.get('slug', '')}"
            methods = frozenset(rule.methods or ())
            routes.append(Route(rule.endpoint, rule.rule, path, methods))
    return routes


def routes_in_use(app, visitor, mailbox):
    """Give all public routes of a site where somebody has signed: none of them answers 404."""
    slug = a_campaign(app)
    token = link(signed(visitor, mailbox, slug), "confirm").removeprefix("/confirm/")
    with app.app_context(), transaction():
        news_token = store_link(1, news=True)
    icon = visitor.get("/").one('link[rel="icon"]').attrs["href"].removeprefix("/static/")
    digest = a_picture(app, slug)
    values = {"slug": slug, "token": token, "news_token": news_token}
    values |= {"address": icon, "digest": digest, "logo_digest": a_logo(app)}
    routes = every_route(app, **values, target_slug="minister", channel_name="letter")
    return [route for route in routes if not route.rule.startswith("/organise")]
