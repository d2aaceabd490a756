"""A petition site: a case, what is asked, who can grant it, and the shortest way to act."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from petitions.config import Settings


def create_app(settings: "Settings | None" = None) -> "Flask":
    """Return the application, set up from `settings` or else from the environment."""
    # Imported here, so that a process that reads one uploaded file starts without all this.
    from flask import Flask

    from petitions import accounts, appeals, config, db, desk, public, signing, web
    from petitions.ops import commands
    from petitions.organisation import queries as organisation

    settings = settings or config.from_environment()
    app = Flask(
        __name__,
        instance_path=str(settings.instance),
        template_folder="../templates",
        static_folder=None,  # web.views serves them, with a digest in each name
    )
    config.init_app(app, settings)
    db.init_app(app, settings.database_url)
    web.init_app(app, settings)
    for room in (organisation, public, signing, appeals, desk, accounts):
        room.init_app(app)
    commands.init_app(app)
    return app
