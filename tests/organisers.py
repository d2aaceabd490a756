"""Organisers at their desk: logged in, without JavaScript. Every page they see has to be sound."""

from functools import cache
from typing import Any

import pyotp
from argon2 import PasswordHasher
from flask import Flask, g
from sqlalchemy import select

from petitions.accounts import access, factors
from petitions.accounts.models import ADMIN, Organiser
from petitions.accounts.sessions import start_session
from petitions.db import transaction
from tests.factories import BEN
from tests.pages import Page, Visitor

PASSPHRASE = "purple monkey dishwasher"


class Desk(Visitor):
    """An organiser's browser. `codes` are recovery codes: each proves the second factor once."""

    may_have_cookie = True
    codes: list[str]

    def post(self, path: str, form: dict[str, Any] | None = None, **options: Any) -> Page:
        """Send a form with the token of this session, as our pages do."""
        return super().post(path, {"csrf_token": self.token()} | (form or {}), **options)

    def token(self) -> str:
        """Give what every form of this session carries; nothing where it is over."""
        with self.client.application.app_context():
            name = access.cookie_name()
        cookie = self.client.get_cookie(name, domain="127.0.0.1")
        headers = {"Cookie": f"{name}={cookie.value}"} if cookie else {}
        with self.client.application.test_request_context(headers=headers):
            who = access.visitor_session()
            if who is None or who[0].is_pending_2fa:
                return ""
            g.session, g.organiser = who
            return access.form_token()


def quick_hasher() -> PasswordHasher:
    """Give what hashes in no time; a hash says itself how it is to be compared."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@cache
def kept_passphrase() -> str:
    """Give what is kept of PASSPHRASE, hashed once and quickly."""
    return quick_hasher().hash(PASSPHRASE)


def an_organiser(app: Flask, role: str = ADMIN, email: str = BEN) -> int:
    """Store an organiser who has joined with PASSPHRASE; give the number."""
    with app.app_context(), transaction() as session:
        organiser = Organiser(email=email, role=role, passphrase_hash=kept_passphrase())
        session.add(organiser)
        session.flush()
        return organiser.id


def at_desk(app: Flask, role: str = ADMIN, email: str = BEN, *, factor: bool = True) -> Desk:
    """Give an organiser who has just logged in; with a second factor and its recovery codes."""
    number = an_organiser(app, role, email)
    desk = Desk(app)
    with app.app_context(), transaction() as session:
        organiser = session.scalars(select(Organiser).where(Organiser.id == number)).one()
        desk.codes = give_factor(organiser) if factor else []
        token = start_session(number)
    desk.client.set_cookie("petitions", token, domain="127.0.0.1")
    return desk


def give_factor(organiser: Organiser) -> list[str]:
    """Set up an app for an organiser, in the caller's transaction; give the recovery codes."""
    organiser.totp_secret = factors.fernet().encrypt(pyotp.random_base32().encode())
    return factors.new_recovery_codes(organiser)
