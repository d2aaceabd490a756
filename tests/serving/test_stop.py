"""One signal stops everything, and whoever was being served is served first."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from petitions.db.engine import safe_sqlite
from tests.factories import sign_form
from tests.serving.load import SIGN, post
from tests.site import PATIENCE_SECONDS


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_whole(site, number):
    until = time.monotonic() + PATIENCE_SECONDS
    while len(site.processes()) < 4:  # one above all, two for the web, one for mail
        assert time.monotonic() < until
        time.sleep(0.05)
    os.killpg(site.process.pid, number)  # to the whole group, as a terminal does
    assert site.process.wait(20) == 0
    assert site.processes() == []


def test_a_request_in_flight_is_answered(site):
    answers = []
    lock = safe_sqlite().connect(site.folder / "petitions.sqlite", isolation_level=None)
    lock.execute("BEGIN IMMEDIATE")
    signer = threading.Thread(target=lambda: answers.append(post(site, SIGN, sign_form())))
    signer.start()
    time.sleep(0.5)
    site.process.send_signal(signal.SIGTERM)
    time.sleep(1)
    lock.execute("ROLLBACK")
    signer.join()
    assert answers == [303]
    assert site.process.wait(20) == 0


def test_a_mail_worker_that_dies_is_started_again(site):
    os.kill(worker_of(site), signal.SIGKILL)
    post(site, SIGN, sign_form())
    assert site.mail_link("ada@example.org", "confirm")


def worker_of(site):
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        name = command.read_bytes().rstrip(b"\0")
        parent = int((command.parent / "stat").read_text().rpartition(")")[2].split()[1])
        if name == b"petitions send-mail" and parent == site.process.pid:
            return int(command.parent.name)
    raise AssertionError("no mail worker")


def test_the_log_has_a_line_a_request_and_nothing_about_anybody(site):
    post(site, SIGN, sign_form())
    confirm = site.mail_link("ada@example.org", "confirm")
    post(site, confirm.removeprefix(site.url))
    lines = [line for line in site.log.splitlines() if " POST " in line]
    assert [line.split(" POST ")[1].split()[:2] for line in lines] == [
        ["/c/<slug>/sign", "303"],
        ["/confirm/<token>", "303"],
    ]
    for secret in ("ada", "Lovelace", "127.0.0.1:", confirm.rpartition("/")[2]):
        assert secret not in site.log.replace(site.url, "")
