"""The pledge: sign, confirm by mail, withdraw."""

from flask import Flask

from petitions.signing import mails, views  # noqa: F401  (mails registers its composers)


def init_app(app: Flask) -> None:
    """Add the pages of this package."""
    app.register_blueprint(views.bp)
