"""The site as `./run` starts it, on a fresh database, and the floor's server beside it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from bench.figures import Broken
from petitions.config import ROOT
from tests.site import Site, free_port

SLUG = "ua-115-16"
CAMPAIGN = f"/c/{SLUG}"
# All load comes from one address here, which these limits are there to stop.
SWITCHED_OFF = {"PETITIONS_SIGN_LIMIT": "", "PETITIONS_DOCUMENT_LIMIT": ""}
DEFAULTS = {"PETITIONS_POLL_SECONDS": "10"}  # the tests poll faster
# Not /tmp, which is memory on many machines: what is committed has to reach a disk.
DISK = Path("/var/tmp")
LINES_OF_LOG = 30


@contextmanager
def folder() -> Iterator[Path]:
    """Return an empty folder on a disk, which goes at the end."""
    with TemporaryDirectory(prefix="bench-", dir=DISK if DISK.is_dir() else None) as path:
        yield Path(path)


@contextmanager
def served(place: Path, **changes: str) -> Iterator[Site]:
    """Serve the site with its database and mails in `place`; `changes` are variables."""
    site = Site(place, **DEFAULTS, **SWITCHED_OFF, **changes)
    try:
        with site.running():
            yield site
    except Exception as error:
        told = [line for line in site.log.splitlines() if " INFO " not in line]
        error.add_note("\n".join(told[-LINES_OF_LOG:]))
        raise


def database_of(site: Site) -> str:
    """Return the address of a site's database."""
    return site.environment["PETITIONS_DATABASE_URL"]


@contextmanager
def at_rest(site: Site) -> Iterator[None]:
    """Stop all processes of a site for a while, so that what it has to do yet slows nothing."""
    processes = site.processes()
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


@contextmanager
def plain(body: bytes, headers: Mapping[str, str]) -> Iterator[str]:
    """Serve these bytes from a Flask view under the site's own server; return their address."""
    port = free_port()
    with folder() as place:
        (place / "body").write_bytes(body)
        given = {"BENCH_BODY": str(place / "body"), "BENCH_HEADERS": json.dumps(dict(headers))}
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.plain", str(port)],
            cwd=ROOT,
            env=os.environ | given,
            start_new_session=True,
        )
        try:
            address = f"http://127.0.0.1:{port}/"
            wait_for(address)
            yield address
        finally:
            process.terminate()
            process.wait()


def wait_for(address: str, patience_seconds: float = 30, step_seconds: float = 0.01) -> None:
    """Wait until an address answers with 200.

    Raises:
        Broken: it does not.

    """
    deadline = time.monotonic() + patience_seconds
    while time.monotonic() < deadline:
        try:
            with urlopen(address) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError):
            time.sleep(step_seconds)
    raise Broken(f"{address} does not answer")
