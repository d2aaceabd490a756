"""The web application, for the server and for `flask --app app COMMAND`."""

from petitions import create_app

app = create_app()
