"""The campaign editor: one page, whose sections save on their own."""

from petitions.desk.editor import targets, views

blueprints = (
    views.bp,
    targets.bp,
)
