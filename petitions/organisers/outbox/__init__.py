"""Mail on its way, and mails that went to files."""

from petitions.organisers.outbox import files, views

blueprints = (
    views.bp,
    files.bp,
)
