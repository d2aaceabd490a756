"""Slow visitors, and what the others notice of them: 200 connections that send bit by bit.

The others read the page and the counter and sign, at a gentle rate.
"""

import asyncio
import random
from collections.abc import Collection, Iterator
from contextlib import suppress
from itertools import count
from statistics import quantiles

from bench import load, site
from bench.client import Plan
from bench.figures import Figure, at_most
from tests.factories import sign_form
from tests.site import Site

CONNECTIONS = 200
SECONDS = 10.0
RATE = 20.0  # requests of the others a second
GOAL_MILLISECONDS = 1000
BIT_SECONDS = 2.0  # between two bytes
SIGN = f"{site.CAMPAIGN}/sign"
NUMBERS = count(1)
HEADERS = (b"GET / HTTP/1.1\r\n", b"X-Slow: 1\r\n")
BODY = (
    f"POST {SIGN} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n".encode()
    + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8192\r\n\r\n",
    b"a",
)


def figures(_names: Collection[str]) -> Iterator[Figure]:
    """Give the 95th percentile of the others: alone, beside slow headers, beside slow bodies."""
    with site.folder() as place, site.served(place) as served:
        load.get(served.url + site.CAMPAIGN, 1, connections=4)  # the first requests load things
        alone = asyncio.run(_beside(served, None))
        for name, kind in (("headers", HEADERS), ("bodies", BODY)):
            taken = asyncio.run(_beside(served, kind))
            goal = at_most(GOAL_MILLISECONDS)
            yield Figure(f"slow_p95.{name}", taken, "ms", goal=goal)
        yield Figure("slow_p95.alone", alone, "ms")


async def _beside(served: Site, kind: tuple[bytes, bytes] | None) -> float:
    """Give the 95th percentile, in milliseconds, of visitors beside slow ones of a kind."""
    slow = [asyncio.create_task(_slow(served.port, *kind)) for _ in range(CONNECTIONS) if kind]
    await asyncio.sleep(1)
    try:
        answers = await asyncio.to_thread(load.run, _others(served))
    finally:
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
    load.check(answers, 200, 303)
    return quantiles(answers.latencies, n=20)[-1] * 1000


async def _slow(port: int, head: bytes, bit: bytes) -> None:
    """Send a head, then bits, and begin anew where the server has had enough."""
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            try:
                writer.write(head)
                while not writer.is_closing():
                    await writer.drain()
                    await asyncio.sleep(BIT_SECONDS * random.uniform(0.5, 1.5))
                    writer.write(bit)
            finally:
                writer.close()
        await asyncio.sleep(1)


def _others(served: Site) -> Plan:
    page, counter = (
        load.get_request(served.url + path) for path in (site.CAMPAIGN, f"{site.CAMPAIGN}/counter")
    )
    requests = []
    for number in range(int(RATE * SECONDS)):
        form = sign_form(email=f"slow-{next(NUMBERS)}@example.org")
        sign = load.post_request(served.url + SIGN, form)
        requests.append((page, counter, sign)[number % 3])
    return Plan(served.port, requests, len(requests), 20, SECONDS, RATE)
