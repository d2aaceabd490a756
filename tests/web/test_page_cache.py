"""Public pages are made once a second, however many read them; what is personal never is kept."""

import os
import threading
from dataclasses import replace

import pytest
from flask import request, request_finished

from petitions.accounts.access import cookie_name
from petitions.web import page_cache
from tests.factories import a_campaign
from tests.mails import link
from tests.organisers import at_desk
from tests.pages import Visitor
from tests.signing.steps import confirmed, count_of, sign, signed

pytestmark = pytest.mark.slow

CASE = "/c/free-the-nurse"
PACKINGS = {
    "br, gzip": "br",
    "gzip, deflate, br, zstd": "br",
    "gzip": "gzip",
    "gzip;q=0.5, identity;q=0.1": "gzip",
    "gzip, br;q=0": "gzip",
    "identity": "",
    "": "",
}


@pytest.fixture
def settings(settings):
    return replace(settings, keep_seconds=1)


@pytest.fixture
def moment(monkeypatch):
    """A clock that stands until it is moved: `moment(2)`."""
    passed = [1000.0]
    monkeypatch.setattr(page_cache, "monotonic", lambda: passed[0])

    def move(seconds):
        passed[0] += seconds

    return move


@pytest.fixture
def made(app):
    """The paths that the application itself was asked for."""
    paths = []
    inner = app.wsgi_app.app

    def asked(environ, start):
        paths.append(environ["PATH_INFO"])
        return inner(environ, start)

    app.wsgi_app.app = asked
    return paths


