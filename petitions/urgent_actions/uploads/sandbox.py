"""One uploaded file is read in a process of its own: limited, and ended with all that it started.

The process gets the content on standard input, limits itself before it looks at it, and answers
with the text, NUL and "ok", or with why there is no text.
"""

import os
import resource
import selectors
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from time import monotonic
from typing import IO, Any, cast

from petitions.urgent_actions.uploads import Kind
from petitions.urgent_actions.uploads.text import (
    TEXT_BYTES,
    WHYS,
    UnreadableFile,
    checked,
    decoded,
    decoded_html,
)

SECONDS = 10
MEMORY_BYTES = 512 * 1024 * 1024
_CODINGS = ("ascii", "latin-1", "cp437", "cp1252", "utf-16", "utf-16-be", "utf-16-le", "utf-32")
_PIECE = 64 * 1024
_ANSWER_BYTES = TEXT_BYTES + 64
_ROOT = Path(__file__).resolve().parents[3]
READER = (sys.executable, "-E", "-s", "-m", "petitions.urgent_actions.uploads.sandbox")
_TIME_IS_UP = {-signal.SIGXCPU, -signal.SIGALRM}


def read_apart(kind: Kind, content: bytes) -> str:
    """Return the text of a file of this kind.

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
    raise UnreadableFile("too-slow" if is_out_of_time(code) else "broken")


def is_out_of_time(code: int) -> bool:
    """Return True if a process with this exit code was ended by its own limits of time."""
    return code in _TIME_IS_UP


def answer_of(
    command: tuple[str, ...], content: bytes, seconds: float | None = None
) -> tuple[bytes, int]:
    """Return what a process answers to `content` within SECONDS, and its exit code.

    It knows nothing of the environment, and is gone when this returns.

    Raises:
        UnreadableFile: it took too long.

    """
    with Popen(  # noqa: S603  (our own command)
        command,
        cwd=_ROOT,
        env={},
        stdin=PIPE,
        stdout=PIPE,
        stderr=DEVNULL,
        start_new_session=True,
        bufsize=0,
    ) as process:
        try:
            answer = _exchange(process, content, monotonic() + (seconds or SECONDS))
        finally:
            # Nobody has waited for it yet, so that its number cannot be another's by now.
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
    return answer, process.returncode


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
            events = ready.select(max(0, until - monotonic()))
            if monotonic() >= until:
                raise UnreadableFile("too-slow")
            for key, _ in events:
                if key.fileobj is out:
                    piece = os.read(key.fd, _PIECE)
                    if not piece:
                        return bytes(answer)
                    answer += piece
                    continue
                try:
                    left = left[os.write(key.fd, left[:_PIECE]) :]
                except BrokenPipeError:  # it has ended; what it said comes through the other pipe
                    left = left[:0]
                if not left:
                    ready.unregister(into)
                    into.close()
    return bytes(answer)


# In the process itself


def main(kind: str) -> None:
    """Read the file; the answer ends with NUL and "ok", or why there is no text."""
    text, verdict = "", "ok"
    parse = parser(kind)  # imported while Python may still keep what it compiles
    content = sys.stdin.buffer.read()
    set_limits()
    try:
        source = source_of(kind, content)
        open_nothing()  # what parses it from here on has no way out but the answer
        text = checked(parse(source))
    except UnreadableFile as problem:
        verdict = problem.why
    except MemoryError:
        verdict = "too-large"
    except Exception:
        verdict = "broken"
    sys.stdout.buffer.write(text.encode() + b"\0" + verdict.encode())


def source_of(kind: str, content: bytes) -> bytes | str:
    """Return what the parser of this kind reads."""
    readers = {"plain": decoded, "html": decoded_html}
    return readers[kind](content) if kind in readers else content


def parser(kind: str) -> Callable[[Any], str]:
    """Return what makes text of the content of this kind."""
    match kind:
        case "pdf":
            from petitions.urgent_actions.uploads import pdf

            return pdf.text
        case "word":
            from petitions.urgent_actions.uploads import word

            return word.text
        case "odt":
            from petitions.urgent_actions.uploads import odt

            return odt.text
        case "mail":
            from petitions.urgent_actions.uploads import mail

            return mail.text
        case "html":
            from petitions.urgent_actions.uploads import html

            return html.text
    return str


def set_limits(memory_bytes: int = MEMORY_BYTES) -> None:
    """Take little time and memory, write no file, start nothing; on the alarm all ends."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS + 1)  # should nobody be left who would end it
    _limit(resource.RLIMIT_CPU, SECONDS, SECONDS + 1)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    if sys.platform != "darwin":  # which refuses it
        _limit(resource.RLIMIT_AS, memory_bytes)


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
    resource.setrlimit(kind, (min(soft, hard), hard))


if __name__ == "__main__":
    main(sys.argv[1])
