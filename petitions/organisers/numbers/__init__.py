"""How the campaigns go."""

from petitions.organisers.numbers import views

blueprints = (views.bp,)
