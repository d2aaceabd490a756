"""The list to take along: spreadsheets, data, and paper to hand over."""

from petitions.organisers.exports.views import bp
from petitions.organisers.exports.working import work

__all__ = ["bp", "work"]
