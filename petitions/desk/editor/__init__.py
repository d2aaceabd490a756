"""The campaign editor: one page, whose sections save on their own."""

from petitions.desk.editor import views

blueprints = (
    views.bp,
    views.targets_bp,
)
