"""How long others wait while many visitors send slowly: heads without an end, forms without a body.

The slow ones send a byte every few seconds, as slowhttptest does; the others come one after
another, and read a page, ask for the counter and sign in turns.
"""

import time
from collections.abc import Callable, Collection, Iterator
from statistics import quantiles
from threading import Event, Thread
from urllib.request import urlopen

from bench import site
from bench.figures import Broken, Figure, at_most
from tests.factories import sign_form
from tests.serving.load import SIGN, post
from tests.serving.slow import Visitor, visitors
from tests.site import Site

SLOW = 200
SECONDS = 8
BYTE_SECONDS = 2


def figures(_names: Collection[str]) -> Iterator[Figure]:
    """Measure the others' 95th percentile for each way of being slow."""
    for name, begin in (("headers", _begin_headers), ("bodies", _begin_body)):
        with site.folder() as place, site.served(place) as served:
            late = _others(served, begin)
        yield Figure(f"slow_p95.{name}", late, "ms", goal=at_most(1000))


def _begin_headers(visitor: Visitor) -> None:
    visitor.send(f"GET / HTTP/1.1\r\nHost: {visitor.host}\r\nX-Slow: ".encode())


def _begin_body(visitor: Visitor) -> None:
    visitor.begin(Content_Length=4000)


def _others(served: Site, begin: Callable[[Visitor], None]) -> float:
    """Return how long 95 of 100 others wait at most, in milliseconds."""
    over = Event()
    with visitors(served, SLOW) as slow:
        for visitor in slow:
            begin(visitor)

        def drip() -> None:
            while not over.wait(BYTE_SECONDS):
                for visitor in slow:
                    visitor.send(b"a")

        dripping = Thread(target=drip)
        dripping.start()
        try:
            waits = list(_visits(served))
        finally:
            over.set()
            dripping.join()
    return 1000 * quantiles(waits, n=20)[-1]


def _visits(served: Site) -> Iterator[float]:
    end = time.monotonic() + SECONDS
    number = 0
    while time.monotonic() < end:
        number += 1
        start = time.perf_counter()
        if number % 3 == 2:
            status = post(served, SIGN, sign_form(email=f"ada{number}@example.org"))
            if status != 303:
                raise Broken(f"signing was answered with {status}")
        else:
            path = site.CAMPAIGN if number % 3 == 0 else f"{site.CAMPAIGN}/counter"
            with urlopen(served.url + path, timeout=30) as answer:
                answer.read()
        yield time.perf_counter() - start
        time.sleep(0.01)
