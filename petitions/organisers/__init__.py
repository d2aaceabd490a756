"""What organisers see and do: campaigns, updates, signatures, exports, mail, the audit log."""

from flask import Flask

from petitions.organisers import (  # mails registers its composers
    auditing,
    dashboard,
    editor,
    exports,
    mail_files,
    mailings,
    mails,  # noqa: F401
    news,
    outbox,
    pictures,
    publishing,
    removals,
    signatures,
    targets,
)

PARTS = (
    dashboard,
    editor,
    targets,
    publishing,
    pictures,
    news,
    mailings,
    signatures,
    removals,
    exports,
    outbox,
    mail_files,
    auditing,
)


def init_app(app: Flask) -> None:
    """Add the pages of this room."""
    for part in PARTS:
        app.register_blueprint(part.bp)
    app.add_template_global(mail_files.mail_goes_to_files)