def ask(app, path=CASE, **headers):
    """Give a raw answer, not unpacked."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return app.test_client().get(path, headers=named, base_url="http://127.0.0.1:8000")


def test_a_page_is_made_once_for_many_readers(app, visitor, moment, made):
    a_campaign(app)
    pages = [visitor.from_address(f"192.0.2.{n}").get(CASE) for n in range(9)]
    assert made == [CASE]
    assert len({(page.html, str(page.headers)) for page in pages}) == 1


def test_a_second_later_it_is_made_anew(app, visitor, moment, mailbox):
    slug = a_campaign(app)
    assert count_of(visitor, slug) == 0
    confirmed(visitor, mailbox, slug)
    assert count_of(visitor, slug) == 0
    moment(1.01)
    assert count_of(visitor, slug) == 1


def test_while_one_makes_it_anew_the_others_get_the_old_one(app, visitor, moment, made):
    a_campaign(app)
    old = visitor.get(CASE)
    begun, go_on = threading.Event(), threading.Event()
    inner = app.wsgi_app.app

    def slowly(environ, start):
        begun.set()
        assert go_on.wait(10)
        return inner(environ, start)

    app.wsgi_app.app = slowly
    moment(2)
    first = threading.Thread(target=Visitor(app).get, args=(CASE,))
    first.start()
    assert begun.wait(10)
    assert visitor.get(CASE).html == old.html
    go_on.set()
    first.join()
    assert made == [CASE, CASE]


def test_what_is_too_old_is_given_to_nobody(app, visitor, moment, made):
    a_campaign(app)
    visitor.get(CASE)
    app.wsgi_app.answers[next(iter(app.wsgi_app.answers))].renewal.acquire()  # never released
    moment(page_cache.STALE_SECONDS + 1)
    visitor.get(CASE)
    visitor.get(CASE)
    assert made == [CASE, CASE]


def test_who_has_it_is_told_so_from_what_is_kept(app, visitor, moment, made):
    a_campaign(app)
    etag = visitor.get(CASE).headers["ETag"]
    for known in (etag, f"W/{etag}", f'"other", {etag}'):
        answer = ask(app, If_None_Match=known)
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == etag
        assert answer.headers["Cache-Control"].startswith("public")
        assert "Content-Length" not in answer.headers
    assert ask(app, If_None_Match='"other"').status_code == 200
    assert made == [CASE]


def test_the_first_who_has_it_is_told_so_and_it_is_kept_for_the_next(app, visitor, moment, made):
    a_campaign(app)
    etag = visitor.get(CASE).headers["ETag"]
    moment(1.5)
    assert ask(app, If_None_Match=etag).status_code == 304
    assert visitor.get(CASE).status == 200
    assert made == [CASE, CASE]


def test_each_packing_is_kept_by_itself(app, moment, made):
    a_campaign(app)
    for accepted, packing in PACKINGS.items():
        answer = ask(app, Accept_Encoding=accepted)
        assert answer.headers.get("Content-Encoding", "") == packing
    assert made == [CASE] * 3


def test_links_that_networks_lengthened_share_one_page(app, visitor, moment, made):
    a_campaign(app)
    for query in ("", "?fbclid=1", "?fbclid=2", "?utm_source=x"):
        assert visitor.get(CASE + query).status == 200
    assert made == [CASE]


def test_a_page_is_kept_with_what_it_reads_of_its_query(app, visitor, moment, made, mailbox):
    slug = a_campaign(app)
    people = [f"ada-{n}@example.org" for n in range(2)]
    for email in people:
        confirmed(visitor, mailbox, slug, email=email, visibility="full", name=email)
    made.clear()
    path = f"{CASE}/supporters"
    whole = visitor.get(path)
    part = visitor.get(f"{path}?before=2")
    assert part.html != whole.html
    for query in ("", "?x=1", "?x=before"):
        assert visitor.get(path + query).html == whole.html
    for query in ("?before=2", "?x=1&before=2", "?%62efore=2", "?before=2&before=1"):
        assert visitor.get(path + query).html == part.html
    assert made == [path, path]


def test_the_query_of_a_page_that_reads_none_makes_no_other_page(app, visitor, moment, made):
    a_campaign(app)
    pages = {visitor.get(f"{CASE}?before={number}").html for number in range(3)}
    assert pages == {visitor.get(CASE).html}
    assert made == [CASE]


def test_what_is_said_to_one_visitor_is_not_kept(app, visitor, moment, made):
    a_campaign(app)
    path = f"{CASE}/appeals/minister/letter"
    page = visitor.get(path).html
    assert visitor.get(f"{path}?reported=noted").html != page
    assert visitor.get(path).html == page
    assert not any("reported" in key.query for key in app.wsgi_app.answers)


def test_a_page_says_whether_it_reads_its_query(app, visitor, moment):
    a_campaign(app)
    readers = []

    def look(_app, response):
        readers.append("args" in vars(request._get_current_object()))

    for path in (
        "/",
        CASE,
        f"{CASE}.json",
        f"{CASE}.pdf",
        f"{CASE}/sign",
        f"{CASE}/counter",
        f"{CASE}/counter.json",
        f"{CASE}/thanks",
        f"{CASE}/share",
        f"{CASE}/poster",
        f"{CASE}/supporters",
        f"{CASE}/updates.atom",
        f"{CASE}/embed",
        f"{CASE}/qr.svg",
        f"{CASE}/check-mail",
        f"{CASE}/appeals/minister/letter",
        f"{CASE}/appeals/minister/letter.docx",
    ):
        app.wsgi_app.answers.clear()
        readers.clear()
        with request_finished.connected_to(look):
            page = visitor.get(path)
        says = [answer.varies_by_query for answer in app.wsgi_app.answers.values()]
        assert page.status == 200, path
        assert says == readers, path


def test_nothing_personal_is_kept(app, visitor, moment, mailbox):
    slug = a_campaign(app)
    mail = signed(visitor, mailbox, slug, name="Ada Lovelace")
    for kind in ("confirm", "withdraw"):
        visitor.get(link(mail, kind))
    visitor.get("/organise/login")
    sign(visitor, slug, email="wrong", name="Ada Lovelace")
    visitor.post(f"{CASE}/appeals/minister/letter", {"name": "Ada Lovelace"})
    answers = app.wsgi_app.answers
    assert all(
        dict(answer.headers)["Cache-Control"].startswith("public") for answer in answers.values()
    )
    assert not any(b"Lovelace" in answer.body for answer in answers.values())
    assert {key.path for key in answers} <= {CASE, f"{CASE}/check-mail"}


def with_cookies(app, path, **cookies):
    client = app.test_client()
    for name, value in cookies.items():
        client.set_cookie(name, value, domain="127.0.0.1")
    return client.get(path, base_url="http://127.0.0.1:8000")


def test_an_organiser_gets_a_page_of_the_moment(app, visitor, moment, made):
    a_campaign(app)
    visitor.get(CASE)
    with app.app_context():
        name = cookie_name()
    with_cookies(app, CASE, a="b", **{name: "c"})
    visitor.get(CASE)
    assert made == [CASE, CASE]
    assert page_cache._OUR_COOKIE.search("a=b; __Host-petitions=c")


@pytest.mark.parametrize("name", ["a", "xpetitions", "petitions2", "Petitions", "session"])
def test_whoever_has_another_cookie_is_a_reader_like_all(app, visitor, moment, made, name):
    a_campaign(app)
    visitor.get(CASE)
    assert with_cookies(app, CASE, **{name: "petitions"}).status_code == 200
    assert with_cookies(app, f"{CASE}?x=1", **{name: "petitions"}).status_code == 200
    assert made == [CASE]


def test_a_foreign_host_name_is_refused_from_what_is_kept_too(app, visitor, moment):
    a_campaign(app)
    visitor.get(CASE)
    assert app.test_client().get(CASE, base_url="http://evil.example").status_code == 400
    assert visitor.get(CASE).status == 200


def test_what_is_gone_is_not_kept_on(app, visitor, moment, mailbox):
    path = link(signed(visitor, mailbox, a_campaign(app)), "confirm")
    assert visitor.get("/c/unknown").status == 404
    assert not any(key.path in {"/c/unknown", path} for key in app.wsgi_app.answers)


def test_no_more_is_kept_than_a_small_server_holds(app, visitor, moment, monkeypatch):
    monkeypatch.setattr(page_cache, "MAX_ANSWERS", 3)
    for number in range(5):
        a_campaign(app, slug=f"case-{number}")
        visitor.get(f"/c/case-{number}")
    assert [key.path for key in app.wsgi_app.answers] == ["/c/case-2", "/c/case-3", "/c/case-4"]


def test_a_long_answer_is_sent_and_not_kept(app, visitor, moment, monkeypatch):
    monkeypatch.setattr(page_cache, "MAX_BYTES", 100)
    a_campaign(app)
    first = visitor.get(CASE)
    assert first.status == 200
    assert ask(app, If_None_Match=first.headers["ETag"]).status_code == 304
    assert not app.wsgi_app.answers


def test_each_reader_is_one_line_in_the_log(app, visitor, moment, caplog):
    a_campaign(app)
    for _ in range(3):
        visitor.get(CASE)
    lines = [line.rpartition(" ")[0] for line in caplog.messages]
    assert lines == ["GET /c/<slug> 200"] * 3


def test_what_an_organiser_takes_down_is_gone_at_once(app, visitor, moment):
    slug = a_campaign(app)
    assert visitor.get(CASE).status == 200
    desk = at_desk(app, "editor")
    path = f"/organise/campaigns/{slug}/state"
    assert desk.post(path, {"state": "taken-down", "seen": "open"}).status == 303
    assert visitor.get(CASE).status == 410
    assert (
        at_desk(app, "admin", "cleo@example.org")
        .post(f"/organise/campaigns/{slug}/bring-back")
        .status
        == 303
    )
    assert visitor.get(CASE).status == 200


def test_processes_of_one_machine_forget_together(app, visitor, moment, made):
    a_campaign(app)
    visitor.get(CASE)
    process = os.fork()
    if not process:  # as a web process that another one was forked beside
        app.wsgi_app.clear()
        os._exit(0)
    os.waitpid(process, 0)
    visitor.get(CASE)
    assert made == [CASE, CASE]


def test_an_answer_that_was_begun_before_is_forgotten_too(app, visitor, moment, made):
    a_campaign(app)
    inner = app.wsgi_app.app

    def cleared_meanwhile(environ, start):
        app.wsgi_app.app = inner
        answer = inner(environ, start)
        app.wsgi_app.clear()
        return answer

    app.wsgi_app.app = cleared_meanwhile
    visitor.get(CASE)
    visitor.get(CASE)
    assert made == [CASE, CASE]
