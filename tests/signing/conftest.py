"""What only these tests ask for."""

import pytest

from petitions import create_app
from petitions.db import db


@pytest.fixture
def another_app():
    """Make applications beside the usual one, as other processes have them."""
    made = []

    def make(settings):
        made.append(create_app(settings))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
