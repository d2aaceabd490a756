"""What the process that reads may use. It sets this itself, before it looks at the file."""

import resource
import signal
import sys
from contextlib import suppress

SECONDS = 10
MEMORY_BYTES = 512 * 1024 * 1024
_CODINGS = ("ascii", "latin-1", "cp437", "cp1252", "utf-16", "utf-16-be", "utf-16-le", "utf-32")


def set_limits() -> None:
    """Take little time and memory, write no file, start nothing; on the alarm all ends."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS + 1)  # should nobody be left who would end it
    _limit(resource.RLIMIT_CPU, SECONDS, SECONDS + 1)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    if sys.platform != "darwin":  # which refuses it
        _limit(resource.RLIMIT_AS, MEMORY_BYTES)


def open_nothing() -> None:
    """Open nothing more: no file, no connection. What is open stays so."""
    for coding in _CODINGS:  # Python reads each of them from a file when it is first used
        "".encode(coding)
    _limit(resource.RLIMIT_NOFILE, 0)


def _limit(kind: int, soft: int, hard: int | None = None) -> None:
    _, most = resource.getrlimit(kind)
    hard = soft if hard is None else hard
    if most != resource.RLIM_INFINITY:
        hard = min(hard, most)
    with suppress(AttributeError):
        resource.setrlimit(kind, (min(soft, hard), hard))
