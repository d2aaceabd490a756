"""How the campaigns go."""

from petitions.desk.numbers import views

blueprints = (views.bp,)
