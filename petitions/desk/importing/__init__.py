"""A text that somebody sent becomes a draft, or news of a campaign, after a person has looked."""

from petitions.desk.importing import views

blueprints = (views.bp,)
