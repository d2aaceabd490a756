"""How many people can sign and confirm: from the form to the thanks, stored durably.

The mail worker sends the mails meanwhile, as it does on every site. While a floor is measured the
site's processes stand still, for they have mails left to send then.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from itertools import count
from urllib.parse import urlsplit

import psycopg

from bench import crowd, load, rows, site
from bench.client import Plan
from bench.figures import Broken, Figure, at_least, at_most, interleaved
from bench.raw import connect_sqlite
from tests import postgres
from tests.factories import sign_form
from tests.site import Site

ON_POSTGRES = 32  # connections; on SQLite as many as read
SECONDS = 3.0
ROUNDS = 5  # of three, the median still differs by a third from one run to the next
MOST = 10_000  # people in one round
FLOOR_CLIENTS = 8  # on PostgreSQL; SQLite has one writer
SIGNING, READING = 200, 2_000  # a second, steady
STEADY_SECONDS = 5.0
PERCENTILE = 0.99
RATE = "signatures/s"
STORED = """
SELECT (SELECT count(*) FROM signature WHERE email LIKE 'visitor%'),
       (SELECT count(*) FROM mail WHERE kind = 'confirm')
"""


class Visitors:
    """People who sign at a site; none signs twice."""

    def __init__(self, served: Site, connections: int = load.CONNECTIONS) -> None:
        self.served = served
        self.connections = connections
        self.numbers = count(1)
        self.thanked = 0

    def sign(self, seconds: float = SECONDS) -> float:
        """Sign as fast as the site takes it; return how many a second."""
        answers = load.run(self.plan(MOST, seconds))
        self.thanked += answers.statuses[303]
        return load.rate(answers, 303)

    def plan(self, most: int, seconds: float, rate: float = 0) -> Plan:
        """Return a plan by which people sign."""
        address = f"{self.served.url}{site.CAMPAIGN}/sign"
        numbers = (next(self.numbers) for _ in range(most))
        forms = (
            sign_form(name=f"Ada Lovelace {n}", email=f"visitor{n}@example.org") for n in numbers
        )
        requests = [load.post_request(address, form) for form in forms]
        return Plan(self.served.port, requests, most, self.connections, seconds, rate)

    def check(self) -> None:
        """See that everybody who was thanked is stored, and has a mail.

        Raises:
            Broken: somebody is not.

        """
        url = site.database_of(self.served)
        connect = connect_sqlite if url.startswith("sqlite:") else psycopg.connect
        with closing(connect(url)) as connection:
            stored = tuple(connection.execute(STORED).fetchone())
        if stored != (self.thanked, self.thanked):
            raise Broken(f"{self.thanked} were thanked; (signatures, mails) are {stored}")


def figures(names: Collection[str]) -> Iterator[Figure]:
    """Measure on SQLite, signing on PostgreSQL, and how late a signature is among readers."""
    if {"sign_sqlite", "confirm"} & set(names):
        yield from (figure for figure in _on_sqlite() if figure.name in names)
    if "sign_postgres" in names:
        yield from _on_postgres()
    if "sign_p99" in names:
        yield from _steady()


def confirm(served: Site, seconds: float = SECONDS) -> float:
    """Confirm as fast as the site takes it; return how many a second."""
    tokens = crowd.pending(site.database_of(served), MOST)
    requests = [load.post_request(f"{served.url}/confirm/{token}", {}) for token in tokens]
    return load.rate(load.run(Plan(served.port, requests, MOST, load.CONNECTIONS, seconds)), 303)


def _on_sqlite() -> Iterator[Figure]:
    with site.folder() as beside, site.folder() as place, site.served(place) as served:
        floor = f"sqlite:///{beside}/floor.sqlite"
        crowd.prepare(floor)
        visitors = Visitors(served)
        works = visitors.sign, _floor(served, floor, clients=1), lambda: confirm(served)
        signing, rows_alone, confirming = interleaved(*works, rounds=ROUNDS)
        visitors.check()
    yield Figure("sign_sqlite", signing, RATE, rows_alone, at_least(0.45))
    yield Figure("confirm", confirming, "confirmations/s", signing, at_least(1.0))


def _on_postgres() -> Iterator[Figure]:
    with postgres.running() as url, site.folder() as place:
        floor = urlsplit(url)._replace(path="/floor").geturl()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE floor")
        crowd.prepare(floor)
        with site.served(place, PETITIONS_DATABASE_URL=url) as served:
            visitors = Visitors(served, ON_POSTGRES)
            works = visitors.sign, _floor(served, floor, FLOOR_CLIENTS)
            signing, rows_alone = interleaved(*works, rounds=ROUNDS)
            visitors.check()
    yield Figure("sign_postgres", signing, RATE, rows_alone, at_least(0.45))


def _floor(served: Site, url: str, clients: int) -> Callable[[], float]:
    def work() -> float:
        with site.at_rest(served):
            return rows.per_second(url, clients, SECONDS)

    return work


def _steady() -> Iterator[Figure]:
    with site.folder() as place, site.served(place) as served:
        visitors = Visitors(served)
        visitors.sign(seconds=1)  # what is made once is made then
        [late] = interleaved(lambda: _late(visitors))
    yield Figure("sign_p99", late * 1000, "ms", goal=at_most(100))


def _late(visitors: Visitors) -> float:
    """Return what a signature takes at most, but for one in a hundred, while others read.

    Time counts from the moment at which it was due: a site that is late is late for the next too.
    """
    served, most = visitors.served, round(STEADY_SECONDS * READING)
    counter = [load.get_request(f"{served.url}{site.CAMPAIGN}/counter")]
    reading = Plan(served.port, counter, most, load.CONNECTIONS, STEADY_SECONDS, READING)
    people = round(STEADY_SECONDS * SIGNING)
    with load.running(reading) as wait_for_readers:
        signed = load.run(visitors.plan(people, STEADY_SECONDS, SIGNING))
        read = wait_for_readers()
    load.check_statuses(signed, 303)
    load.check_statuses(read, 200)
    return sorted(signed.latencies)[int(len(signed.latencies) * PERCENTILE)]
