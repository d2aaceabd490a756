"""Caches keep what is the same for everyone, and nothing that belongs to one person."""

import pytest

from tests.conftest import make_settings
from tests.factories import a_campaign, sign_form
from tests.mails import link
from tests.signing.steps import confirmed, sign, signed

PUBLIC = [
    "/",
    "/privacy",
    "/c/free-the-nurse",
    "/c/free-the-nurse/sign",
    "/c/free-the-nurse/check-mail",
    "/c/free-the-nurse/counter",
    "/c/free-the-nurse/counter.json",
    "/c/free-the-nurse/thanks",
]
ENCODINGS = ["identity", "gzip", "br", "gzip, deflate, br, zstd"]


def ask(app, path, **headers):
    """Give a raw answer, not unpacked."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().get(path, headers=named, base_url="http://127.0.0.1:8000")


@pytest.mark.parametrize("path", PUBLIC)
def test_every_cache_may_keep_a_public_page(app, visitor, path):
    a_campaign(app)
    page = visitor.get(path)
    assert page.status == 200
    words = page.headers["Cache-Control"].split(", ")
    assert words[0] == "public"
    age = int(words[1].removeprefix("max-age="))
    assert 1 <= age <= 60
    # One that many share has let go of it after two seconds: see taking down.
    shared = ["s-maxage=2"] if age > 2 else []
    assert words[2:] == [*shared, "stale-if-error=3600"]


@pytest.mark.parametrize("path", PUBLIC)
def test_who_has_the_page_already_is_not_sent_it_again(app, clock, path):
    a_campaign(app)
    for encoding in ENCODINGS:
        first = ask(app, path, Accept_Encoding=encoding)
        again = ask(app, path, Accept_Encoding=encoding, If_None_Match=first.headers["ETag"])
        assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
        for name in ("ETag", "Cache-Control", "Vary"):
            assert again.headers.get(name) == first.headers.get(name)


def test_who_has_an_older_page_is_sent_the_new_one(app, visitor, mailbox):
    slug = a_campaign(app)
    path = f"/c/{slug}/counter"
    old = ask(app, path).headers["ETag"]
    confirmed(visitor, mailbox, slug)
    answer = ask(app, path, If_None_Match=old)
    assert (answer.status_code, b'data-value="1"' in answer.data) == (200, True)


@pytest.mark.parametrize("encoding", ENCODINGS[1:])
def test_a_page_is_sent_compressed_to_who_can_unpack_it(app, encoding):
    answer = ask(app, f"/c/{a_campaign(app)}", Accept_Encoding=encoding)
    assert answer.headers["Content-Encoding"] in encoding
    assert len(answer.data) < 8_000


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_varies_by_nothing_but_its_packing(app, path):
    a_campaign(app)
    for encoding in ENCODINGS:
        assert ask(app, path, Accept_Encoding=encoding).headers.get("Vary", "") in {
            "",
            "Accept-Encoding",
        }


@pytest.mark.parametrize("path", PUBLIC)
def test_who_asks_makes_no_difference(app, clock, path):
    a_campaign(app)
    plain = ask(app, path)
    for headers in (
        {"HX_Request": "true", "HX_Target": "pledge"},
        {"Cookie": "session=x"},
        {"Accept_Language": "ar"},
        {"User_Agent": "Mozilla/5.0"},
    ):
        answer = ask(app, path, **headers)
        assert (answer.data, list(answer.headers)) == (plain.data, list(plain.headers))


def test_htmx_gets_the_same_answer_to_a_form(app, visitor):
    path = f"/c/{a_campaign(app)}/sign"
    for form in (sign_form(), sign_form(name="")):
        plain, htmx = (
            visitor.post(path, form),
            visitor.post(path, form, headers={"HX-Request": "true"}),
        )
        assert (plain.status, plain.html) == (htmx.status, htmx.html)
        assert list(plain.headers) == list(htmx.headers)


def test_nothing_with_a_token_is_kept(app, visitor, mailbox):
    mail = signed(visitor, mailbox, a_campaign(app))
    for kind in ("confirm", "withdraw"):
        for ask_for in (visitor.get, visitor.post, visitor.get):
            assert ask_for(link(mail, kind)).headers["Cache-Control"] == "no-store"
        assert visitor.get(f"/{kind}/unknown").headers["Cache-Control"] == "no-store"


def test_nothing_that_was_typed_is_kept(app, visitor):
    slug = a_campaign(app)
    for page in (sign(visitor, slug), sign(visitor, slug, name="")):
        assert page.headers["Cache-Control"] == "no-store"
        assert "ETag" not in page.headers


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_a_state_that_may_change_is_not_kept_by_mistake(app, visitor, state):
    page = visitor.get(f"/c/{a_campaign(app, state)}/sign")
    assert (page.status, page.headers["Cache-Control"]) == (410, "no-store")


@pytest.mark.own_app
def test_no_error_is_kept(app, visitor):
    app.add_url_rule("/fails", view_func=lambda: 1 // 0)
    pages = [visitor.get("/nothing"), visitor.post("/"), visitor.get("/fails")]
    assert [page.status for page in pages] == [404, 405, 500]
    assert {page.headers["Cache-Control"] for page in pages} == {"no-store"}


def test_the_health_of_the_server_is_not_kept(visitor):
    for path in ("/healthz", "/readyz"):
        assert visitor.get(path).headers["Cache-Control"] == "no-store"


def test_two_processes_agree_on_the_mark_of_a_page(app, another_app, tmp_path, database):
    a_campaign(app)
    second = another_app(make_settings(tmp_path, database))
    path = "/c/free-the-nurse"
    assert ask(app, path).headers["ETag"] == ask(second, path).headers["ETag"]
