"""Security headers stand on every answer, errors and files too, and no answer sets a cookie."""

import re

import pytest
from flask import abort

from petitions.campaigns.operations import change_state
from petitions.web.errors import MESSAGES
from tests.conftest import make_settings
from tests.factories import BEN, a_campaign
from tests.organisers import at_desk
from tests.pages import Visitor
from tests.signing.steps import sign
from tests.web.routes import every_route, routes_in_use

pytestmark = pytest.mark.slow

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
    *("/c/<slug>/counter.json", "/share.png", "/oembed"),
)

# The kind of each answer, by the end of its route; all others are pages.
KINDS = {
    r"/(healthz|readyz|.*\.txt)": "text/plain; charset=utf-8",
    r"/sitemap.xml": "application/xml; charset=utf-8",
    r"/favicon.ico": "image/x-icon",
    r"/oembed": "application/json",
    r".*\.json": "application/json",
    r".*\.atom": "application/atom+xml; charset=utf-8",
    r".*\.pdf": "application/pdf",
    r".*\.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    r".*\.eml": "message/rfc822",
    r".*\.png": "image/png",
    r".*\.jpg": "image/jpeg",
    r"(.*\.svg|/static/.*)": "image/svg+xml; charset=utf-8",
    r".*": "text/html; charset=utf-8",
}
# How long it may be kept, by the begin of its route: what belongs to one person never.
KEPT = {
    r"/(confirm|withdraw|waiting|unsubscribe)/<token>|/healthz|/readyz|/patterns": "no-store",
    r".*<sealed>": "no-store",
    r"/static/|/logo-": "public, max-age=31536000, immutable",
    r"/c/<slug>/supporters": "public, max-age=2, stale-if-error=0",
    r"/c/<slug>/voices": "public, max-age=2, stale-if-error=0",
    r"": r"public, max-age=\d+(, s-maxage=2)?, stale-if-error=3600",
}


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


def test_every_route_says_what_it_is_and_who_may_keep_it(app, visitor, mailbox):
    for route in routes_in_use(app, visitor, mailbox):
        if "GET" in route.methods:
            headers = visitor.get(route.path).headers
            kind = next(kind for end, kind in KINDS.items() if re.fullmatch(end, route.rule))
            kept = next(kept for begin, kept in KEPT.items() if re.match(begin, route.rule))
            assert headers["Content-Type"] == kind, route
            assert re.fullmatch(kept, headers["Cache-Control"]), route
            may_be_read = route.rule in SHARED and "/embed" not in route.rule
            assert headers.get("Access-Control-Allow-Origin") == ("*" if may_be_read else None)
            assert "Access-Control-Allow-Credentials" not in headers


def test_every_page_of_organisers_has_them(app):
    desk = at_desk(app)
    values = {"slug": a_campaign(app), "number": 1, "update_id": 1}
    routes = [route for route in every_route(app, **values) if route.rule.startswith("/organise/")]
    for route in routes:
        for method in route.methods & {"GET", "POST"}:
            answer = desk.ask(method, route.path)  # a form without its token is refused
            check_headers(answer.headers)
            assert answer.headers["Cache-Control"].endswith("no-store"), route


@pytest.mark.parametrize("rule", SHARED)
def test_what_is_shared_keeps_all_other_headers(app, visitor, rule):
    slug = a_campaign(app, embed_on=["*"])
    query = f"?url=http://127.0.0.1:8000/c/{slug}"
    headers = visitor.get(rule.replace("<slug>", slug) + query).headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    policy = set(headers["Content-Security-Policy"].split("; "))
    assert policy - {"frame-ancestors 'self' *"} <= POLICY
    assert ("X-Frame-Options" in headers) == ("/embed" not in rule)


def test_every_error_has_them(app, visitor):
    fails = [route.path for route in every_route(app) if route.path != "/share.png"]
    for path in ["/nothing", *fails]:
        for method in METHODS:
            check_headers(visitor.ask(method, path).headers)


def test_refusals_have_them(app, visitor):
    slug = a_campaign(app)
    foreign = visitor.ask("POST", f"/c/{slug}/sign", headers={"Sec-Fetch-Site": "cross-site"})
    named = visitor.get("/", environ_overrides={"HTTP_HOST": "evil.example"})
    flood = visitor.post(f"/c/{slug}/sign", {"name": "x" * 70_000})
    endless = visitor.ask("POST", "/", environ_overrides={"HTTP_TRANSFER_ENCODING": "chunked"})
    long = visitor.get(f"/c/{'a' * 9_000}")
    head = visitor.get("/", headers={"X-Anything": "a" * 9_000})
    pages = [foreign, named, flood, endless, long, head]
    assert [page.status for page in pages] == [403, 400, 413, 411, 414, 431]
    for page in pages:
        check_headers(page.headers)


@pytest.mark.own_app
def test_every_kind_of_error_has_them(app, visitor):
    app.add_url_rule("/fails", view_func=lambda: 1 // 0)
    app.add_url_rule("/<int:code>", view_func=abort)
    for path, status in [("/fails", 500), *((f"/{status}", status) for status in MESSAGES)]:
        page = visitor.get(path)
        assert page.status == status
        check_headers(page.headers)
        assert page.headers["Cache-Control"] == "no-store"


def test_redirects_have_them_and_what_is_known_already(app, visitor):
    slug = a_campaign(app)
    mark = visitor.get(f"/c/{slug}").headers["ETag"]
    known = {"base_url": "http://127.0.0.1:8000", "headers": {"If-None-Match": mark}}
    answers = {
        302: visitor.get(f"/c/{slug.upper()}/").response,
        303: sign(visitor, slug).response,
        304: app.test_client().get(f"/c/{slug}", **known),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        check_headers(answer.headers)


def test_what_a_process_keeps_has_them(another_app, tmp_path, database):
    visitor = Visitor(another_app(make_settings(tmp_path, database, keep_seconds=60)))
    answers = [visitor.get("/").response for _ in range(2)]
    mark = {"If-None-Match": answers[0].headers["ETag"]}
    answers.append(visitor.client.get("/", base_url="http://127.0.0.1:8000", headers=mark))
    assert [answer.status_code for answer in answers] == [200, 200, 304]
    for answer in answers:
        check_headers(answer.headers)


@pytest.mark.parametrize("end", ["", ".json", ".pdf", "/updates.atom", "/share.png"])
def test_what_was_taken_down_has_them_all(app, visitor, end):
    slug = a_campaign(app, embed_on=["*"])
    with app.app_context():
        change_state(slug, "taken-down", "", actor=BEN)
    page = visitor.get(f"/c/{slug}{end}")
    assert page.status == 410
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
