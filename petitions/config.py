"""Every setting of the site, with its unit and default. docs/operations.md describes each."""

import logging
import os
import re
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import parseaddr
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, cast
from urllib.parse import urlsplit

import click
from flask import Flask, current_app

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8000
# Where the server listens at every address of the machine, and one of those.
_EVERYWHERE = {"0.0.0.0": DEFAULT_HOST, "::": "::1"}  # noqa: S104  (only looked for)
KEY_FILE, KEY_CHARACTERS, KEY_DIFFERENT_CHARACTERS = "secret_key", 32, 12
MAX_REQUEST_BYTES = 64 * 1024
MAX_HEADER_BYTES = 8 * 1024  # of one header, or of an address; of all of them eight times as much

# Per web process. Each stage admits more than the one behind it: whoever is too many is refused
# by the queue of writers, which answers with the form and what was typed, and not further out.
MAX_WAITING_WRITERS = 400
MAX_FORM_REQUESTS = 412
MAX_ARRIVING_BODIES, SERVER_THREADS = 448, 512

TEN_MINUTES, DAY = timedelta(minutes=10), timedelta(days=1)
# RFC 6761 and 6762, and what ICANN keeps for local networks; RFC 7686 for .onion.
_LOCAL_ENDINGS = {"localhost", "local", "internal", "test", "arpa", "onion"}
_HOST_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_RULE = re.compile(r"([1-9][0-9]*) per (?:([1-9][0-9]*) )?(second|minute|hour|day)s?")


class SettingsError(click.UsageError):
    """A setting has a value that the site cannot work with."""


@dataclass(frozen=True)
class Rule:
    """At most `limit` attempts within one period."""

    limit: int
    period: timedelta


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings, checked. Names are those of the variables without `PETITIONS_`."""

    instance: Path
    secret_key: str
    secret_key_fallbacks: tuple[str, ...] = ()
    database_url: str
    base_url: str = f"http://{DEFAULT_HOST}:{DEFAULT_PORT}"
    mail_url: str = "file:instance/mail"
    mail_from: str = "petitions@localhost"
    proxy_hops: int = 0
    workers: int = 2
    poll_seconds: int = 10
    keep_seconds: int = 1
    hsts_subdomains: bool = False
    security_contact: str = ""
    sign_limit: tuple[Rule, ...] = (Rule(30, TEN_MINUTES), Rule(1000, DAY))
    document_limit: tuple[Rule, ...] = (Rule(60, TEN_MINUTES), Rule(1000, DAY))
    preview_limit: tuple[Rule, ...] = (Rule(1000, TEN_MINUTES), Rule(20_000, DAY))
    login_limit: tuple[Rule, ...] = (Rule(10, TEN_MINUTES), Rule(100, DAY))

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """Return the secret key, and the former ones behind it."""
        return self.secret_key, *self.secret_key_fallbacks

    @property
    def https(self) -> bool:
        """Return True if visitors reach the site over TLS."""
        return self.base_url.startswith("https://")

    @property
    def is_public(self) -> bool:
        """Return True unless the base URL is one of this machine alone, as in a trial."""
        host = urlsplit(self.base_url).hostname or ""
        if host == "localhost" or host.endswith(".localhost"):  # RFC 6761, 6.3
            return False
        try:
            return not ip_address(host).is_loopback
        except ValueError:
            return True


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings; what is not given has the default of `Settings`.

    Raises:
        SettingsError: a value is not of the form that docs/operations.md gives for it.

    """
    instance = ROOT / "instance"
    instance.mkdir(exist_ok=True)
    readers: dict[str, Callable[[str, str], Any]] = {
        "DATABASE_URL": _database_url,
        "BASE_URL": _base_url,
        "MAIL_URL": lambda _name, text: text,  # checked where it is used: mail/transports.py
        "MAIL_FROM": _mail_from,
        "PROXY_HOPS": partial(_whole_number, at_least=0),
        "WORKERS": partial(_whole_number, at_least=1),
        "POLL_SECONDS": partial(_whole_number, at_least=1),
        "KEEP_SECONDS": partial(_whole_number, at_least=0),
        "HSTS_SUBDOMAINS": _yes_or_no,
        "SECURITY_CONTACT": _security_contact,
        "SIGN_LIMIT": _rules,
        "DOCUMENT_LIMIT": _rules,
        "PREVIEW_LIMIT": _rules,
        "LOGIN_LIMIT": _rules,
    }
    values: dict[str, Any] = {"database_url": f"sqlite:///{instance / 'petitions.sqlite'}"}
    if "PETITIONS_BASE_URL" not in environ:
        values["base_url"] = _base_url("BASE_URL", _listening_url(environ))
    values |= {
        name.lower(): read(name, environ[f"PETITIONS_{name}"])
        for name, read in readers.items()
        if f"PETITIONS_{name}" in environ
    }
    former = environ.get("PETITIONS_SECRET_KEY_FALLBACKS", "")
    key, fallbacks = _secret_keys(environ.get("PETITIONS_SECRET_KEY"), former, instance / KEY_FILE)
    values |= {"secret_key": key, "secret_key_fallbacks": fallbacks}
    settings = Settings(instance=instance, **values)
    _check_transport(settings)
    return settings


