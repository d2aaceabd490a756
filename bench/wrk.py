"""wrk, a load generator in C: it leaves more of the machine to the site than one in Python."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from bench.client import GRACE_SECONDS
from bench.figures import Broken

THREADS = 2
SCRIPT = ("-s", str(Path(__file__).with_name("etags.lua")))
# It calls what is not 2xx or 3xx an error; sockets fail by themselves.
BAD = re.compile(r"Non-2xx.*|Socket errors.*")
RATE = re.compile(r"Requests/sec: +([0-9.]+)")
UNCHANGED = re.compile(r"Unchanged: ([0-9.]+)")


class Etags(Enum):
    """What visitors do with the ETag of an answer; reading it costs the client as well."""

    IGNORED = "ignored"
    READ = "read"
    SENT = "sent"  # with the next request


class Got(NamedTuple):
    """Answers a second; of them, where ETags were read, the part that were "304 Not Modified"."""

    rate: float
    unchanged: float


def is_there() -> bool:
    """Return True if this machine has it."""
    return shutil.which("wrk") is not None


def wrk(
    address: str, seconds: float, headers: Mapping[str, str], connections: int, etags: Etags
) -> Got:
    """Get an address over so many connections, again and again.

    Raises:
        Broken: an answer was neither 200 nor 304, or late by many seconds.

    """
    command = ["wrk", f"-t{THREADS}", f"-c{connections}", f"-d{seconds:.0f}s"]
    command += [f"--timeout={GRACE_SECONDS}s", *(SCRIPT if etags is not Etags.IGNORED else ())]
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
    return Got(_number(RATE, done.stdout), _number(UNCHANGED, done.stdout))


def _number(pattern: re.Pattern[str], text: str) -> float:
    found = pattern.search(text)
    return float(found[1]) if found else 0
