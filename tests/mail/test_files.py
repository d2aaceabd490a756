"""Without a mail server each mail becomes a file, whole or not at all."""

from pathlib import Path

import pytest

from petitions.mail.transports import Message, transport
from tests.conftest import make_settings
from tests.factories import a_campaign, sign_form
from tests.mail.outbox import only_row, queue, rows, work
from tests.mails import body, read_mail


@pytest.fixture
def settings(tmp_path, database):
    return make_settings(tmp_path, database, mail_url=f"file:{tmp_path / 'deep' / 'mail'}")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "deep" / "mail"


def test_each_mail_is_a_file_named_after_its_message_id(app, folder):
    queue(app, 2)
    assert work(app) == 2
    names = {f"{row.message_id.strip('<>')}.eml" for row in rows(app)}
    assert {path.name for path in folder.iterdir()} == names


def test_a_file_is_a_mail_that_any_mail_program_reads(app, folder):
    queue(app)
    work(app)
    mail = read_mail(next(folder.iterdir()))
    assert mail["To"] == "ada1@example.org"
    assert "/confirm/" in body(mail)
    assert "/confirm/" in body(mail, "html")


def test_only_the_owner_reads_the_folder(app, folder):
    queue(app)
    work(app)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_where_the_folder_cannot_be_made_mails_wait(app, folder, clock):
    folder.parent.write_text("a file where the folder should be")
    queue(app)
    assert work(app) == 0
    assert (only_row(app).state, only_row(app).tries) == ("waiting", 0)
    folder.parent.unlink()
    clock.shift(60)
    assert work(app) == 1


def test_where_a_file_cannot_be_put_in_place_there_is_none(app, folder, log):
    queue(app)
    (folder / f"{only_row(app).message_id.strip('<>')}.eml").mkdir(parents=True)
    work(app)
    assert (only_row(app).state, only_row(app).last_error) == ("waiting", "IsADirectoryError")
    assert not [path for path in folder.iterdir() if path.is_file() and path.suffix == ".eml"]


def test_the_same_mail_again_replaces_its_file(app, folder):
    queue(app)
    work(app)
    file = next(folder.iterdir())
    again = Message(only_row(app).message_id, "", "", b"again")
    with transport(f"file:{folder}") as open_folder:
        open_folder.send(again)
    assert list(folder.iterdir()) == [file]
    assert file.read_bytes() == b"again"


def test_a_relative_folder_stands_in_the_checkout():
    assert transport("file:instance/mail").folder == Path(__file__).parents[2] / "instance" / "mail"


def test_an_address_beyond_ascii_stands_in_the_file_as_it_is(app, visitor, mailbox):
    slug = a_campaign(app)
    visitor.post(f"/c/{slug}/sign", sign_form(email="jörg@bücher.example"))
    mailbox.receive()
    (path,) = mailbox.folder.glob("*.eml")
    assert "To: jörg@bücher.example\r\n".encode() in path.read_bytes()
