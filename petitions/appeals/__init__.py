"""From reading to acting: appeals to each official through every channel, and what is reported."""

from flask import Flask

from petitions.appeals import views


def init_app(app: Flask) -> None:
    """Add the pages of this package."""
    app.register_blueprint(views.bp)
