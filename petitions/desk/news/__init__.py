"""Updates: in the timeline, and by mail to who asked for them."""

from petitions.desk.news import views

blueprints = (views.bp, views.mailing_bp)
