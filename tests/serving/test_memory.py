"""Processes that are forked after memory was saved share what is there, and few heaps."""

import subprocess
import sys

import pytest

from petitions.config import ROOT

COUNT = """
import ctypes, gc, os, sys, threading
from petitions.ops.server import share_memory

if sys.argv[1] == "saved":
    share_memory()
libc = ctypes.CDLL(None)
libc.fopen.restype = libc.malloc.restype = ctypes.c_void_p
start = threading.Barrier(8)

def take():
    start.wait()
    libc.malloc(1000)
    start.wait()

if os.fork():
    os._exit(os.waitstatus_to_exitcode(os.wait()[1]))
threads = [threading.Thread(target=take) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
file = ctypes.c_void_p(libc.fopen(sys.argv[2].encode(), b"w"))
libc.malloc_info(0, file)
libc.fclose(file)
print(gc.get_freeze_count() > 0)
sys.stdout.flush()
os._exit(0)
"""


@pytest.mark.parametrize(("how", "frozen", "few"), [("saved", True, True), ("as is", False, False)])
def test_a_web_process_shares_what_is_there_and_has_few_heaps(tmp_path, how, frozen, few):
    command = [sys.executable, "-c", COUNT, how, tmp_path / "heaps"]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    heaps = (tmp_path / "heaps").read_text().count("<heap nr=")
    assert (said.strip() == "True", heaps <= 2) == (frozen, few)
