"""What organisers see and do: campaigns, updates, signatures, exports, mail, the audit log."""

from flask import Flask

from petitions.organisers import (
    auditing,
    dashboard,
    editor,
    exports,
    news,
    outbox,
    pictures,
    publishing,
    removals,
    signatures,
)

PARTS = (
    dashboard,
    editor,
    publishing,
    pictures,
    news,
    signatures,
    removals,
    exports,
    outbox,
    auditing,
)


def init_app(app: Flask) -> None:
    """Add the pages of this room."""
    for part in PARTS:
        app.register_blueprint(part.bp)
