"""An end that a signal announces, to threads that work and wait."""

import os
import select
from contextlib import suppress


class Ending:
    """Like threading.Event, but one that a signal handler may set.

    A handler runs in the main thread at any moment: also while that thread holds the lock with
    which an Event waits, and setting one takes that lock. A worker stood still for good there.
    """

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.writer, False)

    def set(self) -> None:
        """Announce the end, from wherever it may be."""
        with suppress(BlockingIOError):  # announced more often than it holds
            os.write(self.writer, b".")  # nobody reads it: it is there for all who look

    def is_set(self) -> bool:
        """Tell whether the end was announced."""
        return self.wait(0)

    def wait(self, seconds: float) -> bool:
        """Wait so long for the end; tell whether it was announced."""
        ear = select.poll()
        ear.register(self.reader, select.POLLIN)
        return bool(ear.poll(seconds * 1000))
