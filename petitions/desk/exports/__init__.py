"""The list to take along: spreadsheets, data, and paper to hand over."""

from petitions.desk.exports import views
from petitions.desk.exports.working import work

__all__ = ["blueprints", "work"]

blueprints = (views.bp,)
