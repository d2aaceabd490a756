"""A signal may come at any moment, and no thread of the worker misses it."""

import signal
import subprocess
import sys
import threading

from petitions.config import ROOT
from petitions.ops.worker import StopFlag

WORK = """
import signal
from petitions.ops.worker import StopFlag
for number in range(3_000):
    flag = StopFlag()
    signal.signal(signal.SIGALRM, flag.set)
    signal.setitimer(signal.ITIMER_REAL, 0.0001 + number % 100 / 1e6)
    while not flag.wait(0.00001):
        pass
print("ended")
"""


def test_a_signal_ends_a_wait_at_whatever_moment_it_comes():
    command = [sys.executable, "-c", WORK]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=60)
    assert done.stdout == b"ended\n"


def test_all_threads_stop_once_it_is_set():
    flag, stopped = StopFlag(), []
    assert not flag.is_set()
    assert not flag.wait(0.01)
    threads = [threading.Thread(target=lambda: stopped.append(flag.wait(60))) for _ in range(3)]
    for thread in threads:
        thread.start()
    flag.set(signal.SIGTERM, None)
    for thread in threads:
        thread.join(5)
    assert stopped == [True] * 3
