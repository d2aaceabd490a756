"""Pages everyone reads, put together from what the packages below know."""

from flask import Flask

from petitions.campaigns.contacts import responsible_for
from petitions.campaigns.markdown import as_html
from petitions.public import data, found, paper, views


def init_app(app: Flask) -> None:
    """Add the public pages."""
    app.add_template_filter(as_html, "markdown")
    app.add_template_global(responsible_for)
    for module in (views, paper, data, found):
        app.register_blueprint(module.bp)
