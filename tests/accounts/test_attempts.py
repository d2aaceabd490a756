"""Guessing passphrases: limited before the hash, the same answer for names that nobody has."""

import pytest

from petitions.accounts.models import VIEWER
from petitions.config import parse_rules
from tests.conftest import both_databases, make_settings
from tests.factories import BEN
from tests.organisers import PASSPHRASE, Desk, an_organiser, at_desk
from tests.pages import Visitor

DEVICE = "petitions-device"
RIGHT = {"email": BEN, "password": PASSPHRASE}
WRONG = {"email": BEN, "password": "something else entirely"}


@pytest.fixture
def settings(tmp_path, database):
    return make_settings(tmp_path, database, login_limit=parse_rules("3 per 10 minutes"))


class Guesser(Visitor):
    may_have_cookie = True

    def guesses(self, form):
        return self.post("/organise/login", form).status


def guess(app, networks, form=WRONG):
    """Guess thrice from each of so many networks."""
    for network in range(networks):
        stranger = Guesser(app, f"198.51.100.{network}")
        assert {stranger.guesses(form) for _ in range(3)} <= {422, 429}
        assert stranger.guesses(form) == 429


def test_strangers_in_a_few_networks_shut_nobody_out(app):
    an_organiser(app)
    guess(app, 9)
    assert Guesser(app, "192.0.2.9").guesses(RIGHT) == 303


def test_an_account_takes_as_many_guesses_as_ten_networks(app, clock):
    an_organiser(app)
    guess(app, 10)
    found = [Guesser(app, f"192.0.2.{n}").guesses(RIGHT) for n in range(1, 3)]
    assert found == [429, 429]
    clock.shift(601)
    assert Guesser(app, "192.0.2.9").guesses(RIGHT) == 303


@pytest.mark.parametrize("spelling", ["Ben@Example.org", " ben@EXAMPLE.ORG"])
def test_all_spellings_of_an_address_are_one_account(app, spelling):
    an_organiser(app)
    guess(app, 10, WRONG | {"email": spelling})
    assert Guesser(app, "192.0.2.9").guesses(RIGHT) == 429


@both_databases
def test_a_known_browser_has_tries_of_its_own(app):
    """Even where the strangers sit in the same network, and the account takes no more guesses."""
    an_organiser(app)
    laptop = Guesser(app, "198.51.100.1")
    assert laptop.guesses(RIGHT) == 303
    guess(app, 10)
    laptop.post("/organise/logout", {"csrf_token": Desk.token(laptop)})
    assert [laptop.guesses(form) for form in (WRONG, WRONG, RIGHT)] == [422, 422, 303]
    found = [laptop.guesses(WRONG) for _ in range(4)]
    assert found == [422, 422, 422, 429]


def test_with_a_second_factor_it_is_known_only_after_that(app):
    codes = at_desk(app).codes
    desk = Desk(app)
    desk.post("/organise/login", RIGHT)
    assert not desk.client.get_cookie(DEVICE, path="/organise", domain="127.0.0.1")
    desk.post("/organise/login/factor", {"code": codes[0]})
    assert desk.client.get_cookie(DEVICE, path="/organise", domain="127.0.0.1")


@pytest.mark.parametrize("change", ["forged", "another's", "older", "nonsense"])
def test_no_other_browser_passes_for_it(app, change):
    an_organiser(app)
    an_organiser(app, VIEWER, "cleo@example.org")
    laptop, cleo = Desk(app), Desk(app)
    laptop.post("/organise/login", RIGHT)
    cleo.post("/organise/login", RIGHT | {"email": "cleo@example.org"})
    mine, other = (
        desk.client.get_cookie(DEVICE, path="/organise", domain="127.0.0.1").value
        for desk in (laptop, cleo)
    )
    values = {"forged": f"{mine[:-1]}!", "another's": other, "older": mine, "nonsense": "é.\udcff"}
    if change == "older":
        new = "seven green bottles falling"
        form = {"old": PASSPHRASE, "password": new, "again": new}
        assert laptop.post("/organise/account/passphrase", form).status == 303
    guess(app, 10)
    thief = Guesser(app, "192.0.2.9")
    thief.client.set_cookie(
        DEVICE, values[change].encode("utf-8", "replace").decode(), path="/organise",
        domain="127.0.0.1",
    )  # fmt: skip
    assert thief.guesses(RIGHT) == 429


def test_strangers_guesses_do_not_count_against_who_is_inside(app, clock):
    desk = at_desk(app, factor=False)
    guess(app, 10)
    clock.shift(599)
    assert desk.post("/organise/account/again", {"password": PASSPHRASE}).status == 303
    found = [desk.post("/organise/account/again", {"password": "x"}).status for _ in range(4)]
    assert found == [422, 422, 429, 429]


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
    monkeypatch.setattr("petitions.accounts.sessions.is_right", lambda *_: 1 / 0)
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
