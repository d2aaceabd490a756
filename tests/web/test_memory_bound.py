"""After five thousand different requests a web process holds hardly more than before them."""

import ctypes
import gc
import logging
import re
from collections import Counter
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import pytest
from werkzeug.test import EnvironBuilder

from petitions.config import parse_rules
from tests.appeals.campaigns import PAGE, a_reachable_campaign
from tests.factories import sign_form

pytestmark = pytest.mark.slow

CASE = "/c/free-the-nurse"
REQUESTS, WARM_UP, COSTLY = 5_000, 500, 40
LARGE = "a" * 8_000
FORM = "application/x-www-form-urlencoded"
# One cache that keeps every header, or every query, of these would hold 5 to 40.
MEGABYTES = 4


@pytest.fixture
def settings(settings):
    """As it is served: with the page cache and all limits."""
    return replace(
        settings,
        keep_seconds=1,
        sign_limit=parse_rules("30 per 10 minutes; 1000 per day"),
        preview_limit=parse_rules("1000 per 10 minutes; 20000 per day"),
    )


def ordinary(n):
    """Give the kinds of requests that come all the time: path, query, header, form."""
    return [
        (CASE, f"x={n}{LARGE[:4000]}", {}, None),
        (CASE, "", {"HTTP_IF_NONE_MATCH": f'"{n}"' + ', "a"' * 1500}, None),
        (CASE, "", {"HTTP_IF_NONE_MATCH": f'"{n}"{LARGE}'}, None),
        (CASE, "", {"HTTP_ACCEPT_ENCODING": f"br, x{n}" + ", a" * 2000}, None),
        (CASE, "", {"HTTP_ACCEPT_LANGUAGE": f"x-{n}, de-{n}" + ", a" * 2000}, None),
        (CASE, "", {"HTTP_COOKIE": f"c{n}={LARGE[:7000]}"}, None),
        (CASE, "", {"HTTP_REFERER": f"https://a{n}.example/", "HTTP_USER_AGENT": str(n)}, None),
        (CASE, "", {"HTTP_HOST": f"a{n}.example"}, None),
        (f"{PAGE}/letter", f"y={n}{LARGE[:4000]}", {}, None),
    ]


def costly(n):
    """Give the kinds that cost the application work: every fortieth request is one of them."""
    return [
        (f"/c/{n}{LARGE[:4000]}", "", {}, None),
        (f"{CASE}/supporters", f"before={n}", {}, None),
        (f"{PAGE}/letter", f"language=x{n}&y={LARGE[:4000]}", {}, None),
        ("/organise/", "", {"HTTP_COOKIE": f"petitions={n}{LARGE[:4000]}"}, None),
        (f"{PAGE}/letter", "", {}, {"words": f"{n}{LARGE[:1500]}"}),
        (f"{PAGE}/letter", "", {}, {"words": f"{n}{LARGE * 4}"}),
        (f"{CASE}/sign", "", {}, sign_form(email=f"a{n}@@example.org", comment=LARGE)),
        (f"{CASE}/sign", "", {}, {f"field-{n}-{m}": LARGE[:50] for m in range(90)}),
        (f"{CASE}/sign", "", {"HTTP_ORIGIN": f"https://a{n}.example"}, sign_form()),
        (f"/confirm/{n}{'A' * 30}", "", {}, None),
        ("/withdraw", "", {}, {"email": f"{n}{LARGE}"}),
    ]


def environ_of(base, n):
    kinds = ordinary(n) if n % COSTLY else costly(n)
    path, query, headers, form = kinds[n // COSTLY % len(kinds)]
    body = urlencode(form or {}).encode()
    network = {"REMOTE_ADDR": f"10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}"}
    sent = {"REQUEST_METHOD": "POST", "CONTENT_TYPE": FORM} if form else {}
    sent |= {"CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    return base | network | sent | headers | {"PATH_INFO": path, "QUERY_STRING": query}


def megabytes():
    """Give what this process holds by itself, once what can be given back is."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    text = Path("/proc/self/status").read_text()
    return int(re.search(r"RssAnon:\s+(\d+)", text)[1]) / 1024


def test_what_is_kept_has_a_bound(app, monkeypatch):
    a_reachable_campaign(app)
    monkeypatch.setattr(logging.getLogger("petitions"), "disabled", True)  # pytest keeps its lines
    base = EnvironBuilder(base_url="http://127.0.0.1:8000").get_environ()
    statuses, before = Counter(), 0.0
    for n in range(REQUESTS + WARM_UP):
        if n == WARM_UP:
            before = megabytes()  # by now all that is needed is loaded
        answer = app.wsgi_app(environ_of(base, n), lambda status, *_: statuses.update([status[:3]]))
        b"".join(answer)
        getattr(answer, "close", lambda: None)()
    assert set(statuses) == {"200", "302", "400", "403", "404", "422", "431"}
    assert megabytes() - before < MEGABYTES
