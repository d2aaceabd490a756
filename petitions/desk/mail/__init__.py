"""Mail on its way, and mails that went to files."""

from petitions.desk.mail import files, views

blueprints = (
    views.bp,
    files.bp,
)
