"""Updates: in the timeline, and by mail to who asked for them."""

from petitions.desk.news import mailing_views, mails, views  # noqa: F401

blueprints = (
    views.bp,
    mailing_views.bp,
)
