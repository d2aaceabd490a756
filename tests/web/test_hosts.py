"""The site answers under its own names alone, and believes no header that a visitor can write."""

import logging

import pytest

from petitions.config import from_environment, parse_rules
from tests.conftest import make_settings
from tests.factories import a_campaign, sign_form
from tests.mails import Mailbox, body
from tests.pages import Visitor

OURS = ["127.0.0.1:8000", "127.0.0.1", "localhost:8000", "[::1]:8000", "LOCALHOST"]
FOREIGN = [
    "evil.example",
    "evil.example:8000",
    "127.0.0.1.evil.example",
    "evil-localhost",
    "sub.localhost",
    "127.0.0.1@evil.example",
    "127.0.0.1:8000/evil",
    "",
    "*",
    "a b",
    "evil..example",
    "x" * 64 + ".example",
    "xn--\xe9.example",
]


def get(visitor, path, host):
    return visitor.get(path, environ_overrides={"HTTP_HOST": host})


@pytest.mark.parametrize("host", OURS)
def test_it_answers_under_its_names(visitor, host):
    assert get(visitor, "/", host).status == 200


@pytest.mark.parametrize("host", FOREIGN)
def test_it_refuses_other_names(visitor, host):
    page = get(visitor, "/", host)
    assert (page.status, page.text("h1")) == (400, "We could not read that request")
    assert "evil" not in page.html


REFUSED = {
    "evil.example": "'evil.example'",
    "a\x1b[1mb\x85": r"'a\x1b[1mb\x85'",
    "ada@evil.example": "'evil.example'",
    "x" * 5000: f"'{'x' * 255}'",
    "": "''",
}


@pytest.mark.parametrize(("host", "named"), REFUSED.items(), ids=range(len(REFUSED)))
def test_the_log_says_which_name_was_refused_and_why(visitor, caplog, monkeypatch, host, named):
    monkeypatch.setattr(logging.getLogger("petitions"), "propagate", True)
    get(visitor, "/", host)
    told = f"refused the host name {named}, for links lead to http://127.0.0.1:8000"
    assert told in caplog.messages


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_whoever_watches_the_server_may_ask_by_any_name(visitor, path):
    assert get(visitor, path, "10.0.0.7:8000").status == 200


def test_a_public_site_has_one_name(another_app, tmp_path, database):
    public = make_settings(tmp_path, database, base_url="https://petitions.example.org")
    visitor = Visitor(another_app(public))
    assert get(visitor, "/", "petitions.example.org").status == 200
    assert get(visitor, "/", "127.0.0.1").status == 400


def test_an_international_name_is_asked_for_as_browsers_write_it(another_app, tmp_path, database):
    name = "xn--ptitions-b1a.example"
    environ = {"PETITIONS_SECRET_KEY": "0123456789abcdefghijklmnopqrstuv"}
    read = from_environment(environ | {"PETITIONS_BASE_URL": "https://pétitions.example"})
    visitor = Visitor(another_app(make_settings(tmp_path, database, base_url=read.base_url)))
    assert get(visitor, "/", name).status == 200
    assert f'content="https://{name}/"' in get(visitor, "/", name).html


def test_links_in_mails_come_from_the_settings(another_app, tmp_path, database):
    public = make_settings(tmp_path, database, base_url="https://petitions.example.org")
    app = another_app(public)
    slug, headers = a_campaign(app), {"X-Forwarded-Host": "evil.example"}
    names = {"HTTP_HOST": "petitions.example.org"}
    Visitor(app).post(f"/c/{slug}/sign", sign_form(), headers=headers, environ_overrides=names)
    (mail,) = Mailbox(app, public).receive()
    for kind in ("plain", "html"):
        words = body(mail, kind)
        assert "https://petitions.example.org/confirm/" in words
        assert words.count("://") == words.count("https://petitions.example.org/")


@pytest.mark.parametrize(
    ("hops", "forwarded", "statuses"),
    [
        (0, ["203.0.113.1", "203.0.113.2"], [303, 429]),
        (1, ["203.0.113.1", "203.0.113.2"], [303, 303]),
        (1, ["203.0.113.1, 203.0.113.9", "203.0.113.2, 203.0.113.9"], [303, 429]),
        (2, ["203.0.113.1, 203.0.113.9", "203.0.113.2, 203.0.113.9"], [303, 303]),
        (2, ["203.0.113.7, 203.0.113.1, 10.0.0.1", "203.0.113.1, 10.0.0.1"], [303, 429]),
    ],
)
def test_only_trusted_proxies_tell_who_is_asking(make_site, hops, forwarded, statuses):
    app = make_site(proxy_hops=hops, sign_limit=parse_rules("1 per hour"))
    path, visitor = f"/c/{a_campaign(app)}/sign", Visitor(app)
    headers = [{"X-Forwarded-For": addresses} for addresses in forwarded]
    assert [visitor.post(path, sign_form(), headers=each).status for each in headers] == statuses


def test_without_a_proxy_nobody_can_pretend_another_host_or_scheme(visitor):
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "ftp", "Forwarded": "a=b"}
    page = visitor.get("/", headers=headers)
    assert page.status == 200
    assert "evil" not in page.html
