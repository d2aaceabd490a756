"""Lists of signatures: asked for, made at once or by the worker, fetched."""

from petitions.desk.exports import mails, views  # noqa: F401  (mails registers its composer)

blueprints = (views.bp,)
