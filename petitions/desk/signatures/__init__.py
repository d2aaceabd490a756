"""The list of signatures: search, let comments through, remove, put back."""

from petitions.desk.signatures import removals, views

blueprints = (
    views.bp,
    removals.bp,
)
