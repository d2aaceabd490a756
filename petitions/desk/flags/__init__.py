"""What an admin switches for the hours when very many come."""

from petitions.desk.flags import views

blueprints = (views.bp,)
