"""A mail server that was down for a while gets every mail once."""

import pytest

from tests.conftest import both_databases
from tests.mail.outbox import queue, rows, work, work_on

pytestmark = both_databases

MAILS = 80


@pytest.mark.slow
def test_of_80_mails_none_is_lost_and_none_comes_twice(clock, app, smtp):
    smtp.stop()
    queue(app, MAILS)
    for _ in range(20):
        assert work(app) == 0
        clock.shift(60)
    smtp.start()
    work_on(app)
    arrived = {mail["To"] for mail in smtp.mails}
    print(f"down and up: lost {MAILS - len(arrived)}, twice {smtp.twice()}")
    assert (len(arrived), smtp.twice()) == (MAILS, 0)
    assert {(row.state, row.tries) for row in rows(app)} == {("sent", 0)}
