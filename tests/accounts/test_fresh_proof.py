"""What harms in wrong hands asks for a fresh proof, keeps what was typed, and then does it."""

from inspect import getsource, unwrap

import pytest

from petitions.accounts.models import ADMIN, EDITOR, ROLES, VIEWER, Organiser
from petitions.db import transaction
from tests.conftest import both_databases, make_settings
from tests.desk.lists import CSV, JSONL, PAPER, XLSX, signed
from tests.factories import BEN, a_campaign, stored
from tests.organisers import PASSPHRASE, an_organiser, at_desk, give_factor
from tests.web.routes import every_route

pytestmark = pytest.mark.slow

CASE = "/organise/campaigns/free-the-nurse"
LATER = 601

# Every view that asks; a new one that harms belongs here, too.
HARMFUL = {
    "about.save",
    "publishing.bring_back",
    "publishing.change",
    "publishing.delete",
    "mailings.start",
    "mailings.resume",
    "outbox.give_up",
    "removals.remove_found",
    "removals.remove_one",
    "switches.switch",
    "switches.poll",
}
# All that asks, with what is typed there; those that are not harmful by themselves ask within.
TYPED = {
    "about.save": {"name": "Aid\u00a0for nurses ", "about": "# We\n\n*help*", "version": "0"},
    "accounts.add_passkey": {"name": "my “phone”", "credential": '{"id": "é"}'},
    "accounts.app": {"secret": "A" * 32, "code": "780 236"},
    "accounts.remove_app": {},
    "accounts.remove_passkey": {},
    "accounts.renew_recovery_codes": {},
    "editor.save": {"dates-keep_days": "1", "dates-time_zone": "UTC", "dates-version": "0"},
    "mailings.resume": {"seen": "stopped"},
    "mailings.start": {"number": "309"},
    "members.change_role": {"role": EDITOR},
    "members.members": {"email": "cleo@müller.example", "role": EDITOR},
    "members.remove": {},
    "outbox.give_up": {},
    "publishing.bring_back": {"seen": "taken-down"},
    "publishing.change": {"state": "paused", "seen": "open", "note": " Ada is <in> danger.\n"},
    "publishing.delete": {"title": "Free the nurse"},
    "removals.remove_found": {"search": "José & co", "reason": "duplicates ", "shown": "3"},
    "removals.remove_one": {"reason": 'made-up "names"'},
    "switches.poll": {"poll_seconds": "30"},
    "switches.switch": {"to": "off"},
}
SENT = [
    (f"{CASE}/state", {"state": "paused", "seen": "open", "note": "Ada is in danger. "}),
    ("/organise/switches/signing", {"to": "off"}),
    ("/organise/switches/poll", {"poll_seconds": "30"}),
    (CASE, {"dates-keep_days": "1", "dates-time_zone": "UTC", "dates-version": "0"}),
]


def what_it_does(app):
    """Give all that such a form could have changed."""
    return {name: rows for name, rows in stored(app).items() if name in {"campaign", "switchboard"}}


@pytest.fixture
def desk(app, clock):
    a_campaign(app)
    desk = at_desk(app)
    clock.shift(LATER)
    return desk


def kept_form(page):
    """Give what the page holds, to be sent again."""
    fields = page.all("#form-proof input[type=hidden]")
    return {field.attrs["name"]: field.attrs.get("value", "") for field in fields}


def test_the_views_that_ask(app):
    a_campaign(app)
    asking = {name for name, view in app.view_functions.items() if has_proof(view)}
    assert asking == HARMFUL


def has_proof(view):
    access = getattr(view, "access", None)
    return access is not None and access.proof


def test_the_table_has_all_that_ask(app):
    a_campaign(app)
    within = {
        name
        for name, view in app.view_functions.items()
        if "require_fresh_proof()" in getsource(unwrap(view))
    }
    assert within | HARMFUL == set(TYPED)
    assert "members.members" in within


@pytest.mark.parametrize("endpoint", TYPED)
def test_what_was_typed_is_kept_until_it_is_proved(app, desk, endpoint):
    routes = every_route(app, slug="free-the-nurse")
    path = next(route.path for route in routes if route.endpoint == endpoint)
    desk.get("/organise/")  # notes when somebody was seen here
    before = stored(app)
    for _ in range(2):
        page = desk.post(path, TYPED[endpoint])
        assert (page.status, page.text("h1")) == (403, "Is it still you?")
        assert TYPED[endpoint].items() <= kept_form(page).items()
    assert stored(app) == before
    sent = kept_form(page) | {"proof-code": "000000"}
    wrong = desk.post(page.one("#form-proof").attrs["action"], sent)
    assert (wrong.status, wrong.text("h1")) == (422, "Is it still you?")
    assert TYPED[endpoint].items() <= kept_form(wrong).items()
    assert "000000" not in kept_form(wrong).values()


@pytest.mark.parametrize("address", [CSV, XLSX, JSONL, PAPER])
def test_a_list_that_was_asked_for_with_a_wrong_code_keeps_the_rest(app, desk, address):
    signed(app, {})
    typed = {"reason": "For “the ministry”", "target": "minister", "paper": "us-letter"}
    page = desk.post(address, typed | {"code": "000000"})
    assert (page.status, page.value("reason")) == (422, typed["reason"])
    if address == PAPER:
        papers = [one for one in page.all('[name="paper"]') if "checked" in one.attrs]
        assert (page.value("target"), papers[0].attrs["value"]) == ("minister", "us-letter")


