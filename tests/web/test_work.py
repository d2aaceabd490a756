"""What is typed is measured before it is worked on, and work that stores nothing is counted."""

import unicodedata
from dataclasses import replace
from time import thread_time

import pytest

from petitions.config import parse_rules
from petitions.web.limits import Meter, TooManyAttempts
from tests.appeals.campaigns import PAGE, a_reachable_campaign
from tests.factories import sign_form, stored
from tests.pages import Visitor

pytestmark = pytest.mark.slow

SECONDS = 0.15  # of the processor; what is here took up to 0.7
MARKS = [chr(code) for code in range(0x300, 0x1E000) if unicodedata.combining(chr(code))]
CLASSES = {unicodedata.combining(mark): mark for mark in MARKS}
FALLING = "".join(CLASSES[number] * 150 for number in sorted(CLASSES, reverse=True))[:8000]
TYPED = {
    "falling marks": FALLING,
    "marks by turns": "a" + "\u0301\u0323" * 3999,
    "marks within the length": FALLING[:2000],
    "marks and what is not seen": ("\u0301" * 9 + "\u200b") * 200,
    "many letters with marks": ("a" + FALLING[:9]) * 200,
    "flags": "\U0001f1e6" * 2000,
    "families": "👨\u200d" * 1000,
    "joiners": "👨\u200d" * 4000,
    "vowel separators": "\u180e" * 8000,
    "one word": "a" * 2000,
    "Chinese": "法" * 2000,
    "words": "a " * 1000,
    "quotation marks": 'א"' * 1000,
    "addresses": "https://a.org/" + "(a" * 990,
    "halves of addresses": "https://" * 250,
    "dots": "a." * 1000,
    "handles": "@a" * 1000,
}
SERVERS = ["a." * 15_000, "\u3002a" * 3_000, "a" + FALLING, "a@" * 15_000]
LIMIT = 3
SIGN, SHARE = "/c/free-the-nurse/sign", "/c/free-the-nurse/share"
# What costs work and stores nothing; the number is what it answers as long as it may.
COUNTED = {
    "a preview": (f"{PAGE}/letter", {"words": "Please."}, 200),
    "a preview that is refused": (f"{PAGE}/letter", {"words": "x" * 3000}, 422),
    "a file": (f"{PAGE}/letter.eml", {"name": "Ada"}, 200),
    "a file that is refused": (f"{PAGE}/letter.eml", {"words": "x" * 3000}, 422),
    "an address that nobody has": (f"{PAGE}/email/failed", {"contact": "x"}, 422),
    "a report that is refused": (f"{PAGE}/letter/report", {"number": "x"}, 422),
    "a signature that is refused": (SIGN, sign_form(consent=""), 422),
    "a link to a server": (SHARE, {"server": "mastodon.example"}, 200),
    "a form of nobody": ("/organise/campaigns/free-the-nurse", {"summary": "x"}, 401),
}


@pytest.fixture
def case(app):
    return a_reachable_campaign(app)


def spent(do):
    began = thread_time()
    do()
    return thread_time() - began


@pytest.mark.parametrize("channel", ["letter", "social"])
@pytest.mark.parametrize("words", TYPED.values(), ids=TYPED.keys())
def test_whatever_is_typed_costs_little(visitor, case, channel, words):
    visitor.get(f"{PAGE}/{channel}")  # so that nothing is loaded in the time that is measured
    post = visitor.client.post
    data = {"words": words, "name": words, "town": words}
    address = f"http://127.0.0.1:8000{PAGE}/{channel}"
    assert spent(lambda: post(address, data=data)) < SECONDS


@pytest.mark.parametrize("typed", [*TYPED.values(), FALLING * 2], ids=[*TYPED, "more marks"])
def test_so_does_whatever_is_signed(visitor, case, typed):
    form = sign_form(name=typed, email=typed, comment=typed, country=typed, visibility=typed)
    post = visitor.client.post
    assert spent(lambda: post(f"http://127.0.0.1:8000{SIGN}", data=form)) < SECONDS


@pytest.mark.parametrize("server", SERVERS, ids=["dots", "full stops", "marks", "at signs"])
def test_a_name_of_a_server_is_measured_first(visitor, case, server):
    page = []
    form = {"server": server}
    address = f"{PAGE}/social"
    assert spent(lambda: page.append(visitor.post(address, form))) < SECONDS
    assert page[0].status == 422


@pytest.fixture
def limited(settings, another_app):
    """A visitor of a site where all of this may be asked for a few times."""
    limit = parse_rules(f"{LIMIT} per 10 minutes")
    app = another_app(replace(settings, preview_limit=limit, document_limit=()))
    a_reachable_campaign(app)
    return Visitor(app)


def sent(visitor, path, form):
    return visitor.client.post(path, data=form, base_url="http://127.0.0.1:8000")


@pytest.mark.parametrize(("path", "form", "status"), COUNTED.values(), ids=COUNTED.keys())
def test_work_is_counted_and_then_refused(limited, clock, path, form, status):
    before = stored(limited.client.application)
    assert [sent(limited, path, form).status_code for _ in range(LIMIT)] == [status] * LIMIT
    answer = sent(limited, path, form)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "601")
    assert stored(limited.client.application) == before


def test_all_of_it_has_one_limit(limited, clock):
    statuses = [sent(limited, *COUNTED[kind][:2]).status_code for kind in list(COUNTED)[:4]]
    assert statuses == [200, 422, 200, 429]


def test_who_signs_rightly_is_not_counted(limited, clock):
    for number in range(3 * LIMIT):
        form = sign_form(email=f"ada{number}@example.org")
        assert sent(limited, SIGN, form).status_code == 303


def test_another_network_and_another_time_begin_anew(limited, clock):
    path, form, status = COUNTED["a preview"]
    statuses = [sent(limited, path, form).status_code for _ in range(LIMIT + 1)]
    assert statuses[-1] == 429
    other = {"REMOTE_ADDR": "192.0.2.7"}
    there = limited.client.post(
        path, data=form, base_url="http://127.0.0.1:8000", environ_overrides=other
    )
    assert there.status_code == status
    clock.shift(601)
    assert sent(limited, path, form).status_code == status


def test_the_count_has_a_bound(monkeypatch):
    monkeypatch.setattr(Meter, "MOST", 5)
    meter, rules = Meter(), parse_rules("1 per hour")
    for number in range(50):
        meter.count(bytes([number]), rules)
    assert len(meter.counts) == 5
    with pytest.raises(TooManyAttempts):
        meter.count(bytes([49]), rules)
