"""The pages that organisers use."""

from flask import Flask

from petitions.desk import (
    about,
    audit,
    exports,
    flags,
    importing,
    mail,
    numbers,
    pictures,
    preview,
    publishing,
    removals,
    signatures,
    start,
)
from petitions.desk.editor import letters
from petitions.desk.editor import views as editor
from petitions.desk.news import views as news
from petitions.organisation.queries import lacks_organisation

BLUEPRINTS = (
    numbers.bp,
    *importing.blueprints,
    editor.bp,
    letters.bp,
    publishing.bp,
    preview.bp,
    pictures.bp,
    news.bp,
    news.mailing_bp,
    signatures.bp,
    removals.bp,
    *exports.blueprints,
    mail.bp,
    mail.files_bp,
    audit.bp,
    flags.bp,
    about.bp,
    start.bp,
)


def init_app(app: Flask) -> None:
    """Add the pages of this package."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.add_template_global(mail.mail_goes_to_files)
    app.add_template_global(flags.switched_off)
    app.add_template_global(lacks_organisation)
    app.add_template_global(start.first_steps)
