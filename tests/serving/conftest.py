"""The site in processes of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A served site with the sample campaign."""
    with Site(tmp_path).running() as site:
        yield site
