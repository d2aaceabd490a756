"""The site behind what deploy/ puts before it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from petitions.campaigns.models import OPEN
from petitions.campaigns.operations import change_state
from tests import apps
from tests.caddy import Caddy
from tests.conftest import make_settings
from tests.deploy.upstream import Upstream
from tests.factories import BEN, an_organisation
from tests.fronts import NAME, Front
from tests.nginx import Nginx
from tests.site import Site

BEHIND = {"PETITIONS_BASE_URL": f"https://{NAME}", "PETITIONS_PROXY_HOPS": "1"}


class Served(NamedTuple):
    """A site and the nginx before it."""

    site: Site
    nginx: Nginx


@pytest.fixture
def limit() -> str:
    """How often one network may sign; a test overrides it."""
    return ""


@pytest.fixture
def front(tmp_path: Path, limit: str) -> Iterator[Served]:
    """The site, and nginx with the shipped file before it."""
    yield from _served(tmp_path, limit)


@pytest.fixture(scope="module")
def shared_front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The same, for the tests of a file that leave it as they found it."""
    yield from _served(tmp_path_factory.mktemp("front"), "")


def _served(place: Path, limit: str) -> Iterator[Served]:
    site = Site(place, **BEHIND, PETITIONS_SIGN_LIMIT=limit)
    folder = place / "nginx"
    folder.mkdir()
    with site.running(), Nginx(folder, site.port).running() as nginx:
        _open_sample(site)
        yield Served(site, nginx)


def _open_sample(site: Site) -> None:
    """Do what the first admin of a public site does: say who is responsible, open the sample."""
    url = site.environment["PETITIONS_DATABASE_URL"]
    with apps.lent(make_settings(site.folder, url, base_url=site.base_url)) as app:
        an_organisation(app)
        with app.app_context():
            change_state("ua-115-16", OPEN, "", actor=BEN)


@pytest.fixture
def upstream(tmp_path: Path) -> Iterator[Upstream]:
    """A server in place of the site, which answers as a test says; nginx stands before it."""
    yield from _upstream(tmp_path, Nginx)


@pytest.fixture(params=[Nginx, Caddy])
def behind_either(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Upstream]:
    """The same behind nginx, and behind Caddy."""
    yield from _upstream(tmp_path, request.param)


def _upstream(place: Path, kind: type[Front]) -> Iterator[Upstream]:
    folder = place / "front"
    folder.mkdir()
    with Upstream().running() as upstream, kind(folder, upstream.port).running() as front:
        upstream.front = front
        yield upstream
