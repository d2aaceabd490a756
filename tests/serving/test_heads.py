"""The server itself refuses the head of a request that is larger than any browser's."""

import socket

import pytest

HEADS = {
    "of a browser": ("X-A: " + "a" * 4_000, 200),
    "one long line": ("X-A: " + "a" * 300_000, 431),
    "many lines": ("\r\n".join(f"X-{n}: {'a' * 4_000}" for n in range(75)), 431),
}


@pytest.mark.parametrize(("head", "status"), HEADS.values(), ids=HEADS.keys())
def test_a_head_has_a_bound(shared_site, head, status):
    with socket.create_connection(("127.0.0.1", shared_site.port), timeout=10) as connection:
        request = f"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1:{shared_site.port}\r\n{head}\r\n\r\n"
        connection.sendall(request.encode())
        assert connection.recv(100).startswith(f"HTTP/1.1 {status} ".encode())
