"""Every setting of the site, with its unit and default. The README describes each."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import cast
from urllib.parse import urlsplit

import click
from flask import Flask, current_app

ROOT = Path(__file__).resolve().parent.parent
KEY_FILE = "secret_key"
KEY_CHARACTERS, KEY_DIFFERENT_CHARACTERS = 32, 12
MAX_REQUEST_BYTES = 64 * 1024

# Per web process. Each stage admits more than the one behind it: whoever is too many is refused
# by the queue of writers, which answers with the form and what was typed, and not further out.
MAX_WAITING_WRITERS = 400
MAX_FORM_REQUESTS = 412
MAX_ARRIVING_BODIES = 448
SERVER_THREADS = 512

_UNITS = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
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
    database_url: str
    base_url: str = "http://127.0.0.1:8000"
    mail_url: str
    mail_from: str = "petitions@localhost"
    proxy_hops: int = 0
    workers: int = 2
    poll_seconds: int = 10
    keep_seconds: int = 1
    sign_limit: tuple[Rule, ...] = (
        Rule(30, timedelta(minutes=10)),
        Rule(1000, timedelta(days=1)),
    )
    document_limit: tuple[Rule, ...] = (
        Rule(60, timedelta(minutes=10)),
        Rule(1000, timedelta(days=1)),
    )
    login_limit: tuple[Rule, ...] = (
        Rule(10, timedelta(minutes=10)),
        Rule(100, timedelta(days=1)),
    )

    @property
    def https(self) -> bool:
        """Return True if visitors reach the site over TLS."""
        return self.base_url.startswith("https://")


def from_environment(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read and check the settings.

    Raises:
        SettingsError: a value is not of the form the README gives for it.

    """
    instance = ROOT / "instance"
    instance.mkdir(exist_ok=True)
    defaults = {
        "BASE_URL": f"http://127.0.0.1:{environ.get('PORT', '8000')}",
        "DATABASE_URL": f"sqlite:///{instance / 'petitions.sqlite'}",
        "MAIL_URL": "file:instance/mail",
        "MAIL_FROM": "petitions@localhost",
        "PROXY_HOPS": "0",
        "WORKERS": "2",
        "POLL_SECONDS": "10",
        "KEEP_SECONDS": "1",
        "SIGN_LIMIT": "30 per 10 minutes; 1000 per day",
        "DOCUMENT_LIMIT": "60 per 10 minutes; 1000 per day",
        "LOGIN_LIMIT": "10 per 10 minutes; 100 per day",
    }
    given = {name: environ.get(f"PETITIONS_{name}", default) for name, default in defaults.items()}
    return Settings(
        instance=instance,
        secret_key=_secret_key(environ.get("PETITIONS_SECRET_KEY"), instance),
        database_url=_database_url(given["DATABASE_URL"]),
        base_url=_base_url(given["BASE_URL"]),
        mail_url=given["MAIL_URL"],
        mail_from=_mail_from(given["MAIL_FROM"]),
        proxy_hops=_whole_number(given, "PROXY_HOPS", at_least=0),
        workers=_whole_number(given, "WORKERS", at_least=1),
        poll_seconds=_whole_number(given, "POLL_SECONDS", at_least=1),
        keep_seconds=_whole_number(given, "KEEP_SECONDS", at_least=0),
        sign_limit=_rules(given, "SIGN_LIMIT"),
        document_limit=_rules(given, "DOCUMENT_LIMIT"),
        login_limit=_rules(given, "LOGIN_LIMIT"),
    )


def init_app(app: Flask, settings: Settings) -> None:
    """Return the application its settings and those that Flask itself reads."""
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
    return tuple(_rule(part.strip()) for part in text.split(";") if part.strip())


def _rule(text: str) -> Rule:
    match = _RULE.fullmatch(text)
    if not match:
        raise ValueError(text)
    limit, count, unit = match.groups()
    try:
        return Rule(int(limit), timedelta(seconds=int(count or 1) * _UNITS[unit]))
    except OverflowError as error:
        raise ValueError(text) from error


def _rules(given: Mapping[str, str], name: str) -> tuple[Rule, ...]:
    try:
        return parse_rules(given[name])
    except ValueError as error:
        raise SettingsError(
            f"PETITIONS_{name} has {str(error)!r}; expected a form like '30 per 10 minutes'."
        ) from error


def _whole_number(given: Mapping[str, str], name: str, *, at_least: int) -> int:
    text = given[name].strip()
    if not text.isascii() or not text.isdigit() or int(text) < at_least:
        raise SettingsError(
            f"PETITIONS_{name} is {text!r}; expected a whole number, {at_least} or more."
        )
    return int(text)


def _base_url(text: str) -> str:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  (raises ValueError where it is no port)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
            raise ValueError(text)
    except ValueError as error:
        raise SettingsError(
            f"PETITIONS_BASE_URL is {text!r}; expected a form like 'https://petitions.example.org'."
        ) from error
    return f"{parts.scheme}://{parts.netloc}"


def _mail_from(text: str) -> str:
    if not text.isprintable() or not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(text)[1]):
        raise SettingsError(
            f"PETITIONS_MAIL_FROM is {text!r}; expected a form like 'petitions@example.org'."
        )
    return text


def _database_url(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql://", "postgres://")):
        raise SettingsError(
            "PETITIONS_DATABASE_URL: expected 'sqlite:////path/to/file' or 'postgresql://…'."
        )
    return text


def _secret_key(given: str | None, instance: Path) -> str:
    key = given if given is not None else _stored_secret_key(instance / KEY_FILE)
    # A key of few different characters ("xxxx…", "change-me-change-me…") can be guessed.
    if len(key) < KEY_CHARACTERS or len(set(key)) < KEY_DIFFERENT_CHARACTERS:
        raise SettingsError(
            "PETITIONS_SECRET_KEY is too easy to guess; expected 32 random characters or more. "
            "Leave it unset and one is made in instance/secret_key."
        )
    return key


def _stored_secret_key(path: Path) -> str:
    """Read the key, made on first use. Of two processes that make it, the first one wins."""
    if not path.exists():
        # It gets its name once it is written, so that nobody reads half of it.
        with NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as file:  # mode 0600
            file.write(secrets.token_urlsafe(48))
            file.flush()
            with suppress(FileExistsError):
                os.link(file.name, path)
    return path.read_text("ascii").strip()
