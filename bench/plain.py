"""The floor of pages: one Flask view that returns bytes, under the site's server and settings."""

import json
import os
import sys
from pathlib import Path

from flask import Flask, Response

from petitions.config import Settings
from petitions.ops.server import web_server

BODY = Path(os.environ["BENCH_BODY"]).read_bytes()
HEADERS = json.loads(os.environ["BENCH_HEADERS"])

app = Flask(__name__)


@app.get("/")
def page() -> Response:
    """Return the bytes."""
    return Response(BODY, headers=HEADERS)


if __name__ == "__main__":
    web_server("bench.plain:app", int(sys.argv[1]), Settings.workers).serve()
