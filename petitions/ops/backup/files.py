"""Files that are whole before they have their name."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

SQLITE_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite makes next to its file


@contextmanager
def part_of(file: Path) -> Iterator[Path]:
    """Give an empty file beside `file`, for its owner alone; gone at the end, unless renamed."""
    handle, name = mkstemp(prefix=f"{file.name}.", suffix=".part", dir=file.parent)
    os.close(handle)
    part = Path(name)
    try:
        yield part
    finally:
        for beside in ("", *SQLITE_BESIDE):
            Path(f"{part}{beside}").unlink(missing_ok=True)


def to_disk(path: Path) -> None:
    """Wait until the file, or the names in the folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
