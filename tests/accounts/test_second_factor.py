"""Codes of an app and of recovery work once; five wrong ones are the end for a while."""

import pyotp
import pytest

from tests.accounts.people import app_code, stored_organiser
from tests.factories import BEN, stored
from tests.organisers import PASSPHRASE, Desk, at_desk

FORM = {"email": BEN, "password": PASSPHRASE}


@pytest.fixture
def codes(app):
    return at_desk(app).codes


def at_the_door(app):
    """Somebody who has typed the right passphrase."""
    desk = Desk(app)
    assert desk.post("/organise/login", FORM).status == 303
    return desk


def try_code(app, code):
    return at_the_door(app).post("/organise/login/factor", {"code": code}).status


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_the_app_works_half_a_minute_early_or_late(app, clock, codes, steps):
    assert try_code(app, app_code(app, BEN, steps=steps)) == 303


@pytest.mark.parametrize("steps", [-3, -2, 2, 3])
def test_but_no_more_than_that(app, clock, codes, steps):
    assert try_code(app, app_code(app, BEN, steps=steps)) == 422


def test_it_works_once_and_so_does_every_older_one(app, clock, codes):
    older, newer = app_code(app, BEN, steps=-1), app_code(app, BEN)
    assert [try_code(app, code) for code in (newer, newer, older)] == [303, 422, 422]


def test_a_recovery_code_works_once_however_it_is_typed(app, codes):
    typed = codes[0].upper().replace("-", " ")
    assert [try_code(app, code) for code in (typed, codes[0], codes[1])] == [303, 422, 303]


# As Arabic, Persian and Hindi keyboards, wide letters, and apps write "780236".
WRITTEN = {
    "Arabic": lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "Persian": lambda code: code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
    "Devanagari": lambda code: code.translate(str.maketrans("0123456789", "०१२३४५६७८९")),
    "wide": lambda code: code.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"}),
    "hyphen": lambda code: f"{code[:3]}-{code[3:]}",
    "en dash": lambda code: f"{code[:3]}–{code[3:]}",
    "dot": lambda code: f"{code[:3]}.{code[3:]}",
    "spaces": " ".join,
    "no-break space": lambda code: f"{code[:3]}\u00a0{code[3:]}\n",
    "direction": lambda code: f"\u202a{code}\u202c\u200f",
    "Arabic with a hyphen": lambda code: WRITTEN["Arabic"](f"{code[:3]}-{code[3:]}"),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_digits_are_taken_as_they_are_written_at_log_in(app, clock, codes, way):
    assert try_code(app, WRITTEN[way](app_code(app, BEN))) == 303


@pytest.mark.parametrize("way", WRITTEN)
def test_and_when_the_app_is_set_up(app, clock, way):
    desk = at_desk(app, factor=False)
    secret = desk.get("/organise/account/app").value("secret")
    form = {"secret": secret, "code": WRITTEN[way](pyotp.TOTP(secret).now())}
    assert desk.post("/organise/account/app", form).status == 200
    assert stored_organiser(app, BEN).totp_secret


def test_recovery_codes_in_other_digits_and_dashes(app, codes):
    typed = WRITTEN["Arabic"](codes[0].replace("-", "—"))
    assert try_code(app, typed) == 303
    wide = "".join(chr(ord(c) + 0xFEE0) if c != "-" else "－" for c in codes[1].upper())
    assert try_code(app, wide) == 303


def test_there_are_ten_of_them_and_none_is_readable_in_the_database(app, codes):
    assert len(set(codes)) == 10
    everything = repr(stored(app))
    assert not [code for code in codes if code in everything]


def test_five_wrong_codes_are_the_end_for_ten_minutes(app, clock, codes):
    assert [try_code(app, "000000") for _ in range(5)] == [422] * 5
    assert try_code(app, codes[0]) == 429
    clock.shift(601)
    assert try_code(app, codes[0]) == 303


def test_waiting_for_the_code_ends_after_ten_minutes(app, clock, codes):
    desk = at_the_door(app)
    clock.shift(601)
    page = desk.post("/organise/login/factor", {"code": codes[0]})
    assert page.headers["Location"] == "/organise/login"


def test_the_cookie_from_before_the_factor_opens_nothing(app, codes):
    desk = at_the_door(app)
    before = desk.client.get_cookie("petitions", domain="127.0.0.1").value
    desk.post("/organise/login/factor", {"code": codes[0]})
    after = desk.client.get_cookie("petitions", domain="127.0.0.1").value
    assert before != after
    thief = Desk(app)
    thief.client.set_cookie("petitions", before, domain="127.0.0.1")
    assert thief.get("/organise/").status == 302


def test_an_app_is_set_up_with_the_digits_it_shows(app, clock):
    desk = at_desk(app, factor=False)
    page = desk.get("/organise/account/app")
    secret = page.value("secret")
    wrong = desk.post("/organise/account/app", {"secret": secret, "code": "000000"})
    assert (wrong.status, wrong.value("secret")) == (422, secret)
    code = pyotp.TOTP(secret).now()
    page = desk.post("/organise/account/app", {"secret": secret, "code": f"{code[:3]} {code[3:]}"})
    assert len(page.all("#codes li")) == 10
    assert secret.encode() not in stored_organiser(app, BEN).totp_secret


def test_a_secret_of_ones_own_is_not_taken(app):
    desk = at_desk(app, factor=False)
    assert desk.post("/organise/account/app", {"secret": "A", "code": "1"}).status == 400


def test_new_recovery_codes_replace_the_old(app, codes):
    desk = at_the_door(app)
    desk.post("/organise/login/factor", {"code": codes[0]})
    page = desk.post("/organise/account/recovery")
    new = [item.to_text().strip() for item in page.all("#codes li")]
    assert (try_code(app, codes[1]), try_code(app, new[0])) == (422, 303)


def test_changes_need_a_proof_from_the_last_ten_minutes(app, clock):
    desk = at_desk(app)
    clock.shift(601)
    for path in ("/app/remove", "/recovery", "/passkeys", "/app"):
        page = desk.post(f"/organise/account{path}")
        assert (page.status, page.text("h1")) == (403, "Is it still you?"), path
    page = desk.get("/organise/account/app")
    assert page.headers["Location"].startswith("/organise/account/again")
    assert desk.post("/organise/account/again", {"code": "000000"}).status == 422
    assert desk.post("/organise/account/again", {"code": desk.codes[0]}).status == 303
    assert desk.post("/organise/account/app/remove").status == 303
    assert stored_organiser(app, BEN).totp_secret is None
