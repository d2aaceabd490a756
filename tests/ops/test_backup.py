"""A backup is made while people sign, and a restored site goes on where it ended."""

import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest
from sqlalchemy import func, select, text

from petitions.accounts.models import VIEWER
from petitions.accounts.operations import invite
from petitions.campaigns.models import Campaign
from petitions.db import db, schema, transaction
from petitions.signing.models import CONFIRMED, Signature
from petitions.signing.operations import sign
from tests.conftest import both_databases, make_settings
from tests.factories import ADA, BEN, a_campaign, stored
from tests.mails import Mailbox, link
from tests.ops.places import checks, run
from tests.organisers import PASSPHRASE, Desk, at_desk
from tests.pages import Visitor
from tests.signing.steps import confirmed, count_of

pytestmark = pytest.mark.slow

NAME = "Wilhelmina Quartermain"


@both_databases
def test_a_restored_site_has_all_that_was_there(site, empty, file):
    assert run(site, "backup", file)[0] == 0
    code, said = run(empty, "restore", file)
    assert code == 0, said
    assert stored(empty) == stored(site)
    assert checks(empty) == [0, 0]
    for line in ("campaign: 1", "signature: 2", "every number is right", "the audit log is whole"):
        assert line in said.splitlines()


@both_databases
def test_nobody_who_was_shut_out_since_comes_back(site, empty, file):
    desk = at_desk(site)
    with site.app_context():
        token = invite("cleo@example.org", VIEWER, actor=BEN)
    run(site, "backup", file)
    assert "Organisers log in anew" in run(empty, "restore", file)[1]
    cookie = desk.client.get_cookie("petitions", domain="127.0.0.1").value
    there = Desk(empty)
    there.client.set_cookie("petitions", cookie, domain="127.0.0.1")
    assert there.get("/organise/").status == 302
    assert there.get(f"/organise/join/{token}").status == 404
    assert desk.get("/organise/").status == 200
    assert there.post("/organise/login", {"email": BEN, "password": PASSPHRASE}).status == 303


@both_databases
def test_signing_goes_on_there(site, empty, file, tmp_path):
    run(site, "backup", file)
    run(empty, "restore", file)
    visitor = Visitor(empty)
    mailbox = Mailbox(empty, make_settings(tmp_path / "empty", ""))
    confirmed(visitor, mailbox, "free-the-nurse", email="cleo@example.org")
    assert count_of(visitor, "free-the-nurse") == 2
    assert checks(empty) == [0, 0]


@both_databases
def test_links_of_mails_that_were_sent_work_there(app, visitor, mailbox, empty, file):
    mail = confirmed(visitor, mailbox, a_campaign(app), name=NAME)
    run(app, "backup", file)
    run(empty, "restore", file)
    assert Visitor(empty).post(link(mail, "withdraw")).status == 303
    assert NAME not in repr(stored(empty))


@both_databases
def test_it_is_of_one_moment_while_people_sign(site, empty, file):
    done, signed = Event(), []

    def go_on():
        with site.app_context():
            while not done.is_set():
                email = f"ada{len(signed)}@example.org"
                sign("free-the-nurse", replace(ADA, email=email), bytes(32))
                signed.append(email)

    with ThreadPoolExecutor(1) as pool:
        signing = pool.submit(go_on)
        codes = set()
        for number in range(20):
            before = len(signed)
            codes.add(run(site, "backup", f"{file}{number}")[0])
            if len(signed) > before + 1:  # one of them began and ended meanwhile
                break
        done.set()
        signing.result()
    assert len(signed) > before + 1
    assert codes == {0}
    assert run(empty, "restore", f"{file}{number}")[0] == 0
    rows = stored(empty)
    assert len(rows["signature"]) == len(rows["mail"])  # both are of one transaction


@both_databases
def test_only_its_owner_may_read_it_and_nothing_lies_beside_it(site, file, tmp_path):
    before = set(tmp_path.iterdir())
    _, said = run(site, "backup", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    left = {path for path in tmp_path.iterdir() if not path.name.startswith("petitions.sqlite")}
    assert left - before == {file}
    assert f"{file}: {file.stat().st_size:,} bytes in 0." in said
    assert "secret key" in said


@both_databases
def test_a_file_that_is_there_is_left_alone(site, file):
    file.write_text("other")
    assert run(site, "backup", file) == (2, f"{file} is there already: give another name\n")
    assert file.read_text() == "other"


@both_databases
def test_a_folder_that_is_not_there_is_told(site, tmp_path):
    code, said = run(site, "backup", tmp_path / "none" / "file")
    assert (code, said) == (2, f"{tmp_path / 'none' / 'file'}: No such file or directory\n")


@both_databases
def test_one_of_an_older_version_is_brought_up_to_date(site, empty, file, next_version):
    assert run(site, "backup", file)[0] == 0
    next_version()
    assert run(empty, "restore", file)[0] == 0
    with empty.app_context():
        assert schema.current_migration() == "9000"
    assert Visitor(empty).get("/readyz").status == 200
    assert count_of(Visitor(empty), "free-the-nurse") == 1


@both_databases
def test_another_secret_key_is_told(site, empty, file):
    run(site, "backup", file)
    empty.extensions["petitions.settings"] = replace(
        empty.extensions["petitions.settings"], secret_key="another key: 0123456789abcdef" * 2
    )
    code, said = run(empty, "restore", file)
    assert code == 1
    assert "The backup was made with another secret key." in said


@both_databases
def test_a_number_that_is_wrong_is_told(site, empty, file):
    with site.app_context(), transaction() as session:
        session.execute(text("UPDATE signature SET state = 'confirmed'"))
    run(site, "backup", file)
    code, said = run(empty, "restore", file)
    assert code == 1
    assert "campaign/1/signatures: shown 1, counted 2" in said


def test_logs_of_a_database_that_is_gone_are_not_played_into_the_restored_one(site, empty, file):
    run(site, "backup", file)
    with empty.app_context():
        path = db.engine.url.database
    with site.app_context():  # its log holds what the backup lacks
        signs = select(func.count()).select_from(Signature).where(Signature.state == CONFIRMED)
        with transaction() as session:
            session.execute(text("UPDATE campaign SET title = 'Another'"))
        source = db.engine.url.database
        shutil.copy(f"{source}-wal", f"{path}-wal")
        shutil.copy(f"{source}-shm", f"{path}-shm")
    assert run(empty, "restore", file)[0] == 0
    with empty.app_context():
        assert db.session.scalars(select(Campaign.title)).one() == "Free the nurse"
        assert db.session.scalars(signs).one() == 1
