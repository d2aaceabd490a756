"""GET, HEAD and OPTIONS change nothing anywhere: mail scanners may open every link."""

import pytest

from tests.factories import stored
from tests.web.routes import SAFE, routes_in_use

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("method", sorted(SAFE))
def test_it_changes_nothing(app, visitor, mailbox, method):
    routes = routes_in_use(app, visitor, mailbox)
    before = stored(app)
    assert before["signature"]
    for route in routes:
        if method in route.methods:
            for _ in range(2):
                assert visitor.ask(method, route.path).status == 200, route
    assert stored(app) == before


def test_nor_does_it_where_the_signature_is_confirmed(app, visitor, mailbox):
    routes = routes_in_use(app, visitor, mailbox)
    visitor.post(next(route.path for route in routes if route.rule == "/confirm/<token>"))
    before = stored(app)
    for route in routes:
        if "GET" in route.methods:
            assert visitor.get(route.path).status == 200
    assert stored(app) == before


def test_a_head_is_a_get_without_its_body(app, visitor, mailbox):
    routes = routes_in_use(app, visitor, mailbox)
    for route in [route for route in routes if "GET" in route.methods]:
        got, asked = visitor.get(route.path), visitor.ask("HEAD", route.path)
        assert (asked.status, asked.html) == (got.status, "")
        assert asked.headers["Content-Type"] == got.headers["Content-Type"]
