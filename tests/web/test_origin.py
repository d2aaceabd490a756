"""Forms are taken from this site's own pages alone; reading is free for everyone."""

import pytest

from petitions.web.http import own_names
from tests.factories import a_campaign, stored
from tests.web.routes import SAFE, routes_in_use

OWN = "http://127.0.0.1:8000"
FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "CROSS-SITE"},
    {"Sec-Fetch-Site": "cross-site", "Origin": OWN},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "http://127.0.0.1:8001"},
    {"Origin": "https://127.0.0.1:8000"},
    {"Origin": "http://127.0.0.1:8000.evil.example"},
]
OUR_OWN = [
    {},
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": OWN},
    {"Origin": "http://localhost:8000"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
]


def header_id(headers):
    return ", ".join(f"{name}: {value}" for name, value in headers.items()) or "none"


def test_a_form_from_elsewhere_is_refused_everywhere(app, visitor, mailbox):
    routes = routes_in_use(app, visitor, mailbox)
    unsafe = [(method, route.path) for route in routes for method in route.methods - SAFE]
    assert len(unsafe) >= 3
    before = stored(app)
    for method, path in unsafe:
        for headers in FOREIGN:
            page = visitor.ask(method, path, headers=headers)
            assert page.status == 403, (path, headers)
            assert page.text("h1") == "That did not come from this site"
    assert stored(app) == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_no_other_method_gets_round_it(visitor, method):
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert visitor.ask(method, "/", headers=foreign).status == 403
    assert visitor.ask(method, "/").status == 405


@pytest.mark.parametrize("headers", OUR_OWN, ids=header_id)
def test_our_own_form_is_taken(app, visitor, headers):
    assert visitor.ask("POST", f"/c/{a_campaign(app)}/sign", headers=headers).status == 422


@pytest.mark.parametrize("headers", [FOREIGN[0], FOREIGN[4]], ids=header_id)
def test_reading_is_never_refused(app, visitor, mailbox, headers):
    for route in routes_in_use(app, visitor, mailbox):
        for method in route.methods & SAFE:
            assert visitor.ask(method, route.path, headers=headers).status < 400, route


@pytest.mark.parametrize(
    ("base_url", "hosts", "origins"),
    [
        ("https://p.example.org", ["p.example.org"], {"https://p.example.org"}),
        ("https://p.example.org:8443", ["p.example.org"], {"https://p.example.org:8443"}),
        ("https://p.example.org:443", ["p.example.org"], {"https://p.example.org"}),
        ("http://p.example.org:80", ["p.example.org"], {"http://p.example.org"}),
        ("https://P.Example.org", ["p.example.org"], {"https://p.example.org"}),
        ("http://[2001:db8::1]:80", ["[2001:db8::1]"], {"http://[2001:db8::1]"}),
        (
            "http://localhost:5000",
            ["127.0.0.1", "localhost", "[::1]"],
            {"http://127.0.0.1:5000", "http://localhost:5000", "http://[::1]:5000"},
        ),
    ],
)
def test_the_names_of_the_site_come_from_its_address(base_url, hosts, origins):
    assert own_names(base_url) == (hosts, origins)
