"""How many visitors can be answered: the page of a case, and its counter.

The floor is a Flask view that returns the same bytes, compressed as the site compresses them,
with their Content-Type and Content-Encoding alone, under the site's own server and settings.
"""

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from urllib.request import Request, urlopen

from bench import crowd, load, site
from bench.client import Plan
from bench.figures import Broken, Figure, at_least, interleaved
from tests.site import Site

CONFIRMATIONS = 50  # a second
MARGIN_SECONDS = 1.0  # in which confirmations run alone, before and after
MOST_LATE_SECONDS = 2.0
COUNTER = f"{site.CAMPAIGN}/counter"


@dataclass(frozen=True)
class Answer:
    """An answer, as a browser gets it."""

    body: bytes
    headers: dict[str, str]


def figures(names: Collection[str]) -> Iterator[Figure]:
    """Measure the page, then the counter."""
    with ExitStack() as stack:
        served = stack.enter_context(_site())
        if {"page", "page_million"} & set(names):
            yield from _pages(served, stack, with_million="page_million" in names)
        if "counter" in names:
            yield _counter(served, stack)
        if "counter_304" in names:
            yield from _counter_304(served)


@contextmanager
def _site(*, with_million: bool = False) -> Iterator[Site]:
    with site.folder() as place:
        if with_million:
            crowd.million(place)
        with site.served(place) as served:
            yield served


def _pages(served: Site, stack: ExitStack, *, with_million: bool) -> Iterator[Figure]:
    address = served.url + site.CAMPAIGN
    floor = stack.enter_context(_plain(address))
    addresses = [address, floor]
    if with_million:
        larger = stack.enter_context(_site(with_million=True))
        addresses.append(larger.url + site.CAMPAIGN)
    rates = interleaved(*(_rate(address) for address in addresses))
    yield Figure("page", rates[0], "requests/s", rates[1], at_least(0.85))
    if with_million:
        yield Figure("page_million", rates[2], "requests/s", rates[0], at_least(0.95))


def _counter(served: Site, stack: ExitStack) -> Figure:
    address = served.url + COUNTER
    floor = stack.enter_context(_plain(address))
    rates = interleaved(_while_confirming(served, _rate(address)), _rate(floor))
    return Figure("counter", rates[0], "requests/s", rates[1], at_least(0.85))


def _counter_304(served: Site) -> Iterator[Figure]:
    """Compare visitors who send the ETag they had last with visitors who send none.

    The floor is the counter once more: by the same client, whose reading of headers costs.
    """
    unchanged: list[float] = []

    def visit(etags: load.Etags) -> float:
        got = load.get_all(served.url + COUNTER, etags=etags)
        if etags is load.Etags.SENT:
            unchanged.append(got.unchanged)
        return got.rate

    works = (lambda: visit(load.Etags.SENT)), (lambda: visit(load.Etags.READ))
    rates = interleaved(*(_while_confirming(served, work) for work in works))
    yield Figure("counter_304", rates[0], "requests/s", rates[1], at_least(1.0))
    yield Figure("counter_304.unchanged", 100 * median(unchanged), "% of answers")


def _rate(address: str) -> Callable[[], float]:
    return lambda: load.get(address)


def _while_confirming(served: Site, measure: Callable[[], float]) -> Callable[[], float]:
    """Let people confirm, so many a second, from before until after a measurement."""
    seconds = load.SECONDS + 2 * MARGIN_SECONDS

    def work() -> float:
        tokens = crowd.pending(site.database_of(served), round(seconds * CONFIRMATIONS))
        requests = [load.post_request(f"{served.url}/confirm/{token}", {}) for token in tokens]
        plan = Plan(served.port, requests, len(requests), load.CONNECTIONS, seconds, CONFIRMATIONS)
        with load.running(plan) as wait_for_answers:
            time.sleep(MARGIN_SECONDS)
            number = measure()
            answers = wait_for_answers()
        load.check(answers, 303)
        if answers.seconds > seconds + MOST_LATE_SECONDS:
            raise Broken(f"confirmations were late: {answers.seconds:.1f} s, not {seconds:.1f} s")
        return number

    return work


@contextmanager
def _plain(address: str) -> Iterator[str]:
    """Serve what an address of the site answers now; return the address of that."""
    answer = _fetch(address)
    with site.plain(answer.body, answer.headers) as floor:
        if _fetch(floor) != answer:
            raise Broken("the floor returns something else")
        yield floor


def _fetch(address: str) -> Answer:
    """Get an address as wrk will, and keep what the floor has to return."""
    with urlopen(Request(address, headers=load.BROWSER)) as got:
        kept = ("Content-Type", "Content-Encoding")
        return Answer(got.read(), {name: got.headers[name] for name in kept if got.headers[name]})
