"""Visitors who vanished, or never meant to come to an end: their connections are let go.

The server waits for a body as long as its connection lives; it offers no limit of its own.
"""

import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# Longer than the largest upload takes over a slow line (5 MB at 140 kbit/s).
PATIENCE_SECONDS = 300
ROUND_SECONDS = 30
FILES = Path("/proc/self/fd")
INTERNET = {socket.AF_INET, socket.AF_INET6}
LAST_DATA_SENT = 44  # where tcp_info, as in linux/tcp.h, has these milliseconds


def watch(port: int) -> None:
    """Look after the connections of this process to a port of its own, from now on; Linux only."""
    if FILES.exists():
        threading.Thread(target=_watch, args=(port,), daemon=True).start()


def end_stalled(port: int, patience_seconds: float = PATIENCE_SECONDS) -> None:
    """End the connections on which not one byte of an answer went out for so long.

    One byte of a body now and then is no answer. Idle ones are long gone by then: the server
    itself waits half a minute for the next request.
    """
    for connection in _connections(port):
        with suppress(OSError):  # it has just ended
            if _milliseconds_since_answer(connection) > patience_seconds * 1000:
                connection.shutdown(socket.SHUT_RDWR)


def _watch(port: int) -> None:
    while True:
        time.sleep(ROUND_SECONDS)
        end_stalled(port)


def _connections(port: int) -> Iterator[socket.socket]:
    for file in FILES.iterdir():
        with suppress(OSError), _copy(int(file.name)) as found:
            if found.family in INTERNET and found.getpeername() and found.getsockname()[1] == port:
                yield found


def _copy(number: int) -> socket.socket:
    """Give the socket with a number, to end what was looked at, whatever the number means then.

    Raises:
        OSError: it is gone by now, or something else.

    """
    copy = os.dup(number)
    try:
        return socket.socket(fileno=copy)
    except OSError:
        os.close(copy)
        raise


def _milliseconds_since_answer(connection: socket.socket) -> int:
    """Give it from the last byte sent, or from when the connection was made."""
    known = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, LAST_DATA_SENT + 4)
    return int(struct.unpack_from("=I", known, LAST_DATA_SENT)[0])
