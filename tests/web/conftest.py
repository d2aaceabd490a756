"""What only these tests ask for."""

import pytest

from tests.conftest import make_settings


@pytest.fixture
def make_site(another_app, tmp_path, database):
    """Make a site with other settings: `make_site(proxy_hops=1)`."""
    return lambda **changes: another_app(make_settings(tmp_path, database, **changes))
