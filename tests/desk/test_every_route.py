"""Every address for organisers against every role: who may is let in, who may not is not."""

import pytest

from petitions.accounts.access import ANYONE, PREFIX
from petitions.accounts.models import ADMIN, EDITOR, ROLES, VIEWER
from tests.factories import CLEO, a_campaign, stored
from tests.organisers import Desk, at_desk
from tests.web.routes import SAFE, every_route
from tests.web.test_origin import FOREIGN, header_id

pytestmark = pytest.mark.slow

# What each role may do, written down a second time: the views themselves say the same.
ALLOWED = {
    VIEWER: {"accounts", "dashboard"},
    EDITOR: {"editor", "targets", "letters", "publishing", "pictures", "preview", "news"}
    | {"mailings", "outbox", "auditing", "importing"},
    ADMIN: {
        "members",
        "signatures",
        "removals",
        "exports",
        "mail_files",
        "switches",
        "about",
        "start",
    },
}
# Views that need another role than the others beside them.
APART = {"publishing.bring_back": ADMIN, "dashboard.clear_failing": EDITOR}
OPEN_TO_ALL = {"accounts.log_in", "accounts.factor", "accounts.join"}
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture
def routes(app):
    """Give (endpoint, path, methods) of every address under /organise."""
    slug = a_campaign(app)
    return [
        route
        for route in every_route(app, slug=slug, number=1, update_id=1, token="x", name="x.eml")
        if route.rule.startswith(PREFIX)
    ]


def needed(endpoint):
    """Give the role that an endpoint needs, by the table above."""
    if endpoint in APART:
        return APART[endpoint]
    return next(role for role, parts in ALLOWED.items() if endpoint.split(".")[0] in parts)


def test_every_view_states_a_role(app, routes):
    assert len(routes) > 20
    for route in routes:
        access = getattr(app.view_functions[route.endpoint], "access", None)
        assert access is not None, route
        assert access.role == ADMIN or not access.names, route
        if route.endpoint in OPEN_TO_ALL:
            assert access.role == ANYONE, route
        else:
            assert access.role == needed(route.endpoint), route


@pytest.mark.own_app
def test_a_view_that_states_none_is_open_to_nobody(app):
    app.add_url_rule("/organise/forgotten", view_func=lambda: "secret")
    assert at_desk(app).get("/organise/forgotten").status == 403


@pytest.mark.parametrize("role", [None, *ROLES])
def test_roles_and_routes(app, routes, role):
    desk = Desk(app) if role is None else at_desk(app, role)
    token = desk.token() if role else ""
    wrong, cells = [], 0
    for route in routes:
        if route.endpoint in OPEN_TO_ALL or route.endpoint == "accounts.log_out":
            continue
        may = role is not None and ROLES.index(role) >= ROLES.index(needed(route.endpoint))
        for method in sorted(route.methods - {"OPTIONS", "HEAD"}):
            answer = desk.ask(method, route.path, data={"csrf_token": token})
            cells += 1
            if is_let_in(answer) != may:
                wrong.append((method, route.rule, answer.status))
    print(f"{role}: {cells} cells, wrong: {len(wrong)}")
    assert cells > 20
    assert wrong == []


def is_let_in(answer):
    """Tell whether the gate let a request through, whatever the page then said of it."""
    if answer.status == 302:
        return "/organise/login" not in answer.headers["Location"]
    if answer.status == 401:
        return "You are logged out" not in answer.html
    refusals = ("Your role does not allow this", "That did not come from this site")
    return not (answer.status == 403 and any(words in answer.html for words in refusals))


def test_reading_changes_nothing(app, routes):
    desk = at_desk(app)
    before = stored(app)
    for route in routes:
        for method in SAFE & route.methods:
            assert desk.ask(method, route.path).status < 500, route
    assert stored(app) == before


def forgeries(app, desk):
    """Give {name: what is sent} of forms that come from elsewhere, in an organiser's browser."""
    own, others = desk.token(), at_desk(app, ADMIN, CLEO.email).token()
    assert own != others
    elsewhere = (FOREIGN[0], FOREIGN[4], FOREIGN[5])  # public routes are asked with all of them
    return {header_id(headers): {"token": own, "headers": headers} for headers in elsewhere} | {
        "no token": {},
        "an empty token": {"token": ""},
        "a part of it": {"token": own[:-1]},
        "another's token": {"token": others},
        "letters beyond ASCII": {"token": "é"},
        "in the address": {"query_string": {"csrf_token": own}},
        "in a header": {"headers": {"X-CSRF-Token": own}},
        "as JSON": {"json": {"csrf_token": own}},
    }


def test_a_forged_form_is_refused_everywhere_and_changes_nothing(app, routes):
    desk = at_desk(app)
    sent = forgeries(app, desk)
    posts = [route for route in routes if CHANGING & route.methods]
    assert len(posts) > 50
    before = stored(app)
    for route in posts:
        for name, options in sent.items():
            is_foreign = "token" in options and "headers" in options
            if route.endpoint in OPEN_TO_ALL and not is_foreign:
                continue  # nobody is logged in yet: the origin alone is checked
            given = dict(options)
            if "token" in given:
                given["data"] = {"csrf_token": given.pop("token")}
            answer = desk.ask("POST", route.path, **given)
            assert answer.status == 403, (route, name)
            assert answer.text("h1") == "That did not come from this site", (route, name)
    assert stored(app) == before


def test_nothing_for_organisers_is_kept_by_a_cache(app, routes):
    desk = at_desk(app)
    for route in routes:
        if "GET" in route.methods:
            kept = desk.get(route.path).headers["Cache-Control"]
            assert kept in {"no-store", "private, no-store"}, route


def test_the_log_out_button_is_on_every_page(app):
    page = at_desk(app, VIEWER).get("/organise/account")
    assert page.all('form[action="/organise/logout"]')
