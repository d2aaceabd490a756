"""The site behind the nginx of deploy/nginx.conf."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.deploy.upstream import Upstream
from tests.nginx import NAME, Nginx
from tests.site import Site

BEHIND = {"PETITIONS_BASE_URL": f"https://{NAME}", "PETITIONS_PROXY_HOPS": "1"}


class Front(NamedTuple):
    """A site and the nginx before it."""

    site: Site
    nginx: Nginx


@pytest.fixture
def limit() -> str:
    """How often one network may sign; a test overrides it."""
    return ""


@pytest.fixture
def front(tmp_path: Path, limit: str) -> Iterator[Front]:
    """The site, and nginx with the shipped file before it."""
    site = Site(tmp_path, **BEHIND, PETITIONS_SIGN_LIMIT=limit)
    folder = tmp_path / "nginx"
    folder.mkdir()
    with site.running(), Nginx(folder, site.port).running() as nginx:
        yield Front(site, nginx)


@pytest.fixture
def upstream(tmp_path: Path) -> Iterator[Upstream]:
    """A server in place of the site, which answers as a test says; nginx stands before it."""
    folder = tmp_path / "nginx"
    folder.mkdir()
    with Upstream().running() as upstream, Nginx(folder, upstream.port).running() as nginx:
        upstream.nginx = nginx
        yield upstream
