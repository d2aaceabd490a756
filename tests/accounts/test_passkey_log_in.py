"""A passkey logs in by itself, also where passphrases are locked; each answer works once."""

import json

import pytest

from petitions.accounts.models import EDITOR
from petitions.config import parse_rules
from tests.accounts.authenticator import PRESENT, Authenticator, decoded, encoded
from tests.conftest import both_databases, make_settings
from tests.factories import BEN, stored
from tests.organisers import PASSPHRASE, Desk, an_organiser, at_desk

LOG_IN = "/organise/login"
MINUTE = 60


@pytest.fixture
def settings(tmp_path, database):
    """A site that browsers make passkeys for; one that takes few guesses."""
    rules = parse_rules("3 per 10 minutes")
    return make_settings(tmp_path, database, base_url="http://localhost:8000", login_limit=rules)


@pytest.fixture
def phone(app):
    """Ben's passkey."""
    phone = Authenticator()
    phone.belongs_to(app, an_organiser(app, EDITOR))
    return phone


def asked(desk):
    return desk.get(LOG_IN).one("[data-passkey]").attrs["data-options"]


def send(desk, credential, path=LOG_IN):
    return desk.post(path, {"credential": credential})


def is_in(desk):
    return desk.get("/organise/").status == 200


@both_databases
def test_it_logs_in_without_address_and_passphrase(app, phone):
    desk = Desk(app)
    page = send(desk, phone.answer(asked(desk)), f"{LOG_IN}?next=/organise/account")
    assert (page.status, page.headers["Location"]) == (
        303,
        "/organise/login/factor?next=/organise/account",
    )
    assert desk.get(page.headers["Location"]).headers["Location"] == "/organise/account"
    assert is_in(desk)
    entry = stored(app)["audit_entry"][-1]
    assert entry[2:6] == (BEN, "logged in", f"organiser {BEN}", {"proof": "passkey"})


def test_the_question_tells_nobody_who_has_one(app):
    before = json.loads(asked(Desk(app)))
    Authenticator().belongs_to(app, an_organiser(app))
    after = json.loads(asked(Desk(app)))
    assert not before.get("allowCredentials")
    assert before.keys() == after.keys()
    assert before["challenge"] != after["challenge"]
    assert after["userVerification"] == "required"


def test_to_ask_stores_nothing(app, phone):
    before = stored(app)
    asked(Desk(app))
    assert stored(app) == before


@pytest.mark.parametrize("networks", [["192.0.2.1"], [f"198.51.100.{n}" for n in range(10)]])
def test_who_used_up_the_passphrases_keeps_it_not_out(app, phone, networks):
    """Neither strangers in its own network, nor those in as many as an account takes."""
    form = {"email": BEN, "password": "something else entirely"}
    for network in networks:
        for _ in range(3):
            Desk(app, network).post(LOG_IN, form)
    desk = Desk(app)
    assert desk.post(LOG_IN, form | {"password": PASSPHRASE}).status == 429
    assert send(desk, phone.answer(asked(desk))).status == 303
    assert is_in(desk)


@both_databases
def test_an_answer_works_once(app, phone):
    desk, thief = Desk(app), Desk(app, "192.0.2.2")
    phone.answers = -1  # one that does not count, as those that a cloud keeps
    answer = phone.answer(asked(desk))
    assert (send(desk, answer).status, send(thief, answer).status) == (303, 422)
    assert not is_in(thief)


@pytest.mark.parametrize(("minutes", "status"), [(9, 303), (11, 422)])
def test_a_question_is_good_for_ten_minutes(app, phone, clock, minutes, status):
    desk = Desk(app)
    answer = phone.answer(asked(desk))
    clock.shift(minutes * MINUTE)
    assert send(desk, answer).status == status


def forged(options):
    """The question, dated anew by somebody else."""
    challenge = decoded(json.loads(options)["challenge"])
    return encoded(bytes(8) + challenge[8:])


WRONG = {
    "another site": lambda phone, options: phone.answer(options, origin="https://evil.example"),
    "another name": lambda phone, options: phone.answer(options, rpId="evil.example"),
    "no finger": lambda phone, options: phone.answer(options, flags=PRESENT),
    "a question of one's own": lambda phone, options: phone.answer(options, challenge="AAAA" * 16),
    "no question": lambda phone, options: phone.answer(options, challenge=""),
    "dated anew": lambda phone, options: phone.answer(options, challenge=forged(options)),
    "an unknown passkey": lambda _phone, options: Authenticator().answer(options),
    "nonsense": lambda *_: "{}",
    "deep": lambda *_: "[" * 5000,
    "not text": lambda *_: '{"id":"\\ud800"}',
}


@pytest.mark.parametrize("why", WRONG)
def test_a_wrong_answer_opens_nothing(app, phone, why):
    desk = Desk(app)
    page = send(desk, WRONG[why](phone, asked(desk)))
    assert (page.status, is_in(desk)) == (422, False)
    assert "This passkey did not log you in." in page.text()
    assert asked(desk)
    failed = ("not logged in", "failed to log in as", "nobody known", {"proof": "passkey"})
    assert stored(app)["audit_entry"][-1][2:6] == failed


def test_the_wrong_key_for_a_known_number_is_wrong(app, phone):
    thief = Authenticator()
    thief.credential_id = phone.credential_id
    desk = Desk(app)
    assert send(desk, thief.answer(asked(desk))).status == 422


def test_tries_of_a_network_are_limited(app, phone):
    desk = Desk(app)
    assert [send(desk, "{}").status for _ in range(4)] == [422, 422, 422, 429]
    other = Desk(app, "192.0.2.2")
    assert send(other, phone.answer(asked(other))).status == 303


def test_the_session_before_ends(app, phone):
    desk = Desk(app)
    send(desk, phone.answer(asked(desk)))
    send(desk, phone.answer(asked(desk)))
    assert len(stored(app)["organiser_session"]) == 1


def test_an_empty_answer_is_a_form_with_nothing_in_it(app):
    page = send(Desk(app), "")
    assert "Enter your passphrase." in page.text()


def test_where_browsers_make_none_nothing_is_offered(tmp_path, database, another_app):
    app = another_app(make_settings(tmp_path, database))
    assert not Desk(app).get(LOG_IN).all("[data-passkey]")
    assert send(Desk(app), "{}").status == 422


def test_the_name_of_one_that_is_not_added_stays(app):
    form = {"name": "my “phone”", "credential": "{}"}
    page = at_desk(app).post("/organise/account/passkeys", form)
    assert (page.status, page.value("name")) == (422, form["name"])
    assert "The passkey was not added" in page.text()
