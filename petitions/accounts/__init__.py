"""Organisers log in and out: passphrase, second factor, sessions, roles; and the audit log."""

from flask import Flask

from petitions.accounts import access, admin, mails, views  # noqa: F401  (mails registers its composers)


def init_app(app: Flask) -> None:
    """Add the pages of this package, and the gate before every page for organisers."""
    access.init_app(app)
    app.register_blueprint(views.bp)
    app.register_blueprint(admin.bp)