def test_an_invitation_is_made_with_the_proof(app, desk):
    form = TYPED["members.members"]
    page = desk.post("/organise/organisers", form)
    page = desk.post("/organise/organisers", kept_form(page) | {"proof-code": desk.codes[0]})
    assert form["email"] in page.text()
    assert [row[1] for row in stored(app)["invitation"]] == [form["email"]]


@pytest.mark.parametrize("endpoint", sorted(HARMFUL))
def test_nothing_is_done_without_it(app, desk, endpoint):
    routes = every_route(app, slug="free-the-nurse")
    path = next(route.path for route in routes if route.endpoint == endpoint)
    before = stored(app)
    page = desk.post(path, {"to": "off", "reason": "duplicates"})
    assert (page.status, page.text("h1")) == (403, "Is it still you?")
    assert stored(app) == before


@both_databases
@pytest.mark.parametrize(("path", "form"), SENT)
def test_what_was_typed_is_kept_and_done_with_the_proof(app, desk, path, form):
    before = what_it_does(app)
    page = desk.post(path, form)
    kept = kept_form(page)
    assert page.status == 403
    assert form.items() <= kept.items()
    assert what_it_does(app) == before
    action = page.one("#form-proof").attrs["action"]
    wrong = desk.post(action, kept | {"proof-code": "000000"})
    assert (wrong.status, what_it_does(app)) == (422, before)
    assert form.items() <= kept_form(wrong).items()
    done = desk.post(action, kept_form(wrong) | {"proof-code": desk.codes[0]})
    assert done.status == 303
    assert what_it_does(app) != before


def test_without_a_second_factor_it_is_the_passphrase(app, clock):
    a_campaign(app)
    desk = at_desk(app, EDITOR, factor=False)
    clock.shift(LATER)
    path, form = SENT[0]
    page = desk.post(path, form)
    assert page.all('[name="proof-password"]')
    assert desk.post(path, form | {"proof-password": "something else"}).status == 422
    assert desk.post(path, form | {"proof-password": PASSPHRASE}).status == 303


@pytest.mark.parametrize(
    ("factor", "field", "words"),
    [(True, "code", "Type the code."), (False, "password", "Type your passphrase.")],
)
def test_a_proof_left_empty_is_said_and_costs_no_attempt(app, clock, factor, field, words):
    a_campaign(app)
    desk = at_desk(app, factor=factor)
    clock.shift(LATER)
    path, form = SENT[1]
    before = stored(app)
    page = desk.post(path, form | {f"proof-{field}": ""})
    assert (page.status, page.text(f"#proof-{field}-problem")) == (422, words)
    assert stored(app) == before
    assert form.items() <= kept_form(page).items()


def test_for_ten_minutes_it_is_not_asked_for_again(app, desk, clock):
    path, form = SENT[1]
    assert desk.post(path, form | {"proof-code": desk.codes[0]}).status == 303
    clock.shift(599)
    assert desk.post(path, form | {"to": "on"}).status == 303
    clock.shift(2)
    assert desk.post(path, form).status == 403


@pytest.mark.parametrize("days", ["365", "90"])
def test_names_may_be_kept_longer_without_it(desk, days):
    form = SENT[3][1] | {"dates-keep_days": days}
    assert desk.post(CASE, form).status == 303


def test_guesses_at_it_are_limited(app, desk):
    path, form = SENT[1]
    found = [desk.post(path, form | {"proof-code": "000000"}).status for _ in range(6)]
    assert found == [422] * 5 + [429]


def test_a_form_that_htmx_sent_stays_as_it_is(desk):
    path, form = SENT[3]
    page = desk.post(path, form, headers={"HX-Request": "true"})
    assert (page.status, page.html) == (403, "")


class TestPublicSite:
    """A site with a public address takes no organiser without a second factor."""

    HOST = "https://petitions.example.org"

    @pytest.fixture
    def public(self, tmp_path, database, another_app):
        return another_app(make_settings(tmp_path, database, base_url=self.HOST))

    def client(self, app, email=BEN):
        client = app.test_client()
        form = {"email": email, "password": PASSPHRASE}
        answer = client.post("/organise/login", data=form, base_url=self.HOST)
        assert answer.status_code == 303
        return client

    @pytest.mark.parametrize("role", ROLES)
    def test_it_leads_to_setting_one_up(self, public, role):
        a_campaign(public)
        an_organiser(public, role)
        client = self.client(public)
        answer = client.get("/organise/", base_url=self.HOST)
        assert (answer.status_code, "second factor" in answer.text) == (403, True)
        for path in ("/organise/account", "/organise/account/app"):
            assert client.get(path, base_url=self.HOST).status_code == 200

    def test_every_other_page_is_closed(self, public):
        a_campaign(public)
        an_organiser(public, ADMIN)
        client = self.client(public)
        for route in every_route(public, slug="free-the-nurse"):
            is_desk = route.rule.startswith("/organise/")
            if is_desk and "GET" in route.methods and "accounts." not in route.endpoint:
                answer = client.get(route.path, base_url=self.HOST)
                assert answer.status_code == 403, route
                assert "First set up a second factor" in answer.text, route

    def test_with_one_it_is_open(self, public):
        number = an_organiser(public, EDITOR)
        with public.app_context(), transaction() as session:
            codes = give_factor(session.get_one(Organiser, number))
        client = self.client(public)
        form = {"code": codes[0]}
        client.post("/organise/login/factor", data=form, base_url=self.HOST)
        assert client.get("/organise/", base_url=self.HOST).status_code == 200


def test_a_trial_on_this_machine_goes_on_with_a_passphrase(app):
    assert at_desk(app, VIEWER, factor=False).get("/organise/").status == 200
