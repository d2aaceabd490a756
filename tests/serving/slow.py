"""Visitors who send slowly: what they send goes out bit by bit, or not at all."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPResponse
from urllib.parse import urlencode

from tests.serving.load import HEADERS, SIGN
from tests.site import Site

PATIENCE_SECONDS = 30


class Visitor:
    """A connection to the site."""

    def __init__(self, site: Site) -> None:
        self.connection = socket.create_connection(
            ("127.0.0.1", site.port), timeout=PATIENCE_SECONDS
        )
        self.host = f"127.0.0.1:{site.port}"

    def begin(self, path: str = SIGN, **headers: object) -> None:
        """Send the head of a form."""
        given = HEADERS | {name.replace("_", "-"): value for name, value in headers.items()}
        lines = [f"POST {path} HTTP/1.1", f"Host: {self.host}"]
        lines += [f"{name}: {value}" for name, value in given.items()]
        self.send("\r\n".join([*lines, "", ""]).encode())

    def begin_form(self, form: dict[str, str]) -> bytes:
        """Send the head that belongs to a form; give its body."""
        body = urlencode(form).encode()
        self.begin(Content_Length=len(body))
        return body

    def send(self, data: bytes) -> None:
        """Send what there is."""
        self.connection.sendall(data)

    def answer(self) -> int:
        """Wait for the answer; give its status."""
        with closing(HTTPResponse(self.connection, method="POST")) as response:
            response.begin()
            return response.status

    def is_answered(self) -> bool:
        """Tell whether there is an answer already, or the end."""
        self.connection.setblocking(False)
        try:
            self.connection.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        finally:
            self.connection.settimeout(PATIENCE_SECONDS)
        return True


@contextmanager
def visitors(site: Site, number: int) -> Iterator[list[Visitor]]:
    """Give so many connections, which end in the end."""
    with ExitStack() as stack:
        yield [stack.enter_context(_visitor(site)) for _ in range(number)]


@contextmanager
def _visitor(site: Site) -> Iterator[Visitor]:
    visitor = Visitor(site)
    with visitor.connection:
        yield visitor
