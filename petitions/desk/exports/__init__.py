"""Lists of signatures: asked for, made at once or by the worker, fetched."""

from petitions.desk.exports import views

blueprints = (views.bp,)
