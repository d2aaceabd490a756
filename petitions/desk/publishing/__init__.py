"""From a draft to the public and on: picture, checklist, states."""

from petitions.desk.publishing import pictures, views

blueprints = (
    views.bp,
    pictures.bp,
)
