"""Load from outside the site: GETs by wrk where there is one, all else by a client of our own.

Each runs in a process of its own, is bounded in number and time, and speaks to 127.0.0.1 only.
"""

import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import NamedTuple, cast
from urllib.parse import urlencode, urlsplit

from bench.client import GRACE_SECONDS, Answers, Plan
from bench.figures import Broken
from petitions.config import ROOT

CONNECTIONS = 64
SECONDS = 3.0
MOST_GETS = 1_000_000
BROWSER = {"Accept-Encoding": "gzip"}
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
START_SECONDS = 10  # that a process may take to come up and to go
WRK_THREADS = 2
WRK_SCRIPT = ("-s", str(Path(__file__).with_name("etags.lua")))
# It calls what is not 2xx or 3xx an error; sockets fail by themselves.
BAD = re.compile(r"Non-2xx.*|Socket errors.*")


class Etags(Enum):
    """What visitors do with the ETag of an answer; reading it costs the client as well."""

    IGNORED = "ignored"
    READ = "read"
    SENT = "sent"  # with the next request


class Got(NamedTuple):
    """Answers a second; of them, where ETags were read, the part that were "304 Not Modified"."""

    rate: float
    unchanged: float


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
    if shutil.which("wrk"):  # in C: it leaves more of the machine to the site than our own
        return _get_by_wrk(address, seconds, headers, connections, etags)
    request, port = get_request(address, headers), urlsplit(address).port or 80
    sent = etags is Etags.SENT
    answers = run(Plan(port, [request], MOST_GETS, connections, seconds, etags=sent))
    per_second = rate(answers, 200, 304)
    return Got(per_second, answers.statuses[304] / answers.statuses.total())


def _get_by_wrk(
    address: str, seconds: float, headers: Mapping[str, str], connections: int, etags: Etags
) -> Got:
    command = ["wrk", f"-t{WRK_THREADS}", f"-c{connections}", f"-d{seconds:.0f}s"]
    command += [f"--timeout={GRACE_SECONDS}s", *(WRK_SCRIPT if etags is not Etags.IGNORED else ())]
    command += [word for pair in headers.items() for word in ("-H", ": ".join(pair))]
    done = subprocess.run(
        [*command, address, etags.value],
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds + 2 * GRACE_SECONDS,
    )
    bad = BAD.search(done.stdout)
    if done.returncode or bad:
        raise Broken(f"wrk at {address}: {bad[0] if bad else done.stderr}")
    per_second = re.search(r"Requests/sec: +([0-9.]+)", done.stdout)
    unchanged = re.search(r"Unchanged: ([0-9.]+)", done.stdout)
    return Got(*(float(match[1]) if match else 0 for match in (per_second, unchanged)))


def get_request(address: str, headers: Mapping[str, str] = BROWSER) -> bytes:
    """Return a GET as it goes over the line."""
    return _request("GET", address, headers)


def post_request(address: str, form: Mapping[str, str], headers: Mapping[str, str] = FORM) -> bytes:
    """Return a form that was sent, as it goes over the line."""
    body = urlencode(form).encode()
    return _request("POST", address, {**headers, "Content-Length": str(len(body))}) + body


def run(plan: Plan) -> Answers:
    """Carry out a plan, and give what came back."""
    with running(plan) as answers:
        return answers()


@contextmanager
def running(plan: Plan) -> Iterator[Callable[[], Answers]]:
    """Let a plan be carried out beside what the caller does; what is yielded waits for its end."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from bench.client import main; main()"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )

    def answers() -> Answers:
        output, _ = process.communicate(timeout=plan.seconds + GRACE_SECONDS + START_SECONDS)
        if process.returncode:
            raise Broken("the load client failed")
        return cast("Answers", pickle.loads(output))

    try:
        assert process.stdin
        pickle.dump(plan, process.stdin)
        process.stdin.close()
        process.stdin = None  # communicate() would write to it
        yield answers
    finally:
        process.kill()
        process.wait()


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
