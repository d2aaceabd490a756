"""Each setting has a default, takes what its description says, and names itself when wrong."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from petitions import config
from petitions.config import Rule, SettingsError, from_environment

KEY = "0123456789abcdefghijklmnopqrstuv"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def root(tmp_path, monkeypatch):
    """An empty checkout, so that the tests leave the real instance/ alone."""
    monkeypatch.setattr(config, "ROOT", tmp_path)
    # An application in the same process may have set up the log so that caplog does not see it.
    monkeypatch.setattr(logging.getLogger("petitions"), "propagate", True)
    return tmp_path


def read(**variables):
    return from_environment({"PETITIONS_SECRET_KEY": KEY} | variables)


def test_without_any_setting_the_site_works(root):
    found = from_environment({})
    assert found.database_url == f"sqlite:///{root}/instance/petitions.sqlite"
    assert found.base_url == "http://127.0.0.1:8000"
    assert (found.mail_url, found.mail_from) == ("file:instance/mail", "petitions@localhost")
    assert (found.proxy_hops, found.workers, found.poll_seconds) == (0, 2, 10)
    assert found.sign_limit == (Rule(30, 10 * MINUTE), Rule(1000, DAY))
    assert found.document_limit == (Rule(60, 10 * MINUTE), Rule(1000, DAY))


GOOD = [
    ("DATABASE_URL", "postgresql://a:b@one,two/petitions?connect_timeout=2", "database_url", None),
    ("DATABASE_URL", "sqlite:////srv/petitions.sqlite", "database_url", None),
    ("SECRET_KEY", KEY, "secret_key", None),
    ("BASE_URL", "https://petitions.example.org", "base_url", None),
    ("BASE_URL", "https://petitions.example.org/", "base_url", "https://petitions.example.org"),
    ("BASE_URL", "http://[::1]:8080", "base_url", None),
    ("BASE_URL", "http://192.168.1.7:8000", "base_url", None),
    ("BASE_URL", "http://petitions.local", "base_url", None),
    ("BASE_URL", "http://web:8000", "base_url", None),
    ("BASE_URL", f"http://{'a2' * 28}.onion", "base_url", None),
    ("HSTS_SUBDOMAINS", "1", "hsts_subdomains", True),
    ("HSTS_SUBDOMAINS", "0", "hsts_subdomains", False),
    ("BASE_URL", "https://pétitions.example", "base_url", "https://xn--ptitions-b1a.example"),
    ("BASE_URL", "https://日本語。Example:8443/", "base_url", "https://xn--wgv71a119e.example:8443"),
    ("BASE_URL", "https://STRAẞE.example ", "base_url", "https://xn--strae-oqa.example"),
    ("BASE_URL", "https://Petitions.Example.org", "base_url", "https://petitions.example.org"),
    ("BASE_URL", "http://[0:0::1]:8080", "base_url", "http://[::1]:8080"),
    ("MAIL_FROM", "Aid <ben@pétitions.example>", "mail_from", "Aid <ben@xn--ptitions-b1a.example>"),
    ("MAIL_URL", "smtps://a:b@mail.example.org", "mail_url", None),
    ("MAIL_FROM", "petitions@example.org", "mail_from", None),
    ("MAIL_FROM", "Petitions <petitions@example.org>", "mail_from", None),
    ("PROXY_HOPS", "2", "proxy_hops", 2),
    ("WORKERS", " 8 ", "workers", 8),
    ("POLL_SECONDS", "1", "poll_seconds", 1),
    ("SIGN_LIMIT", "", "sign_limit", ()),
    ("SIGN_LIMIT", "1 per minute", "sign_limit", (Rule(1, MINUTE),)),
    ("SIGN_LIMIT", "5 per 2 hours;9 per day;", "sign_limit", (Rule(5, 2 * HOUR), Rule(9, DAY))),
    ("DOCUMENT_LIMIT", "", "document_limit", ()),
    ("DOCUMENT_LIMIT", "1 per minute", "document_limit", (Rule(1, MINUTE),)),
    ("DOCUMENT_LIMIT", "5 per hour; 9 per day", "document_limit", (Rule(5, HOUR), Rule(9, DAY))),
]  # fmt: skip


@pytest.mark.parametrize(("variable", "text", "name", "value"), GOOD)
def test_it_takes(root, variable, text, name, value):
    found = getattr(read(**{f"PETITIONS_{variable}": text}), name)
    assert found == (text if value is None else value)


BAD = {
    "DATABASE_URL": ["", "mysql://localhost/petitions", "petitions.sqlite", "sqlite:petitions"],
    "SECRET_KEY": ["", "secret", "x" * 64, "change-me" * 8, "0123456789" * 4],
    "BASE_URL": ["", "petitions.example.org", "https://", "ftp://a.example", "https://a.example/b"],
    "MAIL_FROM": ["", "petitions", "@example.org", "a@b\nBcc: c@d", "Petitions"],
    "PROXY_HOPS": ["", "-1", "one", "1.5", "²"],
    "WORKERS": ["0", "-2", "many", "٣"],
    "POLL_SECONDS": ["0", "10s", "1e1"],
    "SIGN_LIMIT": [
        "30",
        "30 per fortnight",
        "per minute",
        "0 per day",
        "1 per 0 days",
        "-1 per day",
    ],
}
BAD["DOCUMENT_LIMIT"] = [*BAD["SIGN_LIMIT"], "60 PER day", "1,000 per day", "1 per 9999999999 days"]
BAD["BASE_URL"] += ["http://a.example:port", "http://a.example:99999", "http://[::1"]
BAD["BASE_URL"] += ["http://petitions.example.org", "http://8.8.8.8", "http://onion.example.org"]
BAD["HSTS_SUBDOMAINS"] = ["", "yes", "2"]
BAD["BASE_URL"] += [
    "https://☃.example",
    "https://é..example",
    "https://a b.example",
    "https://é／b",
]
BAD["BASE_URL"] += ["https://ben@a.example", "https://a.example?b", "https://a.example#b"]
BAD["MAIL_FROM"] += ["ben@☃.example"]


@pytest.mark.parametrize(("name", "text"), [(name, text) for name in BAD for text in BAD[name]])
def test_it_refuses_and_names_itself(root, name, text):
    with pytest.raises(SettingsError, match=f"^PETITIONS_{name}.* expected "):
        read(**{f"PETITIONS_{name}": text})


@pytest.mark.parametrize("name", ["sign", "document"])
def test_one_limit_leaves_the_other_alone(root, name):
    found = read(**{f"PETITIONS_{name.upper()}_LIMIT": "1 per minute"})
    other = {"sign": found.document_limit, "document": found.sign_limit}[name]
    assert getattr(found, f"{name}_limit") == (Rule(1, MINUTE),)
    assert other[-1] == Rule(1000, DAY)


@pytest.mark.parametrize("name", ["DATABASE_URL", "SECRET_KEY"])
def test_a_refusal_does_not_repeat_a_secret(root, name):
    with pytest.raises(SettingsError) as refusal:
        read(**{f"PETITIONS_{name}": "mysql:pass:pass"})
    assert "pass:pass" not in str(refusal.value)


def test_port_changes_the_address_of_a_site_that_has_no_other(root):
    assert read(PORT="9000").base_url == "http://127.0.0.1:9000"
    other = "https://petitions.example.org"
    assert read(PORT="9000", HOST="::1", PETITIONS_BASE_URL=other).base_url == other
    assert read(PORT="", HOST="", PETITIONS_BASE_URL=other).base_url == other


LISTENING = {
    "::1": "http://[::1]:8000",
    "127.0.0.2": "http://127.0.0.2:8000",
    "0.0.0.0": "http://127.0.0.1:8000",
    "::": "http://[::1]:8000",
    "localhost": "http://localhost:8000",
    "2001:DB8::7": "http://[2001:db8::7]:8000",
}


@pytest.mark.parametrize(("host", "url"), LISTENING.items())
def test_links_lead_where_the_server_listens(root, host, url):
    assert read(HOST=host).base_url == url


def test_a_public_site_without_tls_behind_a_proxy_is_warned(root, caplog):
    read(PETITIONS_BASE_URL="http://petitions.example.org", PETITIONS_PROXY_HOPS="1")
    assert "anybody on the way can read who signs" in caplog.text
    caplog.clear()
    read(PETITIONS_BASE_URL="https://petitions.example.org", PETITIONS_PROXY_HOPS="1")
    assert caplog.text == ""


def a_key_file(root, mode):
    (root / "instance").mkdir()
    file = root / "instance" / "secret_key"
    file.write_text(KEY)
    file.chmod(mode)
    return file


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o602, 0o604])
def test_a_key_file_that_others_can_read_is_taken_from_them(root, mode, caplog):
    file = a_key_file(root, mode)
    assert from_environment({}).secret_key == KEY
    assert file.stat().st_mode & 0o777 == 0o600
    assert "Others on this machine could read the secret key" in caplog.text
    assert KEY not in caplog.text


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_one_that_its_owner_alone_can_read_stays_as_it_is(root, mode, caplog):
    file = a_key_file(root, mode)
    assert from_environment({}).secret_key == KEY
    assert file.stat().st_mode & 0o777 == mode
    assert caplog.text == ""


def test_one_that_cannot_be_taken_from_them_is_refused(root, monkeypatch):
    """As where the file is another user's, or on a disk that only reads."""
    a_key_file(root, 0o644)

    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(Path, "chmod", refuse)
    with pytest.raises(SettingsError, match="Others on this machine can read the secret key"):
        from_environment({})


def test_a_key_is_made_once_for_its_owner_alone(root):
    key = from_environment({}).secret_key
    file = root / "instance" / "secret_key"
    assert len(key) >= 64
    assert file.stat().st_mode & 0o777 == 0o600
    assert from_environment({}).secret_key == key == file.read_text()
    assert [path.name for path in file.parent.iterdir()] == ["secret_key"]


def test_two_sites_have_different_keys(root, tmp_path_factory, monkeypatch):
    key = from_environment({}).secret_key
    monkeypatch.setattr(config, "ROOT", tmp_path_factory.mktemp("other"))
    assert from_environment({}).secret_key != key


def test_a_weak_key_in_the_file_is_refused_too(root):
    (root / "instance").mkdir()
    (root / "instance" / "secret_key").write_text("secret\n")
    (root / "instance" / "secret_key").chmod(0o600)
    with pytest.raises(SettingsError, match="PETITIONS_SECRET_KEY is too easy to guess"):
        from_environment({})


@pytest.mark.parametrize("_round", range(10))
def test_those_that_start_at_once_get_the_same_key(root, _round):
    together = Barrier(8)

    def start(_):
        together.wait()
        return from_environment({}).secret_key

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(start, range(8)))) == 1
