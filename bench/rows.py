"""The floor of signing: the rows that one signature leaves, written by the driver alone.

Each client is a process: prepares its rows, says so, waits for a line, and writes for some seconds.
tests/bench/test_rows.py compares the rows with those that the site writes.
"""

import json
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import psycopg

from bench.figures import Broken
from bench.raw import PostgresTables, SqliteTables, connect_sqlite
from petitions.config import ROOT
from petitions.mail.models import WAITING
from petitions.signing.models import CONFIRM_MAIL, CONSENT_VERSION, HIDDEN, PENDING
from petitions.web.text import search_text

SIGNATURE = """
INSERT INTO signature (campaign_id, state, email_digest, email, name, country, comment, visibility,
                       updates, consent_version, signed_at, comment_shown, search_text)
VALUES ({0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}) RETURNING id
"""
MAIL = """
INSERT INTO mail (kind, about, message_id, state, tries, made_at, due_at, mailbox, once)
VALUES ({0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}, {0})
"""
PREPARED = 20_000  # people a client has ready
PATIENCE_SECONDS = 60

Execute = Callable[..., Any]


class Signer(NamedTuple):
    """What differs from one signature to the next."""

    digest: bytes
    name: str
    email: str
    message_id: str
    search_text: str


def per_second(url: str, clients: int, seconds: float) -> float:
    """Return how many signatures a second some clients write, one transaction each."""
    command = [sys.executable, "-m", "bench.rows", url, str(seconds)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    started = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(clients)]
    try:
        for process in started:
            process.stdout.readline()  # it is ready
        for process in started:
            process.stdin.write("go\n")
            process.stdin.flush()
        written = [process.communicate(timeout=PATIENCE_SECONDS)[0] for process in started]
    finally:
        for process in started:
            process.kill()
            process.wait()
    if any(process.returncode for process in started):
        raise Broken("rows could not be written")
    return sum(map(float, written))


def write_one(execute: Execute, place: str, signer: Signer, moment: object) -> None:
    """Write the rows of one signature; `place` is how the driver marks a value."""
    values = (1, PENDING, signer.digest, signer.email, signer.name, "GB", "", HIDDEN, False)
    values += (CONSENT_VERSION, moment, False, signer.search_text)
    row = execute(SIGNATURE.format(place), values).fetchone()
    about = json.dumps({"signature": row[0]})
    mail = (CONFIRM_MAIL, about, signer.message_id, WAITING, 0, moment, moment)
    execute(MAIL.format(place), (*mail, signer.digest, signer.digest))


def signers(number: int) -> list[Signer]:
    """Make people up, and what the site makes up for each."""
    return [_signer(secrets.token_hex(5)) for _ in range(number)]


def _signer(word: str) -> Signer:
    message_id = f"<179573188065.9278.{secrets.randbelow(10**19):019}@127.0.0.1>"
    name, email = f"Ada Lovelace {word}", f"ada-{word}@example.org"
    folded = search_text({"name": name, "email": email})
    return Signer(secrets.token_bytes(32), name, email, message_id, folded)


def _write_to_sqlite(url: str, prepared: list[Signer], seconds: float) -> float:
    execute = connect_sqlite(url).execute
    moment = SqliteTables.moment(datetime.now(UTC))

    def write(signer: Signer) -> None:
        execute("BEGIN IMMEDIATE")
        write_one(execute, "?", signer, moment)
        execute("COMMIT")

    return _rate(write, prepared, seconds)


def _write_to_postgres(url: str, prepared: list[Signer], seconds: float) -> float:
    connection = psycopg.connect(url)
    moment = PostgresTables.moment(datetime.now(UTC))

    def write(signer: Signer) -> None:
        write_one(connection.execute, "%s", signer, moment)
        connection.commit()

    return _rate(write, prepared, seconds)


def _rate(write: Callable[[Signer], None], prepared: list[Signer], seconds: float) -> float:
    print("ready", flush=True)
    sys.stdin.readline()
    start = time.perf_counter()
    end = start + seconds
    number = 0
    for number, signer in enumerate(prepared, 1):  # noqa: B007  (the last one is what counts)
        write(signer)
        if time.perf_counter() > end:
            break
    return number / (time.perf_counter() - start)


def main(url: str, seconds: float) -> None:
    """Write as one client, and print how many a second."""
    write = _write_to_sqlite if url.startswith("sqlite:") else _write_to_postgres
    print(write(url, signers(PREPARED), seconds))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
