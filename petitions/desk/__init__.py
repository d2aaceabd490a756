"""The pages that organisers use."""

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

BLUEPRINTS = (
    numbers.bp,
    *importing.blueprints,
    *editor.blueprints,
    publishing.bp,
    publishing.pictures_bp,
    *news.blueprints,
    signatures.bp,
    signatures.removals_bp,
    *exports.blueprints,
    mail.bp,
    mail.files_bp,
    audit.bp,
    flags.bp,
)


def init_app(app: Flask) -> None:
    """Add the pages of this package."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.add_template_global(mail.mail_goes_to_files)
    app.add_template_global(flags.switched_off)
