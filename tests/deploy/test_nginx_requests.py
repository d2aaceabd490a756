"""What nginx hands to the site, and what it lets through, slows down or refuses."""

import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest

from tests.factories import sign_form
from tests.fronts import NAME

SIGN = "/c/ua-115-16/sign"


def signs(nginx, name, source="127.0.0.1", **headers):
    """Sign from a network address; give the status."""
    nginx.source = source
    return nginx.ask(SIGN, sign_form(email=f"{name}@example.org"), **headers).status


@pytest.mark.parametrize("limit", ["1 per day"])
def test_the_site_sees_who_asks_and_nobody_makes_it_up(front):
    assert signs(front.nginx, "ada", "127.0.0.2") == 303
    assert signs(front.nginx, "ben", "127.0.0.3") == 303
    assert signs(front.nginx, "cleo", "127.0.0.2", X_Forwarded_For="127.0.0.9") == 429


def test_too_many_forms_from_one_address_are_asked_to_wait(upstream):
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: upstream.front.ask("/", {"a": "b"}), range(300)))
    refused = [answer for answer in answers if answer.status == 429]
    assert len(answers) - len(refused) > 50
    assert {answer.headers["retry-after"] for answer in refused} == {"10"}
    assert upstream.front.ask("/").status == 200


def test_the_site_itself_refuses_what_is_too_large(front):
    answer = front.nginx.ask(SIGN, {"name": "x" * 70_000})
    assert (answer.status, b"That was too much text" in answer.body) == (413, True)


def test_without_tls_one_is_sent_to_tls(upstream):
    connection = HTTPConnection("127.0.0.1", upstream.front.plain_port)
    connection.request("POST", "/c/a?b=c", "x", {"Host": "evil.example"})
    answer = connection.getresponse()
    assert answer.status == 308
    assert answer.getheader("Location") == f"https://{NAME}/c/a?b=c"
    connection.close()


def test_certificates_can_be_asked_for(upstream):
    place = upstream.front.folder / "acme" / ".well-known" / "acme-challenge"
    place.mkdir(parents=True)
    (place / "token").write_text("proof")
    connection = HTTPConnection("127.0.0.1", upstream.front.plain_port)
    connection.request("GET", "/.well-known/acme-challenge/token")
    assert connection.getresponse().read() == b"proof"
    connection.close()


def test_nobody_is_answered_under_another_name(upstream):
    trust = ssl.create_default_context()
    with (
        socket.create_connection(("127.0.0.1", upstream.front.port)) as plain,
        pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"),
    ):
        trust.wrap_socket(plain, server_hostname="evil.example")


def test_what_is_far_too_large_is_refused_before(upstream):
    assert upstream.front.ask(SIGN, {"name": "x" * 300_000}).status == 413
    assert SIGN not in {one["path"] for one in upstream.requests}
