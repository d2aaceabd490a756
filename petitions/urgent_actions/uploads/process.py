"""A process of its own for each file: limited, and ended with all that it started."""

import os
import selectors
import signal
import sys
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from time import monotonic
from typing import IO, cast

from petitions.urgent_actions.uploads.kinds import Kind
from petitions.urgent_actions.uploads.trouble import TEXT_BYTES, WHYS, UnreadableFile

SECONDS = 10
_PIECE = 64 * 1024
_ANSWER_BYTES = TEXT_BYTES + 64
_ROOT = Path(__file__).resolve().parents[3]
READER = (sys.executable, "-E", "-s", "-m", "petitions.urgent_actions.uploads")
_TIME_IS_UP = {-signal.SIGXCPU, -signal.SIGALRM}


def read_apart(kind: Kind, content: bytes) -> str:
    """Give the text of a file of this kind.

    Raises:
        UnreadableFile: with the reason.

    """
    answer, code = answer_of((*READER, kind), content)
    text, _, verdict = answer.rpartition(b"\0")
    if len(answer) > _ANSWER_BYTES:
        raise UnreadableFile("too-large")
    if verdict == b"ok":
        return text.decode(errors="replace")
    for why in WHYS:
        if verdict == why.encode():
            raise UnreadableFile(why)
    raise UnreadableFile("too-slow" if code in _TIME_IS_UP else "broken")


def answer_of(
    command: tuple[str, ...], content: bytes, seconds: float = SECONDS
) -> tuple[bytes, int]:
    """Give what a process answers to `content`, and its exit code.

    It knows nothing of the environment, and is gone when this returns.

    Raises:
        UnreadableFile: it took too long.

    """
    process = Popen(  # noqa: S603  (our own command)
        command,
        cwd=_ROOT,
        env={},
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        start_new_session=True,
        bufsize=0,
    )
    try:
        answer = _exchange(process, content, monotonic() + seconds)
    finally:
        code = _end(process)
    return answer, code


def _exchange(process: "Popen[bytes]", content: bytes, until: float) -> bytes:
    """Hand over and take at the same time; stop when the answer is longer than any that we take."""
    answer = bytearray()
    left = memoryview(content)
    with selectors.DefaultSelector() as ready:
        into, out = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
        os.set_blocking(into.fileno(), False)
        ready.register(into, selectors.EVENT_WRITE)
        ready.register(out, selectors.EVENT_READ)
        while len(answer) <= _ANSWER_BYTES:
            for key, _ in _awaited(ready, until):
                if key.fileobj is out:
                    if not (piece := os.read(key.fd, _PIECE)):
                        return bytes(answer)
                    answer += piece
                else:
                    left = left[_written(key.fd, left) :]
                    if not left:
                        ready.unregister(into)
                        into.close()
    return bytes(answer)


def _awaited(
    ready: selectors.BaseSelector, until: float
) -> list[tuple[selectors.SelectorKey, int]]:
    events = ready.select(max(0, until - monotonic()))
    if monotonic() >= until:
        raise UnreadableFile("too-slow")
    return events


def _written(place: int, content: memoryview) -> int:
    try:
        return os.write(place, content[:_PIECE])
    except BrokenPipeError:  # it has ended, and what it said comes through the other pipe
        return len(content)


def _end(process: "Popen[bytes]") -> int:
    # Nobody has waited for it yet, so that its number cannot be another's by now.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    for pipe in (process.stdin, process.stdout):
        cast("IO[bytes]", pipe).close()
    return process.wait()
