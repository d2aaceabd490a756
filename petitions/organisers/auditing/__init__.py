"""The audit log, to read."""

from petitions.organisers.auditing import views

blueprints = (views.bp,)
