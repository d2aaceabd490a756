"""The whole site as `./run` serves it, and a real browser, with and without JavaScript."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import people
from tests.browser.everything import fill
from tests.browser.people import Someone, someone
from tests.chromium import FLAGS, executable
from tests.site import Site


def pytest_configure(config: pytest.Config) -> None:
    """Have every page leave a screenshot where `--screenshot on` asks for them."""
    people.screenshots = set() if config.getoption("screenshot") == "on" else None


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """How to start the browser: the one of this machine, without its background traffic."""
    return {"executable_path": executable(), "args": FLAGS, "headless": True}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own for each file of stories; its counter asks every second."""
    with Site(tmp_path_factory.mktemp("site")).running() as site:
        yield site


@pytest.fixture(params=[True, False], ids=["javascript", "plain"])
def javascript(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs JavaScript: every story is told both ways."""
    return bool(request.param)


@pytest.fixture
def ada(browser: Browser, site: Site, javascript: bool) -> Iterator[Someone]:
    """Ada, at her phone."""
    with someone(browser, site, javascript=javascript) as ada:
        yield ada


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Someone]:
    """Somebody who reads, with JavaScript."""
    with someone(browser, site) as reader:
        yield reader


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, str]:
    """Every public page in every state, as {name: path}."""
    return fill(site)
