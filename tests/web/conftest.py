"""What only these tests ask for."""

import pytest

from petitions import create_app
from petitions.db import db
from tests.conftest import make_settings


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


@pytest.fixture
def make_site(another_app, tmp_path, database):
    """Make a site with other settings: `make_site(proxy_hops=1)`."""
    return lambda **changes: another_app(make_settings(tmp_path, database, **changes))
