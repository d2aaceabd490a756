"""Whoever is one too many is refused where the form can still be given back."""

from petitions import config
from petitions.db.engine import POOL_SIZE


def test_each_stage_admits_more_than_the_one_behind_it():
    assert (
        POOL_SIZE
        < config.MAX_WAITING_WRITERS
        < config.MAX_FORM_REQUESTS
        < config.MAX_ARRIVING_BODIES
        < config.SERVER_THREADS
    )
