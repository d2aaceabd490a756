"""A mail server may ask for a password and for encryption; only a certified one is trusted."""

import ssl

import pytest
import trustme

from tests.mail.outbox import only_row, queue, work
from tests.mail.smtp_server import MailServer

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")

SECURE = ("starttls", "smtps")


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture
def trusted(authority, tmp_path, monkeypatch):
    """The machine trusts the authority."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


@pytest.fixture
def smtp(request, authority):
    secure, host = request.param
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(host).configure_cert(context)
    server = MailServer(secure, context, login=True)
    server.start()
    yield server
    server.stop()


def servers(*kinds, host="127.0.0.1"):
    return pytest.mark.parametrize("smtp", [(kind, host) for kind in kinds], indirect=True, ids=str)


@servers("", *SECURE)
def test_it_logs_in(trusted, app, smtp):
    queue(app)
    assert work(app) == 1
    assert len(smtp.mails) == 1


@servers("", *SECURE)
def test_with_a_wrong_password_mails_wait_for_the_right_one(trusted, app, smtp, log):
    smtp.password = "another"
    queue(app)
    assert work(app) == 0
    row = only_row(app)
    assert (row.state, row.tries, smtp.mails) == ("waiting", 0, [])
    assert "SMTPAuthenticationError 535" in log.getvalue()


@servers(*SECURE)
def test_a_certificate_of_an_unknown_authority_is_not_trusted(app, smtp, log):
    queue(app)
    assert work(app) == 0
    assert (only_row(app).state, only_row(app).tries, smtp.mails) == ("waiting", 0, [])
    assert "SSLCertVerificationError" in log.getvalue()


@servers(*SECURE, host="mail.example.org")
def test_a_certificate_of_another_host_is_not_trusted(trusted, app, smtp):
    queue(app)
    assert work(app) == 0
    assert (only_row(app).state, smtp.mails) == ("waiting", [])


@servers("smtps")
def test_the_password_is_never_logged(trusted, app, smtp, log):
    smtp.password = "another"
    queue(app)
    work(app)
    assert "p@ss" not in log.getvalue()
