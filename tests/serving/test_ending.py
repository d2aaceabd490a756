"""An end can be announced by a signal, at whatever moment it comes."""

import subprocess
import sys
import threading

from petitions.config import ROOT
from petitions.db.ending import Ending

# A signal at any moment around the waits of the main thread, many times.
WORK = """
import os, signal
from petitions.db.ending import Ending

for number in range(3_000):
    ending = Ending()
    signal.signal(signal.SIGALRM, lambda *_: ending.set())
    signal.setitimer(signal.ITIMER_REAL, 0.0001 + number % 100 / 1e6)
    while not ending.wait(0.00001):
        pass
    os.close(ending.reader)
    os.close(ending.writer)
print("ended")
"""


def test_no_moment_is_wrong_for_a_signal():
    command = [sys.executable, "-c", WORK]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
    assert said.stdout == b"ended\n"


def test_all_threads_hear_of_it_once_it_is_announced():
    ending, heard = Ending(), []
    assert not ending.is_set()
    assert not ending.wait(0.01)
    threads = [threading.Thread(target=lambda: heard.append(ending.wait(60))) for _ in range(3)]
    for thread in threads:
        thread.start()
    ending.set()
    for thread in threads:
        thread.join()
    assert heard == [True] * 3
    assert ending.is_set()
