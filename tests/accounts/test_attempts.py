"""Guessing passphrases: limited before the hash, the same answer for names that nobody has."""

import pytest

from petitions.config import parse_rules
from tests.conftest import make_settings
from tests.factories import BEN
from tests.organisers import PASSPHRASE, Desk, an_organiser
from tests.pages import Visitor

RIGHT = {"email": BEN, "password": PASSPHRASE}
WRONG = {"email": BEN, "password": "something else entirely"}


@pytest.fixture
def settings(tmp_path, database):
    return make_settings(tmp_path, database, login_limit=parse_rules("3 per 10 minutes"))


class Guesser(Visitor):
    may_have_cookie = True

    def guesses(self, form):
        return self.post("/organise/login", form).status


def test_an_account_takes_three_wrong_guesses_from_any_network(app, clock):
    an_organiser(app)
    found = [Guesser(app, f"192.0.2.{n}").guesses(WRONG) for n in range(1, 5)]
    assert found == [422, 422, 422, 429]
    assert Guesser(app, "192.0.2.9").guesses(RIGHT) == 429
    clock.shift(601)
    assert Guesser(app, "192.0.2.9").guesses(RIGHT) == 303


def test_a_network_takes_three_guesses_at_any_account(app):
    an_organiser(app)
    guesser = Guesser(app)
    found = [guesser.guesses(WRONG | {"email": f"x{n}@example.org"}) for n in range(4)]
    assert found == [422, 422, 422, 429]
    assert Guesser(app, "192.0.2.9").guesses(RIGHT) == 303


def test_the_right_one_makes_good_what_was_mistyped_before(app):
    an_organiser(app)
    for n in range(1, 4):
        guesser = Guesser(app, f"192.0.2.{n}")
        assert [guesser.guesses(WRONG), guesser.guesses(RIGHT)] == [422, 303]


def test_beyond_the_limit_nothing_slow_is_done(app, monkeypatch):
    an_organiser(app)
    guesser = Guesser(app)
    for _ in range(3):
        guesser.guesses(WRONG)
    monkeypatch.setattr("petitions.accounts.operations.is_right", lambda *_: 1 / 0)
    assert guesser.guesses(RIGHT) == 429


def test_unknown_names_get_the_same_answer(app):
    an_organiser(app)
    known = Desk(app).post("/organise/login", WRONG)
    unknown = Desk(app, "192.0.2.2").post("/organise/login", WRONG | {"email": "no@example.org"})
    assert known.html.replace(BEN, "no@example.org") == unknown.html
    assert set(known.headers.keys()) == set(unknown.headers.keys())


@pytest.mark.parametrize("form", [{}, {"email": "x"}, {"email": "\0", "password": "\0"}])
def test_half_a_form_is_explained(app, form):
    assert Guesser(app).guesses(form) == 422
