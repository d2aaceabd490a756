"""What organisers see and do; a folder for each part of their desk."""

from flask import Flask

from petitions.organisers import (
    auditing,
    editor,
    exports,
    importing,
    news,
    numbers,
    outbox,
    publishing,
    signatures,
)
from petitions.organisers.outbox.files import mail_goes_to_files

PARTS = (numbers, importing, editor, publishing, news, signatures, exports, outbox, auditing)


def init_app(app: Flask) -> None:
    """Add the pages of this room."""
    for part in PARTS:
        for blueprint in part.blueprints:
            app.register_blueprint(blueprint)
    app.add_template_global(mail_goes_to_files)
