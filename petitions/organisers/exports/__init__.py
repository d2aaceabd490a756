"""The list to take along: spreadsheets, data, and paper to hand over."""

from petitions.organisers.exports import views
from petitions.organisers.exports.working import work

__all__ = ["blueprints", "work"]

blueprints = (views.bp,)
