"""What organisers see and do: campaigns, updates, signatures, exports, mail, the audit log."""

from flask import Flask

from petitions.organisers import auditing, dashboard, outbox


def init_app(app: Flask) -> None:
    """Add the pages of this room."""
    for part in (dashboard, outbox, auditing):
        app.register_blueprint(part.bp)
