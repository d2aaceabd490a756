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
    switches,
)
from petitions.organisers.outbox.files import mail_goes_to_files
from petitions.organisers.switches.words import switched_off

PARTS = (
    *(numbers, importing, editor, publishing, news, signatures, exports),
    *(outbox, auditing, switches),
)


def init_app(app: Flask) -> None:
    """Add the pages of this room."""
    for part in PARTS:
        for blueprint in part.blueprints:
            app.register_blueprint(blueprint)
    app.add_template_global(mail_goes_to_files)
    app.add_template_global(switched_off)
