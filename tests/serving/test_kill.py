"""Whoever was thanked is stored, whenever the power goes; and the counter counts them."""

import os
import time

from petitions.db.engine import safe_sqlite
from tests.serving.load import Load
from tests.site import PATIENCE_SECONDS

# `PETITIONS_DRILL_ROUNDS=20 ./run test tests/serving/test_kill.py -s` for the long drill.
ROUNDS = int(os.environ.get("PETITIONS_DRILL_ROUNDS", "2"))
LOAD_SECONDS = 1.5


def stored(site, state):
    """Give the addresses stored in a state, read from the file itself."""
    connection = safe_sqlite().connect(site.folder / "petitions.sqlite")
    question = "SELECT email FROM signature WHERE state = ? OR ? = 'any'"
    found = {address for (address,) in connection.execute(question, (state, state))}
    connection.close()
    return found


def test_kill_nine_under_load_loses_nobody(site):
    signed, confirmed = set(), set()
    for number in range(ROUNDS):
        load = Load(site, f"round{number}")
        with load.running():
            time.sleep(LOAD_SECONDS)
            deadline = time.monotonic() + PATIENCE_SECONDS
            while not load.confirmed and time.monotonic() < deadline:
                time.sleep(0.1)  # on a busy machine the first mails take longer
            site.kill()
        site.start()
        signed |= load.signed
        confirmed |= load.confirmed
        assert signed <= stored(site, "any")
        assert confirmed <= stored(site, "confirmed")
        assert site.command("recount", "--check") == (0, "every number is right\n")
    lost = len(signed - stored(site, "any")) + len(confirmed - stored(site, "confirmed"))
    print(
        f"\n{ROUNDS} rounds of kill -9: {len(signed)} signatures acknowledged, "
        f"{len(confirmed)} confirmations acknowledged, {lost} lost"
    )
    assert signed
    assert confirmed
