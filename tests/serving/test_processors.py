"""Where there is a web process for each processor, each keeps to its own."""

import os
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.site import PATIENCE_SECONDS, Site

OURS = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [0]


def web_processes(site):
    """Give {process: the processors it may use}; Granian forks them from the one above all."""
    above = site.process.pid
    found = {}
    for process in site.processes():
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        command = Path(f"/proc/{process}/cmdline").read_text()
        if int(words[1]) == above and "send-mail" not in command:
            found[process] = sorted(os.sched_getaffinity(process))
    return found


@pytest.fixture
def crowded(tmp_path):
    with Site(tmp_path, PETITIONS_WORKERS=str(len(OURS))).running() as site:
        yield site


def test_each_has_one_and_they_are_shared_out(crowded):
    found = web_processes(crowded)
    assert Counter(map(tuple, found.values())) == Counter((one,) for one in OURS)
    assert sorted(os.sched_getaffinity(crowded.process.pid)) == OURS


def test_one_that_takes_the_place_of_another_gets_its_processor(crowded):
    died, its_own = web_processes(crowded).popitem()
    os.kill(died, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and len(web_processes(crowded).keys() - {died}) < len(OURS):
        time.sleep(0.1)
    assert its_own in web_processes(crowded).values()
    assert Counter(map(tuple, web_processes(crowded).values())) == Counter((one,) for one in OURS)
