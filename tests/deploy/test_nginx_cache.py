"""What everyone may see is kept for a second, whole, and stands in where the site is away."""

import gzip
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.deploy.upstream import PUBLIC

CAMPAIGN = "/c/ua-115-16"
KEPT = ["/", CAMPAIGN, f"{CAMPAIGN}/counter", f"{CAMPAIGN}/counter.json", f"{CAMPAIGN}/thanks"]


def twice(nginx, path, **headers):
    """Ask twice within the second for which an answer is kept; give both answers."""
    while True:
        start = time.monotonic()
        answers = nginx.ask(path, **headers), nginx.ask(path, **headers)
        if time.monotonic() - start < 0.5:
            return answers


def test_pages_and_counters_are_kept(shared_front):
    for path in KEPT:
        first, second = twice(shared_front.nginx, path)
        assert (first.status, second.status, second.cache) == (200, 200, "HIT"), path
        assert first.body == second.body
        assert second.headers["cache-control"].startswith("public, max-age=")


def test_links_that_networks_lengthened_share_one_page(upstream):
    queries = ("", "?fbclid=1", "?fbclid=2&utm_source=x", "?utm_medium=a&gclid=", "?x", "?x=%61&y=")
    answers = [upstream.front.ask(f"/c/case{query}") for query in queries]
    assert {answer.body for answer in answers} == {b"answer"}
    read = ("before=2", "fbclid=1&before=2", "%62efore=2", "paper=a4", "language=de", "reported=x")
    other = [upstream.front.ask(f"/c/case?{query}") for query in read]
    assert {answer.cache for answer in other} == {"MISS"}
    assert len([one for one in upstream.requests if one["path"].startswith("/c/")]) <= 8


def test_a_page_is_new_after_a_second(upstream):
    assert upstream.front.ask("/").cache == "MISS"
    upstream.body = b"newer"
    time.sleep(2.1)  # nginx counts whole seconds
    answer = upstream.front.ask("/")
    assert (answer.cache, answer.body) == ("EXPIRED", b"newer")


def test_of_many_who_wait_for_a_page_one_asks(upstream):
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: upstream.front.ask("/"), range(20)))
    assert {answer.body for answer in answers} == {b"answer"}
    assert len([one for one in upstream.requests if one["path"] == "/"]) <= 2


def test_who_cannot_unpack_is_sent_nothing_packed(shared_front):
    page = shared_front.nginx.ask(CAMPAIGN).body
    for accepted, packing in [
        ("br, gzip", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br; q=0, gzip;q=0", None),
        ("zstd", None),
        ("", None),
    ]:
        for answer in twice(shared_front.nginx, CAMPAIGN, Accept_Encoding=accepted):
            assert answer.headers.get("content-encoding") == packing, accepted
            if packing is None:
                assert answer.body == page
            if packing == "gzip":
                assert gzip.decompress(answer.body) == page


def test_every_browser_asks_the_site_in_one_of_three_ways(upstream):
    for number, accepted in enumerate(["gzip, deflate, br, zstd", "br, x-1", "gzip;q=1", "x"]):
        upstream.front.ask(f"/{number}", Accept_Encoding=accepted)
    seen = [
        one.get("accept-encoding", "") for one in upstream.requests if one["path"] != "/healthz"
    ]
    assert seen == ["br", "br", "gzip", ""]


def test_who_has_the_page_is_not_sent_it_again(shared_front):
    first, _ = twice(shared_front.nginx, CAMPAIGN)
    again = shared_front.nginx.ask(CAMPAIGN, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_while_the_site_is_away_its_pages_stand_in(front):
    for path in KEPT:
        front.nginx.ask(path)
    front.site.stop()
    time.sleep(2.1)
    for path in KEPT:
        answer = front.nginx.ask(path)
        assert (answer.status, answer.cache) == (200, "STALE"), path
    for path, form in [("/organise/login", None), (f"{CAMPAIGN}/sign", {"name": "Ada"})]:
        answer = front.nginx.ask(path, form)
        assert (answer.status, answer.headers["retry-after"]) == (503, "30")
        assert answer.headers["cache-control"] == "no-store"
    front.site.start()
    assert front.nginx.ask("/organise/login").status == 200


@pytest.mark.parametrize("status", [500, 503])
def test_a_fault_of_the_site_does_not_replace_a_page(upstream, status):
    upstream.front.ask("/")
    time.sleep(2.1)
    upstream.status = status
    assert (upstream.front.ask("/").status, upstream.front.ask("/").cache) == (200, "STALE")


@pytest.mark.parametrize("status", [403, 404, 410, 429])
def test_a_page_that_is_gone_is_gone(upstream, status):
    upstream.front.ask("/")
    time.sleep(2.1)
    upstream.status = status
    upstream.headers = {"Cache-Control": "no-store"}
    assert upstream.front.ask("/").status == status


def test_where_it_says_so_gone_takes_the_place_of_the_page(upstream):
    upstream.front.ask("/")
    time.sleep(2.1)
    upstream.status, upstream.body = 410, b"not available"
    upstream.headers = {"Cache-Control": "public, max-age=1"}
    asked = len(upstream.requests)
    while {answer.status for answer in twice(upstream.front, "/")} != {410}:
        pass
    assert len(upstream.requests) <= asked + 2  # of two within the second one is asked
    upstream.leave()
    time.sleep(2.1)
    answer = upstream.front.ask("/")
    assert (answer.status, answer.body) == (410, b"not available")


@pytest.mark.parametrize(
    "headers",
    [
        {"Cache-Control": PUBLIC, "Set-Cookie": "a=b"},
        {"Cache-Control": "no-store"},
        {"Cache-Control": "private, max-age=60"},
        {"Cache-Control": "max-age=60"},
        {"Cache-Control": "public, max-age=2, stale-if-error=0"},
        {"Expires": "Thu, 01 Jan 2099 00:00:00 GMT"},
        {},
    ],
)
def test_what_does_not_say_that_everyone_may_see_it_is_not_kept(upstream, headers):
    upstream.headers = headers
    assert "HIT" not in {answer.cache for answer in twice(upstream.front, "/")}


def test_an_answer_to_somebody_who_said_who_they_are_is_not_kept(upstream):
    for _ in range(2):
        assert upstream.front.ask("/", Authorization="Basic YTpi").cache != "HIT"
    assert upstream.front.ask("/").cache == "MISS"


@pytest.mark.parametrize("path", ["/confirm/a", "/withdraw/a", "/unsubscribe/a", "/organise/"])
def test_a_page_of_one_person_is_not_kept_whatever_it_says(upstream, path):
    assert [answer.cache for answer in twice(upstream.front, path)] == ["", ""]


def test_nothing_sent_by_post_is_kept_or_answered_from_what_is(upstream):
    upstream.front.ask("/")
    for number in range(2):
        assert upstream.front.ask("/", {"number": str(number)}).cache == ""
    assert [one["body"] for one in upstream.requests][-2:] == ["number=0", "number=1"]
