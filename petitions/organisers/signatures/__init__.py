"""The list of signatures: search, let comments through, remove, put back."""

from petitions.organisers.signatures import removals, views

blueprints = (
    views.bp,
    removals.bp,
)