def init_app(app: Flask, settings: Settings) -> None:
    """Set up the application with its settings and those that Flask itself reads."""
    app.extensions["petitions.settings"] = settings
    app.config.from_mapping(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_REQUEST_BYTES,
        MAX_FORM_PARTS=100,
    )


def settings() -> Settings:
    """Return the settings of the application at work."""
    return cast("Settings", current_app.extensions["petitions.settings"])


def parse_rules(text: str) -> tuple[Rule, ...]:
    """Read limits such as `30 per 10 minutes; 1000 per day`; empty text means no limit.

    Raises:
        ValueError: the text has another form, or a period is too long.

    """
    rules = []
    for part in filter(None, map(str.strip, text.split(";"))):
        match = _RULE.fullmatch(part)
        if not match:
            raise ValueError(part)
        limit, count, unit = match.groups()
        try:
            rules.append(Rule(int(limit), timedelta(**{f"{unit}s": int(count or 1)})))
        except OverflowError as error:
            raise ValueError(part) from error
    return tuple(rules)


def _rules(name: str, text: str) -> tuple[Rule, ...]:
    try:
        return parse_rules(text)
    except ValueError as error:
        raise SettingsError(
            f"PETITIONS_{name} has {str(error)!r}; expected a form like '30 per 10 minutes'."
        ) from error


def _whole_number(name: str, text: str, *, at_least: int) -> int:
    text = text.strip()
    if not text.isascii() or not text.isdigit() or int(text) < at_least:
        raise SettingsError(
            f"PETITIONS_{name} is {text!r}; expected a whole number, {at_least} or more."
        )
    return int(text)


def _yes_or_no(name: str, text: str) -> bool:
    if text.strip() not in {"0", "1"}:
        raise SettingsError(f"PETITIONS_{name} is {text!r}; expected 1 for yes or 0 for no.")
    return text.strip() == "1"


def ascii_host(host: str) -> str:
    """Return a host name as browsers send it: `pétitions.example` → `xn--ptitions-b1a.example`.

    Raises:
        ValueError: it is none.

    """
    import idna

    name = host.lower() if host.isascii() else idna.encode(host, uts46=True).decode()
    if not _HOST_NAME.fullmatch(name):
        raise ValueError(host)
    return name


def _listening_url(environ: Mapping[str, str]) -> str:
    host = environ.get("HOST", DEFAULT_HOST)
    host = _EVERYWHERE.get(host, host)
    return f"http://{f'[{host}]' if ':' in host else host}:{environ.get('PORT', DEFAULT_PORT)}"


def _base_url(_name: str, text: str) -> str:
    try:
        parts = urlsplit(text.strip())
        if parts.scheme not in {"http", "https"} or parts.path not in {"", "/"}:
            raise ValueError(text)
        if parts.query or parts.fragment or "@" in parts.netloc:
            raise ValueError(text)
        host = parts.hostname or ""
        host = f"[{ip_address(host).compressed}]" if ":" in host else ascii_host(host)
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise SettingsError(
            f"PETITIONS_BASE_URL is {text!r}; expected a form like 'https://petitions.example.org'."
        ) from error
    return f"{parts.scheme}://{host}{port}"


