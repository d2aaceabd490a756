"""Updates: in the timeline, and by mail to who asked for them."""

from petitions.organisers.news import (
    mailing_views,
    mails,  # noqa: F401  (registers its composers)
    views,
)

blueprints = (
    views.bp,
    mailing_views.bp,
)
