"""What the site may rely on, whether nginx or Caddy stands before it."""

import socket
import ssl
import time

import pytest

from tests.fronts import NAME

SIGN = "/c/ua-115-16/sign"


def test_what_was_forged_does_not_arrive(behind_either):
    forged = {"X_Forwarded_For": "192.0.2.9", "X_Forwarded_Proto": "http", "Connection": "close"}
    behind_either.front.ask("/forged", **forged)
    seen = behind_either.requests[-1]
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert seen["x-forwarded-proto"] == "https"
    assert seen["host"] == NAME
    assert "connection" not in seen


def test_what_the_site_says_of_a_fault_goes_through_untouched(behind_either):
    behind_either.status, behind_either.body = 503, b"<form>what was typed</form>"
    behind_either.headers = {"Retry-After": "7", "Cache-Control": "no-store"}
    answer = behind_either.front.ask(SIGN, {"name": "Ada"})
    assert (answer.status, answer.headers["retry-after"], answer.body) == (
        503,
        "7",
        behind_either.body,
    )


def test_a_form_arrives_when_all_of_it_is_here(behind_either):
    with speaking_to(behind_either.front) as connection:
        head = f"POST {SIGN} HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 10\r\n\r\n"
        connection.sendall(head.encode() + b"name=")
        time.sleep(0.5)
        assert SIGN not in {one["path"] for one in behind_either.requests}
        connection.sendall(b"Ada12")
        assert connection.recv(100).startswith(b"HTTP/1.1 200")
    assert behind_either.requests[-1]["body"] == "name=Ada12"


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_today_s_tls_is_spoken(behind_either, version):
    trust = behind_either.front.trust()
    trust.minimum_version = trust.maximum_version = version
    with speaking_to(behind_either.front, trust) as connection:
        assert connection.version() == version.name.replace("_", ".")


def test_http_2_is_spoken(behind_either):
    trust = behind_either.front.trust()
    trust.set_alpn_protocols(["h2", "http/1.1"])
    with speaking_to(behind_either.front, trust) as connection:
        assert connection.selected_alpn_protocol() == "h2"


def test_while_the_site_is_away_one_is_asked_to_come_back(behind_either):
    behind_either.leave()
    for path, form in [("/organise/", None), (SIGN, {"name": "Ada"})]:
        answer = behind_either.front.ask(path, form)
        assert (answer.status, answer.headers["retry-after"]) == (503, "30")
        assert answer.headers["cache-control"] == "no-store"
        assert answer.body.startswith(b"We cannot answer just now.")


def test_nothing_is_written_of_who_asked_for_what(behind_either):
    behind_either.front.ask("/confirm/secret-token", Cookie="a=secret-token")
    behind_either.leave()  # which is told in a log, with whatever belongs to it
    behind_either.front.ask("/confirm/secret-token", Cookie="a=secret-token")
    written = [path for path in behind_either.front.folder.rglob("*") if path.is_file()]
    assert written
    for path in written:
        assert b"secret-token" not in path.read_bytes(), path


def speaking_to(nginx, trust=None):
    plain = socket.create_connection(("127.0.0.1", nginx.port), timeout=30)
    return (trust or nginx.trust()).wrap_socket(plain, server_hostname=NAME)
