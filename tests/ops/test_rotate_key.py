"""A secret key is changed while the site is stopped: what it sealed goes on under the new one."""

from dataclasses import replace

import pytest

from petitions import config
from petitions.accounts.audit import first_fault
from petitions.config import from_environment
from petitions.db import db
from petitions.ops import key_rotation
from petitions.ops.server import prepare
from petitions.web.limits import address_digest
from tests.accounts.people import app_code
from tests.conftest import both_databases
from tests.factories import ADA, BEN, a_campaign, stored
from tests.mails import link
from tests.ops.places import checks, run
from tests.organisers import PASSPHRASE, Desk, at_desk
from tests.signing.steps import confirmed, count_of, sign, signed

NEW = "another key of many different characters: 9876543210"
FORM = {"email": BEN, "password": PASSPHRASE}


@pytest.fixture(autouse=True)
def no_key_in_the_environment(monkeypatch):
    monkeypatch.delenv("PETITIONS_SECRET_KEY", raising=False)


@pytest.fixture
def slug(app):
    return a_campaign(app)


def rotated(app):
    code, said = run(app, "rotate-key", "--yes")
    assert code == 0, said
    return said


def keys(app):
    now = app.extensions["petitions.settings"]
    return list(now.secret_keys)


def with_keys(app, key, *fallbacks):
    """Let the application start anew with these keys."""
    before = app.extensions["petitions.settings"]
    config.init_app(app, replace(before, secret_key=key, secret_key_fallbacks=fallbacks))


@both_databases
def test_who_signed_is_recognised_and_the_log_is_whole(app, visitor, mailbox, slug):
    confirmed(visitor, mailbox, slug)
    signed(visitor, mailbox, slug, email="cleo@example.org")
    (before, *_), old_rows = keys(app), stored(app)["signature"]
    assert "2 signatures are recognised" in rotated(app)
    assert keys(app)[0] != before == keys(app)[1]
    assert not {row[3] for row in old_rows} & {row[3] for row in stored(app)["signature"]}
    again = signed(visitor, mailbox, slug)
    assert again["Subject"] == "You have signed already: Free the nurse"
    assert count_of(visitor, slug) == 1
    assert checks(app) == [0, 0]


@both_databases
def test_links_in_mails_go_on(app, visitor, mailbox, slug):
    mail = signed(visitor, mailbox, slug)
    rotated(app)
    assert visitor.post(link(mail, "confirm")).status == 303
    assert visitor.post(link(mail, "withdraw")).status == 303
    assert count_of(visitor, slug) == 0


@both_databases
def test_a_mailbox_still_gets_three_mails_a_day(app, visitor, mailbox, slug, clock):
    for n in range(3):
        sign(visitor, slug, name=f"Ada {n}")
        clock.shift(61)
        assert len(mailbox.receive()) == 1
    sign(visitor, slug, name="Ada 4")
    sign(visitor, slug, email="withdrawn@example.org")
    rotated(app)
    assert len(mailbox.receive()) == 1  # to the other
    digests = [row[0] for row in stored(app)["mail_recipient"]]
    with app.app_context():
        assert address_digest(ADA.email) in digests


def test_nobody_remembers_a_mailbox_whose_address_is_erased(app, visitor, mailbox, slug):
    visitor.post(link(confirmed(visitor, mailbox, slug), "withdraw"))
    assert stored(app)["mail_recipient"]
    rotated(app)
    assert stored(app)["mail_recipient"] == []


def test_apps_recovery_codes_sessions_and_open_forms_go_on(app, clock):
    ben = at_desk(app)
    token = ben.token()
    rotated(app)
    assert ben.token() != token
    form = {"csrf_token": token, "to": "off"}
    assert ben.post("/organise/switches/signing", form).status == 303
    form["csrf_token"] = "0" * len(token)
    assert ben.post("/organise/switches/signing", form).status == 403
    clock.shift(60)
    for code in (app_code(app, BEN), ben.codes[0]):
        desk = Desk(app)
        desk.post("/organise/login", FORM)
        assert desk.post("/organise/login/factor", {"code": code}).status == 303


def test_without_the_former_key_the_codes_of_before_open_nothing(app, clock):
    ben = at_desk(app)
    rotated(app)
    with_keys(app, keys(app)[0])
    desk = Desk(app)
    desk.post("/organise/login", FORM)
    assert desk.post("/organise/login/factor", {"code": ben.codes[0]}).status == 422


def test_the_log_says_that_the_key_was_changed_and_not_to_what(app, slug):
    rotated(app)
    entry = stored(app)["audit_entry"][-1]
    assert entry[2:6] == ("command line", "changed", "secret key", {})
    assert not [key for key in keys(app) if key in repr(stored(app))]


def test_the_file_has_the_new_key_first_and_is_read_back(app, slug, tmp_path, monkeypatch):
    rotated(app)
    rotated(app)
    file = tmp_path / "secret_key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text().splitlines() == keys(app)
    assert len(set(keys(app))) == 3
    monkeypatch.setattr(config, "ROOT", tmp_path)
    file.rename((tmp_path / "instance").mkdir() or tmp_path / "instance" / "secret_key")
    found = from_environment({})
    assert list(found.secret_keys) == keys(app)
    given = {"PETITIONS_SECRET_KEY_FALLBACKS": keys(app)[2]}
    assert set(from_environment(given).secret_keys) == set(keys(app))


def test_a_key_of_the_environment_is_changed_there(app, slug, monkeypatch):
    old = keys(app)[0]
    monkeypatch.setenv("PETITIONS_SECRET_KEY", old)
    code, said = run(app, "rotate-key", "--yes")
    assert code == 2
    assert "PETITIONS_SECRET_KEY_FALLBACKS" in said
    given = {"PETITIONS_SECRET_KEY": NEW, "PETITIONS_SECRET_KEY_FALLBACKS": f"{old}\n"}
    read = from_environment(given)
    with_keys(app, *read.secret_keys)
    rotated(app)
    assert keys(app) == [NEW, old]
    assert checks(app) == [0, 0]


def test_what_was_broken_off_is_done_again_with_the_same_key(app, slug, monkeypatch):
    old = keys(app)[0]

    def break_off():
        raise KeyboardInterrupt

    monkeypatch.setattr(key_rotation, "reseal_log", break_off)
    app.test_cli_runner().invoke(args=["rotate-key", "--yes"])
    new, former = keys(app)
    assert former == old
    with app.app_context():
        assert first_fault(old) is None
    monkeypatch.undo()
    rotated(app)
    assert keys(app) == [new, old]
    assert checks(app) == [0, 0]


def test_a_site_with_a_new_key_does_not_start_before_that(app, slug):
    with_keys(app, NEW, keys(app)[0])
    with app.app_context(), pytest.raises(config.SettingsError, match="rotate-key"):
        prepare()
    rotated(app)
    with app.app_context():
        prepare()


def test_a_log_with_a_fault_is_not_sealed_anew(app, slug):
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_entry SET actor = 'cleo' WHERE number = 1")
    before = stored(app)
    code, said = run(app, "rotate-key", "--yes")
    assert (code, keys(app)[1:]) == (2, [])
    assert "entry 1 is not as it was written" in said
    assert stored(app) == before


def test_another_key_is_told(app, slug):
    with_keys(app, NEW)
    code, said = run(app, "rotate-key", "--yes")
    assert code == 2
    assert "none of the keys" in said


def test_it_asks_whether_the_site_is_stopped(app, slug):
    before = stored(app)
    answer = app.test_cli_runner().invoke(args=["rotate-key"], input="n\n")
    assert answer.exit_code == 1
    assert stored(app) == before