def _check_transport(settings: Settings) -> None:
    """Refuse a public address without TLS; where a proxy is in front that may speak it, warn.

    Raises:
        SettingsError: nobody could speak it.

    """
    if settings.https or _is_local(urlsplit(settings.base_url).hostname or ""):
        return
    danger = (
        f"PETITIONS_BASE_URL is {settings.base_url!r}: anybody on the way can read who signs, and "
        "the links in mails; expected https:// for a public site, with a web server in front that "
        "speaks TLS. Without it only addresses of this machine or a local network are taken, and "
        ".onion ones, which Tor encrypts."
    )
    if not settings.proxy_hops:
        raise SettingsError(danger)
    log.warning(danger)


def _is_local(host: str) -> bool:
    """Return True if a host is no public one, or needs no TLS, as those of Tor."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host or host.rpartition(".")[2] in _LOCAL_ENDINGS


def _mail_from(_name: str, text: str) -> str:
    address = parseaddr(text)[1]
    try:
        if not text.isprintable() or not re.fullmatch(r"[^@\s]+@[^@\s]+", address):
            raise ValueError(text)
        name, _, domain = address.partition("@")
        domain = domain if domain.isascii() else ascii_host(domain)
    except ValueError as error:
        raise SettingsError(
            f"PETITIONS_MAIL_FROM is {text!r}; expected a form like 'petitions@example.org'."
        ) from error
    return text.replace(address, f"{name}@{domain}")


def _security_contact(name: str, text: str) -> str:
    if not re.fullmatch(r"((https://|mailto:)[!-~]+)?", text):
        raise SettingsError(f"PETITIONS_{name} is {text!r}; expected mailto:… or https://…")
    return text


def _database_url(_name: str, text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise SettingsError(
            "PETITIONS_DATABASE_URL: expected 'sqlite:////path/to/file' or 'postgresql://…'."
        )
    return text


def _secret_keys(given: str | None, former: str, path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the key that is given, or the one in a file, made on first use; and former ones."""
    if given is None and not path.exists():
        # It gets its name once it is written: nobody reads half of it, and of two processes that
        # make one, the first wins.
        with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as file:  # mode 0600
            file.write(secrets.token_urlsafe(48))
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    if given is None:
        _keep_to_its_owner(path)
        given, _, in_file = path.read_text("ascii").strip().partition("\n")
        former = f"{former}\n{in_file}"
    # A key of few different characters ("xxxx…", "change-me-change-me…") can be guessed.
    if len(given) < KEY_CHARACTERS or len(set(given)) < KEY_DIFFERENT_CHARACTERS:
        raise SettingsError(
            "PETITIONS_SECRET_KEY is too easy to guess; expected 32 random characters or more. "
            "Leave it unset and one is made in instance/secret_key."
        )
    fallbacks = dict.fromkeys(filter(None, map(str.strip, former.splitlines())))
    return given.strip(), tuple(fallbacks)


def add_secret_key(app: Flask) -> None:
    """Put a new key into the file, before the former ones, and let this process use it."""
    before = settings()
    keys = [secrets.token_urlsafe(48), *before.secret_keys]
    with NamedTemporaryFile("w", dir=before.instance, encoding="ascii", delete=False) as file:
        file.write("\n".join(keys))
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(before.instance / KEY_FILE)
    folder = os.open(before.instance, os.O_RDONLY)
    os.fsync(folder)  # its name, too, before anything is sealed with it
    os.close(folder)
    init_app(app, replace(before, secret_key=keys[0], secret_key_fallbacks=tuple(keys[1:])))


def _keep_to_its_owner(path: Path) -> None:
    """Take the key away from others on this machine, and say so; refuse where that is not ours."""
    if not path.stat().st_mode & 0o077:
        return
    try:
        path.chmod(0o600)
    except OSError as error:
        raise SettingsError(
            f"Others on this machine can read the secret key in {path}, and this program may not "
            "change that; expected a file that its user alone can read: chmod 600"
        ) from error
    log.warning(
        "Others on this machine could read the secret key in %s; now its owner alone can. "
        "Did somebody else use this machine? Then change the key: ./run rotate-key",
        path,
    )
