"""Security headers stand on every answer, errors and files too, and no answer sets a cookie."""

import pytest

from tests.factories import a_campaign
from tests.pages import Visitor
from tests.web.routes import every_route, routes_in_use

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
OTHERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT")


# What other sites may read, or show in a frame: only what is public anyway.
SHARED = (
    *("/c/<slug>.json", "/c/<slug>/updates.atom", "/c/<slug>/share.png", "/c/<slug>/embed"),
    "/c/<slug>/counter.json",
)


def check_headers(headers):
    assert set(headers["Content-Security-Policy"].split("; ")) == POLICY
    assert len(headers.getlist("Content-Security-Policy")) == 1
    assert {name: headers[name] for name in OTHERS} == OTHERS
    assert "Set-Cookie" not in headers
    assert "Server" not in headers
    assert "X-Powered-By" not in headers


def test_every_route_has_them(app, visitor, mailbox):
    for route in routes_in_use(app, visitor, mailbox):
        if route.rule not in SHARED:
            for method in METHODS:
                check_headers(visitor.ask(method, route.path).headers)


@pytest.mark.parametrize("rule", SHARED)
def test_what_is_shared_keeps_all_other_headers(app, visitor, rule):
    headers = visitor.get(rule.replace("<slug>", a_campaign(app, embed_on=["*"]))).headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = set(headers["Content-Security-Policy"].split("; "))
    assert policy - {"frame-ancestors 'self' *"} <= POLICY
    assert ("X-Frame-Options" in headers) == ("embed" not in rule)


def test_every_error_has_them(app, visitor):
    for path in ["/nothing", *(route.path for route in every_route(app))]:
        for method in METHODS:
            check_headers(visitor.ask(method, path).headers)


def test_refusals_have_them(app, visitor):
    slug = a_campaign(app)
    foreign = visitor.ask("POST", f"/c/{slug}/sign", headers={"Sec-Fetch-Site": "cross-site"})
    named = visitor.get("/", environ_overrides={"HTTP_HOST": "evil.example"})
    flood = visitor.post(f"/c/{slug}/sign", {"name": "x" * 70_000})
    assert [page.status for page in (foreign, named, flood)] == [403, 400, 413]
    for page in (foreign, named, flood):
        check_headers(page.headers)


@pytest.mark.own_app
def test_a_page_that_fails_has_them(app, visitor):
    app.add_url_rule("/fails", view_func=lambda: 1 // 0)
    page = visitor.get("/fails")
    assert page.status == 500
    check_headers(page.headers)


def test_the_policy_lets_no_inline_code_run(visitor):
    policy = visitor.get("/").headers["Content-Security-Policy"]
    for word in ("unsafe", "*", "data:", "http", "nonce"):
        assert word not in policy


@pytest.mark.parametrize(
    ("changes", "given"),
    [
        ({"base_url": "http://127.0.0.1:8000", "hsts_subdomains": True}, None),
        ({"base_url": "https://127.0.0.1:8000"}, "max-age=31536000"),
        (
            {"base_url": "https://127.0.0.1:8000", "hsts_subdomains": True},
            "max-age=31536000; includeSubDomains",
        ),
    ],
)
def test_only_a_site_with_tls_asks_browsers_to_stay_with_it(make_site, changes, given):
    site = make_site(**changes)
    for path in ("/", "/nothing", "/healthz"):
        assert Visitor(site).get(path).headers.get("Strict-Transport-Security") == given
