"""A server that answers what the site never does, to see what nginx makes of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from tests.fronts import Front

PUBLIC = "public, max-age=2, stale-if-error=3600"


class Upstream:
    """Answers every request alike, and remembers it. `front` stands before it."""

    front: Front

    def __init__(self) -> None:
        self.status = 200
        self.headers = {"Cache-Control": PUBLIC}
        self.body = b"answer"
        self.is_away = False
        self.requests: list[dict[str, str]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port = self.server.server_port

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Serve."""
        thread = threading.Thread(target=self.server.serve_forever)
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            thread.join()
            self.server.server_close()

    def leave(self) -> None:
        """Answer nobody any more, as a site that was stopped."""
        self.is_away = True
        self.server.shutdown()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        upstream = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if upstream.is_away:
                    self.close_connection = True
                    return
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                given = {name.lower(): value for name, value in self.headers.items()}
                upstream.requests.append(given | {"path": self.path, "body": body.decode()})
                self.send_response(upstream.status)
                for name, value in upstream.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(upstream.body)))
                self.end_headers()
                self.wfile.write(upstream.body)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_words: Any) -> None:
                """Say nothing."""

        return Handler
