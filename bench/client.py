"""The load client: reads a plan, sends its requests over kept connections, tells what came back.

load.py starts it, in a process of its own.
"""

import asyncio
import gc
import pickle
import sys
import time
from collections import Counter, deque
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle, islice

GRACE_SECONDS = 20  # for answers to what has been sent
TICK_SECONDS = 0.001


@dataclass(frozen=True)
class Plan:
    """What to send: the requests in turn, `most` of them at most, for so many seconds at most.

    Without a `rate` each connection sends as soon as it has its answer. With one (a second),
    each request is due at its moment, however slow the answers are, and its time counts from there.
    """

    port: int
    requests: list[bytes]
    most: int
    connections: int
    seconds: float
    rate: float = 0
    etags: bool = False  # each connection sends with the next request the ETag it had last


@dataclass
class Answers:
    """What came back: {status: number}, and the seconds that each answer took.

    `seconds` is the time from the first request to the last answer.
    """

    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)
    seconds: float = 0
    unanswered: int = 0
    closed: int = 0


class Connection(asyncio.Protocol):
    """A kept connection: one request at a time, and as much of HTTP as the answers need."""

    def __init__(self, run: "Run") -> None:
        self.run = run
        self.due: float | None = None  # of the request that is under way
        self.etag = b""
        self.head = b""
        self.missing: int | None = None  # bytes of the body, once the head is read

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep what to write to."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def send(self, request: bytes, due: float) -> None:
        """Send a request."""
        self.due = due
        if self.etag:
            request = request[:-2] + b"If-None-Match: " + self.etag + b"\r\n\r\n"
        self.transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Take a piece of an answer; tell when it is whole."""
        if self.missing is None:
            self.head += data
            head, end, data = self.head.partition(b"\r\n\r\n")
            if not end:
                return
            self.status = int(head[9:12])
            self.head, self.missing = b"", _body_length(head, self.status)
            if self.run.plan.etags:
                self.etag = _value(head, b"etag") or self.etag
        self.missing -= len(data)
        if self.missing <= 0:
            self.missing, due, self.due = None, self.due, None
            self.run.answered(self, self.status, due)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  (its signature)
        """Tell that the server closed it."""
        self.run.lost()


class Run:
    """A plan that is carried out."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.answers = Answers()
        self.requests = islice(cycle(plan.requests), plan.most)
        self.overdue: deque[tuple[bytes, float]] = deque()  # due, and no connection was free
        self.free: deque[Connection] = deque()
        self.under_way = 0
        self.all_sent = False
        self.over = asyncio.Event()

    async def carry_out(self) -> Answers:
        """Connect, send, wait for the last answer."""
        loop = asyncio.get_running_loop()
        for _ in range(self.plan.connections):
            made = await loop.create_connection(
                lambda: Connection(self), "127.0.0.1", self.plan.port
            )
            self.free.append(made[1])
        connections = list(self.free)
        start = self.last = time.perf_counter()
        self.end = start + self.plan.seconds
        with suppress(TimeoutError):
            async with asyncio.timeout(self.plan.seconds + GRACE_SECONDS):
                await (self._keep_time(start) if self.plan.rate else self._keep_busy())
                await self.over.wait()
        self.over.set()
        self.answers.seconds = self.last - start
        self._count_unanswered(connections)
        for connection in connections:
            connection.transport.close()
        return self.answers

    def answered(self, connection: Connection, status: int, due: float) -> None:
        """Note an answer; let the connection go on with what is next."""
        self.last = time.perf_counter()
        self.answers.statuses[status] += 1
        self.answers.latencies.append(self.last - due)
        self.under_way -= 1
        self.free.append(connection)
        self._send_next()

    def lost(self) -> None:
        """Note a connection that went before the end."""
        if not self.over.is_set():
            self.answers.closed += 1
            self.over.set()

    async def _keep_busy(self) -> None:
        while self.free and not self.all_sent:
            self._send_next()

    async def _keep_time(self, start: float) -> None:
        for number, request in enumerate(self.requests):
            due = start + number / self.plan.rate
            if due >= self.end:
                break
            while (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(max(wait, TICK_SECONDS))
            self.overdue.append((request, due))
            self._send_next()
        self.all_sent = True
        self._end_if_over()

    def _send_next(self) -> None:
        found = self._next_request() if self.free else None
        if found:
            self.under_way += 1
            self.free.popleft().send(*found)
        self._end_if_over()

    def _next_request(self) -> tuple[bytes, float] | None:
        if self.plan.rate:
            return self.overdue.popleft() if self.overdue else None
        moment = time.perf_counter()
        request = next(self.requests, None) if moment < self.end else None
        self.all_sent = request is None
        return (request, moment) if request else None

    def _end_if_over(self) -> None:
        if self.all_sent and not self.under_way and not self.overdue:
            self.over.set()

    def _count_unanswered(self, connections: list[Connection]) -> None:
        """Count what is due as long as it has waited: it would take at least that."""
        due = [one.due for one in connections if one.due is not None]
        due += [moment for _, moment in self.overdue]
        self.answers.unanswered = len(due)
        moment = time.perf_counter()
        self.answers.latencies += [moment - one for one in due]


def _body_length(head: bytes, status: int) -> int:
    if status in (204, 304):
        return 0
    return int(_value(head, b"content-length"))


def _value(head: bytes, name: bytes) -> bytes:
    """Return the value of a header, nothing where it is missing."""
    place = head.lower().find(b"\r\n" + name + b":")
    return head[place:].split(b"\r\n", 2)[1].partition(b":")[2].strip() if place >= 0 else b""


def main() -> None:
    """Carry out the plan on standard input; write what came back to standard output."""
    gc.disable()  # its pauses would be taken for the site's

    async def carry_out() -> Answers:
        return await Run(pickle.load(sys.stdin.buffer)).carry_out()

    pickle.dump(asyncio.run(carry_out()), sys.stdout.buffer)
