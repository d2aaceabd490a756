"""What organisers see and do; a folder for each part of their desk."""

from flask import Flask

from petitions.desk import (
    audit,
    editor,
    exports,
    flags,
    importing,
    mail,
    news,
    numbers,
    publishing,
    signatures,
)
from petitions.desk.flags.words import switched_off
from petitions.desk.mail.files import mail_goes_to_files

PARTS = (
    *(numbers, importing, editor, publishing, news, signatures, exports),
    *(mail, audit, flags),
)


def init_app(app: Flask) -> None:
    """Add the pages of this room."""
    for part in PARTS:
        for blueprint in part.blueprints:
            app.register_blueprint(blueprint)
    app.add_template_global(mail_goes_to_files)
    app.add_template_global(switched_off)
