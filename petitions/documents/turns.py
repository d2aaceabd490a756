"""A few documents at a time in each process, and no memory kept after one."""

import ctypes
import gc
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from threading import BoundedSemaphore
from typing import ParamSpec, TypeVar

Parameters = ParamSpec("Parameters")
Made = TypeVar("Made")

AT_ONCE = BoundedSemaphore(4)  # many long documents would fill the memory


def in_turn(make: Callable[Parameters, Made]) -> Callable[Parameters, Made]:
    """Return a function that makes a document when it is its turn, and frees what that took.

    The parts of a Word document refer to each other, and most of their memory is not Python's: its
    collector, which counts its own objects, would leave a hundred of them lying about.
    """

    @wraps(make)
    def made(*values: Parameters.args, **more: Parameters.kwargs) -> Made:
        with AT_ONCE:
            try:
                return make(*values, **more)
            finally:
                gc.collect()
                with suppress(AttributeError, OSError):  # not glibc
                    ctypes.CDLL(None).malloc_trim(0)

    return made
