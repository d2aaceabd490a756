"""Organisers log in and out: passphrase, second factor, sessions, roles."""

from flask import Flask

from petitions.accounts import access, account, joining, members, views


def init_app(app: Flask) -> None:
    """Add the pages of this room, and the gate before every page for organisers."""
    access.init_app(app)
    for part in (views, joining, account, members):
        app.register_blueprint(part.bp)
