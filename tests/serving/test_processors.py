"""Where there is a web process for each processor, each keeps to its own."""

import os
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.site import PATIENCE_SECONDS, Site

OURS = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]


def web_processes(site):
    """Give {process: the processors it may use}; Granian forks them from the one above all."""
    above = site.process.pid
    found = {}
    for process in site.processes():
        with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
            command = Path(f"/proc/{process}/cmdline").read_text()
            if int(words[1]) == above and "send-mail" not in command:
                found[process] = sorted(os.sched_getaffinity(process))
    return found


def all_web_processes(site, but=None):
    """Wait until there is one for each processor; the site answers with the first."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = web_processes(site)
        if len(found.keys() - {but}) == len(OURS):
            return found
        time.sleep(0.1)
    raise AssertionError(found)


@pytest.fixture
def crowded(tmp_path):
    with Site(tmp_path, forked=False, PETITIONS_WORKERS=str(len(OURS))).running() as site:
        yield site


def test_each_has_one_and_they_are_shared_out(crowded):
    found = all_web_processes(crowded).values()
    assert Counter(map(tuple, found)) == Counter((one,) for one in OURS)
    # The one above takes the processor of each that it forks, for that moment.
    deadline = time.monotonic() + PATIENCE_SECONDS
    while sorted(os.sched_getaffinity(crowded.process.pid)) != OURS:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_one_that_takes_the_place_of_another_gets_its_processor(crowded):
    died, _its_own = all_web_processes(crowded).popitem()
    os.kill(died, signal.SIGKILL)
    found = all_web_processes(crowded, but=died).values()
    assert Counter(map(tuple, found)) == Counter((one,) for one in OURS)
