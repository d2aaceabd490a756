"""Who sends slowly is waited for, and nobody else waits for them."""

import time
import urllib.request

from petitions.db.engine import safe_sqlite
from tests.factories import sign_form
from tests.serving.load import SIGN, post
from tests.serving.slow import visitors

CAMPAIGN = SIGN.removesuffix("/sign")


def signers(site):
    connection = safe_sqlite().connect(site.folder / "petitions.sqlite")
    found = [address for (address,) in connection.execute("SELECT email FROM signature")]
    connection.close()
    return found


def get(site, path):
    with urllib.request.urlopen(site.url + path, timeout=30) as answer:
        return answer.status


def answers_to_others(site, times=5):
    for number in range(times):
        yield get(site, CAMPAIGN), get(site, f"{CAMPAIGN}/counter")
        yield post(site, SIGN, sign_form(email=f"ada{number}@example.org")), 0


def test_slow_bodies_hold_up_nobody(shared_site):
    with visitors(shared_site, 100) as slow:
        for visitor in slow:
            visitor.begin(Content_Length=2000)
            visitor.send(b"name=Cl")
        assert set(answers_to_others(shared_site)) == {(200, 200), (303, 0)}
        assert not any(visitor.is_answered() for visitor in slow)


def test_slow_headers_hold_up_nobody(shared_site):
    with visitors(shared_site, 100) as slow:
        for visitor in slow:
            visitor.send(b"GET / HTTP/1.1\r\nX-Slow: 1")
        assert set(answers_to_others(shared_site)) == {(200, 200), (303, 0)}
        assert not any(visitor.is_answered() for visitor in slow)


def test_slow_readers_hold_up_nobody(shared_site):
    with visitors(shared_site, 100) as slow:
        for visitor in slow:
            visitor.send(f"GET {CAMPAIGN} HTTP/1.1\r\nHost: {visitor.host}\r\n\r\n".encode() * 3)
        assert set(answers_to_others(shared_site)) == {(200, 200), (303, 0)}


def test_while_signers_wait_for_the_database_pages_are_read(shared_site):
    lock = safe_sqlite().connect(shared_site.folder / "petitions.sqlite", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    with visitors(shared_site, 20) as signing:
        for number, visitor in enumerate(signing):
            visitor.send(visitor.begin_form(sign_form(email=f"ada{number}@example.org")))
        time.sleep(0.5)
        for _ in range(5):
            assert get(shared_site, "/organise/login") == 200
        assert not any(visitor.is_answered() for visitor in signing)
        lock.execute("ROLLBACK")
        lock.close()
        assert {visitor.answer() for visitor in signing} == {303}


def test_a_phone_on_a_slow_line_signs(shared_site):
    with visitors(shared_site, 1) as [ada]:
        body = ada.begin_form(sign_form(email="ada@slow.example"))
        for place in range(0, len(body), 20):
            ada.send(body[place : place + 20])
            time.sleep(0.05)
        assert ada.answer() == 303
    assert "ada@slow.example" in signers(shared_site)


def test_half_a_form_signs_nothing(site):
    with visitors(site, 1) as [ada]:
        ada.begin(Content_Length=2000)
        ada.send(b"consent=y&visibility=hidden&country=GB&name=Ada&email=ada%40example.or")
    while " POST " not in site.log:
        time.sleep(0.01)
    assert " POST /c/<slug>/sign 400 " in site.log
    assert signers(site) == []


def test_what_is_too_large_is_refused_unread(shared_site):
    with visitors(shared_site, 1) as [cleo]:
        cleo.begin(Content_Length=10**9)
        assert cleo.answer() == 413


def test_a_form_without_a_length_is_refused_unread(shared_site):
    with visitors(shared_site, 1) as [cleo]:
        cleo.begin(Transfer_Encoding="chunked")
        assert cleo.answer() == 411


def test_an_upload_by_nobody_is_refused_unread(shared_site):
    with visitors(shared_site, 1) as [cleo]:
        cleo.begin("/organise/campaigns/ua-115-16/picture", Content_Length=10**6)
        assert cleo.answer() in {302, 303, 401}
