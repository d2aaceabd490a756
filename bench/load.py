"""Load from outside the site: GETs by wrk where there is one, all else by a client of our own.

Each runs in a process of its own, is bounded in number and time, and speaks to 127.0.0.1 only.
"""

import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import cast
from urllib.parse import urlencode, urlsplit

from bench import wrk
from bench.client import GRACE_SECONDS, Answers, Plan
from bench.figures import Broken
from bench.wrk import Etags, Got
from petitions.config import ROOT

CONNECTIONS = 64
SECONDS = 3.0
MOST_GETS = 1_000_000
BROWSER = {"Accept-Encoding": "gzip"}
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
START_SECONDS = 10  # that a process may take to come up and to go


def get(
    address: str,
    seconds: float = SECONDS,
    headers: Mapping[str, str] = BROWSER,
    connections: int = CONNECTIONS,
) -> float:
    """Return the rate (a second) at which an address answers.

    Raises:
        Broken: an answer was neither 200 nor 304.

    """
    return get_all(address, seconds, headers, connections).rate


def get_all(
    address: str,
    seconds: float = SECONDS,
    headers: Mapping[str, str] = BROWSER,
    connections: int = CONNECTIONS,
    etags: Etags = Etags.IGNORED,
) -> Got:
    """Return more of the same than the rate."""
    if wrk.is_there():
        return wrk.wrk(address, seconds, headers, connections, etags)
    request, sent = get_request(address, headers), etags is Etags.SENT
    plan = Plan(_port(address), [request], MOST_GETS, connections, seconds, etags=sent)
    answers = run(plan)
    per_second = rate(answers, 200, 304)
    return Got(per_second, answers.statuses[304] / answers.statuses.total())


def get_request(address: str, headers: Mapping[str, str] = BROWSER) -> bytes:
    """Return a GET as it goes over the line."""
    return _request("GET", address, headers)


def post_request(address: str, form: Mapping[str, str], headers: Mapping[str, str] = FORM) -> bytes:
    """Return a form that was sent, as it goes over the line."""
    body = urlencode(form).encode()
    return _request("POST", address, {**headers, "Content-Length": str(len(body))}) + body


def run(plan: Plan) -> Answers:
    """Carry out a plan, and give what came back."""
    with running(plan) as client:
        return client.answers()


class Client:
    """A load client at work."""

    def __init__(self, plan: Plan) -> None:
        self.seconds = plan.seconds + GRACE_SECONDS + START_SECONDS
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from bench.client import main; main()"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert self.process.stdin
        pickle.dump(plan, self.process.stdin)
        self.process.stdin.close()
        self.process.stdin = None  # communicate() would write to it

    def answers(self) -> Answers:
        """Wait for the end, and give what came back."""
        output, _ = self.process.communicate(timeout=self.seconds)
        if self.process.returncode:
            raise Broken("the load client failed")
        return cast("Answers", pickle.loads(output))


@contextmanager
def running(plan: Plan) -> Iterator[Client]:
    """Let a plan be carried out beside what the caller does."""
    client = Client(plan)
    try:
        yield client
    finally:
        client.process.kill()
        client.process.wait()


def rate(answers: Answers, *statuses: int) -> float:
    """Return the answers a second.

    Raises:
        Broken: some had another status, or did not come.

    """
    check(answers, *statuses)
    return answers.statuses.total() / answers.seconds


def check(answers: Answers, *statuses: int) -> None:
    """Refuse a measurement with answers of another status, or without.

    Raises:
        Broken: so it is.

    """
    check_statuses(answers, *statuses)
    if answers.unanswered:
        raise Broken(f"{answers.unanswered} answers did not come")


def check_statuses(answers: Answers, *statuses: int) -> None:
    """Refuse the same, but let answers be missing: of steady load that was too much.

    Raises:
        Broken: so it is.

    """
    found = dict(answers.statuses)
    if answers.closed:
        raise Broken(f"the site closed a connection; answers by their status: {found}")
    if not found or found.keys() - set(statuses):
        raise Broken(f"answers by their status: {found}, not {statuses}")


def _request(method: str, address: str, headers: Mapping[str, str]) -> bytes:
    parts = urlsplit(address)
    lines = [f"{method} {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}"]
    lines += [": ".join(pair) for pair in headers.items()]
    return "\r\n".join([*lines, "\r\n"]).encode()


def _port(address: str) -> int:
    port = urlsplit(address).port
    assert port
    return port
