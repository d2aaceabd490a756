"""A worker that is killed loses no mail, and repeats at most the one it had in hand."""

import random
import time

import pytest

from tests.mail.outbox import end_leases, queue, rows
from tests.ops.processes import run, start

MAILS, KILLS = 100, 3


def wait_for(smtp, number):
    until = time.monotonic() + 30
    while len(smtp.mails) < number and time.monotonic() < until:
        time.sleep(0.001)


def kill_amid_sending(app, smtp, settings):
    """Let a worker send some mails, then kill it at any point of the next one."""
    end_leases(app)
    with start(settings, "send-mail") as worker:
        wait_for(smtp, len(smtp.mails) + 12)
        time.sleep(random.uniform(0, 0.02))
        worker.kill()


@pytest.mark.slow
def test_of_100_mails_none_is_lost(app, smtp, settings):
    queue(app, MAILS)
    smtp.pause_seconds = 0.005
    for _ in range(KILLS):
        kill_amid_sending(app, smtp, settings)
    assert "waiting" in {row.state for row in rows(app)}, "all kills came too late"
    end_leases(app)
    assert run(settings, "send-mail", "--once")[0] == 0
    assert {row.state for row in rows(app)} == {"sent"}
    arrived = {mail["To"] for mail in smtp.mails}
    print(f"killed {KILLS} times: lost {MAILS - len(arrived)}, twice {smtp.twice()}")
    assert len(arrived) == MAILS
    assert smtp.twice() <= KILLS
