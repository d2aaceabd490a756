"""The site in processes of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.site import Site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A served site with the sample campaign."""
    with Site(tmp_path, forked=False).running() as site:
        yield site


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Another one, for the tests of a file that leave it as they found it."""
    with Site(tmp_path_factory.mktemp("site"), forked=False).running() as site:
        yield site
