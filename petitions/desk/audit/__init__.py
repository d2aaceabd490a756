"""The audit log, to read."""

from petitions.desk.audit import views

blueprints = (views.bp,)
