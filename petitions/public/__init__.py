"""Pages that compose rooms: the list, the case, its counter, thanks, privacy."""

from flask import Flask

from petitions.campaigns.markdown import as_html
from petitions.public import data, paper, preview, supporters, views


def init_app(app: Flask) -> None:
    """Add the pages of this room."""
    app.add_template_filter(as_html, "markdown")
    app.register_blueprint(views.bp)
    app.register_blueprint(paper.bp)
    app.register_blueprint(data.bp)
    app.register_blueprint(preview.bp)
    app.register_blueprint(supporters.bp)
