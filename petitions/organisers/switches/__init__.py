"""What an admin switches for the hours when very many come."""

from petitions.organisers.switches import views

blueprints = (views.bp,)
