"""A PETITIONS_MAIL_URL that leads nowhere is said to be wrong before any mail is touched."""

import pytest

from petitions.config import SettingsError
from petitions.mail.transports import transport
from tests.conftest import make_settings
from tests.mail.outbox import only_row, queue

GOOD = (
    "file:instance/mail",
    "file:///var/mail/petitions",
    "smtp://localhost",
    "smtp://localhost:25",
    "smtp://ada:secret@mail.example.org:587?starttls=1",
    "smtp://mail.example.org?starttls=0",
    "smtp://[::1]:2525",
    "smtps://ada:p%40ss@mail.example.org",
)
BAD = (
    "",
    "mail",
    "file:",
    "ftp://mail.example.org",
    "smtp:mail.example.org",
    "smtp://",
    "smtp://:25",
    "smtp://mail.example.org:smtp",
    "smtp://mail.example.org:99999",
    "smtp://[::1",
    "smtp://mail.example.org?starttls=yes",
    "smtp://mail.example.org?tls=1",
)


@pytest.fixture
def settings(tmp_path, database):
    return make_settings(tmp_path, database, mail_url="smtp://mail.example.org?starttls=yes")


@pytest.mark.parametrize("url", GOOD)
def test_these_are_taken(url):
    transport(url)


@pytest.mark.parametrize("url", BAD)
def test_these_are_refused_by_name(url):
    with pytest.raises(SettingsError, match="PETITIONS_MAIL_URL: expected 'file:FOLDER', 'smtp:"):
        transport(url)


def test_a_refusal_does_not_repeat_the_password():
    with pytest.raises(SettingsError) as refusal:
        transport("smtp://ada:secret@mail.example.org:smtp")
    assert "secret" not in str(refusal.value)


def test_the_worker_stops_and_claims_nothing(app):
    queue(app)
    before = only_row(app).due_at
    answer = app.test_cli_runner().invoke(args=["send-mail", "--once"])
    assert (answer.exit_code, "PETITIONS_MAIL_URL" in answer.output) == (2, True)
    assert only_row(app).due_at == before


def test_an_empty_outbox_hides_no_wrong_setting(app):
    assert app.test_cli_runner().invoke(args=["send-mail", "--once"]).exit_code == 2


def test_a_password_goes_in_the_clear_only_where_somebody_says_so():
    with pytest.raises(SettingsError):
        transport("smtp://ada:secret@mail.example.org")
    assert transport("smtp://ada:secret@mail.example.org?starttls=0")
