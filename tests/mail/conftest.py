"""The site of these tests sends its mail to a mail server of the tests' own."""

import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from flask import Flask

from petitions.config import Settings
from tests.conftest import make_settings
from tests.mail.smtp_server import MailServer


@pytest.fixture
def smtp() -> Iterator[MailServer]:
    """A mail server, running."""
    server = MailServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def settings(tmp_path: Path, database: str, smtp: MailServer) -> Settings:
    """The settings of a site that sends through that server."""
    return make_settings(tmp_path, database, mail_url=smtp.url)


@pytest.fixture
def log(app: Flask) -> StringIO:
    """What the site writes to its log, as it writes it."""
    written = StringIO()
    logging.getLogger("petitions").handlers[0].setStream(written)
    return written
