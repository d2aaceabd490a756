"""From a draft to the public and on: picture, checklist, states."""

from petitions.organisers.publishing import pictures, views

blueprints = (
    views.bp,
    pictures.bp,
)
