"""How much memory documents may take: a few at a time in each process, and little kept after."""

import ctypes
import gc
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from itertools import count
from threading import BoundedSemaphore
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Made = TypeVar("Made")

AT_ONCE = BoundedSemaphore(4)  # many long documents would fill the memory
# The collector stops all threads for longer than a letter takes; each leaves some 4 MB to it.
LEFT_TO_COLLECTOR = 8


def bounded(make: Callable[Parameters, Made]) -> Callable[Parameters, Made]:
    """Return a function that makes a document where few are made, and frees what several took.

    The parts of a Word document refer to each other, and most of their memory is not Python's: its
    collector, which counts its own objects, would leave a hundred of them lying about.
    """
    number = count(1)

    @wraps(make)
    def made(*values: Parameters.args, **more: Parameters.kwargs) -> Made:
        with AT_ONCE:
            try:
                return make(*values, **more)
            finally:
                if next(number) % LEFT_TO_COLLECTOR == 0:
                    gc.collect()
                    with suppress(AttributeError, OSError):  # not glibc
                        ctypes.CDLL(None).malloc_trim(0)

    return made
