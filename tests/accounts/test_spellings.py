"""One passphrase and one mailbox, however keyboards, systems and browsers encode them."""

import unicodedata

import pytest

from petitions.accounts import factors
from petitions.accounts.factors import hashed, is_right
from petitions.accounts.models import ADMIN, EDITOR, VIEWER, Organiser
from petitions.accounts.operations import invite
from petitions.db import transaction
from tests.factories import BEN, stored
from tests.organisers import PASSPHRASE, Desk, an_organiser, at_desk, quick_hasher

UMLAUT = "ben@müller.example"
SPELLINGS = [
    UMLAUT,
    "ben@xn--mller-kva.example",
    "Ben@MÜLLER.example",
    " ben@mu\u0308ller.example",
    "<ben@müller.example>,",
    "mailto:ben@müller.example",
    "\u202aben@müller.example\u200b",
]
NEW = {"password": PASSPHRASE, "again": PASSPHRASE}
WORDS = [
    "sieben grüne Flaschen fallen",
    "bảy chai xanh đang rơi xuống",
    "초록색 병 일곱 개가 떨어진다",
    "sept bouteilles\u00a0vertes tombées",
    "хорошие ёлки йодом пахнут",
]
FORMS = ["NFC", "NFD", "typed"]


def in_form(text, form):
    return text if form == "typed" else unicodedata.normalize(form, text)


def log_in(app, email, passphrase):
    return Desk(app).post("/organise/login", {"email": email, "password": passphrase}).status


@pytest.mark.parametrize("words", WORDS)
def test_a_passphrase_is_the_same_in_every_form(app, words):
    with app.app_context():
        token = invite(BEN, EDITOR, actor="command line")
    mac = unicodedata.normalize("NFD", words)
    page = Desk(app).post(f"/organise/join/{token}", {"password": mac, "again": words})
    assert page.status == 303
    found = [log_in(app, BEN, in_form(words, form)) for form in (*FORMS, "NFD")]
    assert found == [303, 303, 303, 303]
    assert log_in(app, BEN, f"{words}!") == 422


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("form", FORMS)
def test_hashes_that_were_made_of_another_form_still_work(words, form):
    typed = in_form(words, form)
    assert is_right(typed, quick_hasher().hash(typed))
    if "\u00a0" not in words:
        assert all(is_right(in_form(words, other), quick_hasher().hash(typed)) for other in FORMS)


def test_the_passphrase_is_changed_and_proved_in_any_form(app, clock):
    desk = at_desk(app, EDITOR, factor=False)
    mac, words = (in_form(WORDS[0], form) for form in ("NFD", "NFC"))
    form = {"old": PASSPHRASE, "password": mac, "again": words}
    assert desk.post("/organise/account/passphrase", form).status == 303
    clock.shift(601)
    for typed in (mac, words):
        assert desk.post("/organise/account/again", {"password": typed}).status == 303


def test_the_length_counts_what_is_hashed(app):
    with app.app_context():
        token = invite(BEN, EDITOR, actor="command line")
    words = (WORDS[2] * 20)[:200]
    mac = unicodedata.normalize("NFD", words)
    assert len(mac) > 200
    form = {"password": mac, "again": mac}
    assert Desk(app).post(f"/organise/join/{token}", form).status == 303
    assert [log_in(app, BEN, typed) for typed in (words, mac)] == [303, 303]


def test_what_is_far_too_long_is_not_normalised(app, monkeypatch):
    an_organiser(app)
    desk = at_desk(app, VIEWER, "cleo@example.org", factor=False)
    long = "a" + "\u0316\u0301" * 5_000
    monkeypatch.setattr(factors, "unicodedata", None)
    assert log_in(app, BEN, long) == 422
    assert desk.post("/organise/account/again", {"password": long}).status == 422


def test_a_passphrase_is_hashed_in_one_form():
    kept = hashed(unicodedata.normalize("NFD", WORDS[0]))
    assert quick_hasher().verify(kept, WORDS[0])


@pytest.mark.parametrize("invited", [*SPELLINGS[:2], SPELLINGS[-1]])
def test_an_organiser_logs_in_with_any_spelling(app, invited):
    page = at_desk(app).post("/organise/organisers", {"email": invited, "role": EDITOR})
    link = page.text("#link").removeprefix("http://127.0.0.1:8000")
    assert Desk(app).post(link, NEW).status == 303
    assert [log_in(app, typed, PASSPHRASE) for typed in SPELLINGS] == [303] * len(SPELLINGS)


@pytest.mark.parametrize("kept", ["ben@xn--mller-kva.example", UMLAUT, "b.en+desk@googlemail.com"])
def test_so_does_one_who_joined_with_another(app, kept):
    an_organiser(app, EDITOR, kept)
    typed = SPELLINGS if "ller" in kept else ["ben@gmail.com", kept.upper()]
    assert [log_in(app, one, PASSPHRASE) for one in typed] == [303] * len(typed)


def test_all_spellings_share_one_invitation(app):
    desk = at_desk(app, email="cleo@example.org")
    for spelling in SPELLINGS:
        desk.post("/organise/organisers", {"email": spelling, "role": EDITOR})
    assert [row[1] for row in stored(app)["invitation"]] == [UMLAUT]


@pytest.mark.parametrize("spelling", SPELLINGS[:3])
def test_the_first_admins_link_takes_no_known_mailbox(app, spelling):
    an_organiser(app, EDITOR, "ben@xn--mller-kva.example")
    with app.app_context():
        token = invite("", ADMIN, actor="first start")
    page = Desk(app).post(f"/organise/join/{token}", NEW | {"email": spelling})
    assert "There is an account" in page.text()


@pytest.mark.parametrize("typed", [SPELLINGS[1], SPELLINGS[4]])
def test_the_command_invites_the_one_who_is_there(app, typed):
    an_organiser(app, EDITOR, UMLAUT)
    run = app.test_cli_runner().invoke
    link = run(args=["add-organiser", typed, "--role", "admin"]).output
    assert Desk(app).post(f"/organise/{link.partition('/organise/')[2].strip()}", NEW).status == 303
    assert [row[1:3] for row in stored(app)["organiser"]] == [(UMLAUT, "admin")]


def test_two_who_joined_before_as_two_stay_two(app):
    for email in ("ben@gmail.com", "ben+desk@gmail.com"):
        an_organiser(app, EDITOR, email)
    with app.app_context(), transaction() as session:
        other = session.query(Organiser).filter_by(email="ben+desk@gmail.com").one()
        other.passphrase_hash = quick_hasher().hash("seven green bottles falling")
    assert log_in(app, "ben+desk@gmail.com", "seven green bottles falling") == 303
    assert log_in(app, "ben@gmail.com", PASSPHRASE) == 303
