"""What organisers do in many of these tests."""

import time

import pyotp

from petitions.accounts import factors
from petitions.accounts.models import Organiser
from petitions.db import db


def stored_organiser(app, email):
    """Give the organiser's row."""
    with app.app_context():
        return db.session.query(Organiser).filter_by(email=email).one()


def app_code(app, email, *, steps=0):
    """Give what the organiser's app shows, or showed so many half minutes ago (or will)."""
    with app.app_context():
        secret = factors.fernet().decrypt(stored_organiser(app, email).totp_secret).decode()
    return pyotp.TOTP(secret).at(time.time() + 30 * steps)
