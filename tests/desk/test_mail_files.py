"""Without a mail server, an admin reads the mails in the browser, and presses their links."""

from datetime import timedelta

import pytest

from tests.conftest import NOON
from tests.factories import a_campaign
from tests.organisers import at_desk
from tests.signing.steps import count_of, sign, signed

FILES = "/organise/mail/files"


def names(desk):
    return [link.attrs["href"] for link in desk.get(FILES).all("tbody a")]


def test_the_whole_journey_in_the_browser(app, visitor, mailbox):
    desk, slug = at_desk(app), a_campaign(app)
    assert "Mail goes to files" in desk.get("/organise/mail").text()
    assert "There is no mail here" in desk.get(FILES).text()
    sign(visitor, slug)
    mailbox.receive()
    (path,) = names(desk)
    page = desk.get(path)
    assert page.text("h1") == "Please confirm: Free the nurse"
    assert "ada@example.org" in page.text("dl")
    links = [link.attrs["href"] for link in page.all(".mail-text a")]
    confirm = next(link for link in links if "/confirm/" in link)
    assert visitor.post(confirm.removeprefix("http://127.0.0.1:8000")).status == 303
    assert count_of(visitor, slug) == 1


def test_only_addresses_of_this_site_become_links(app, mailbox):
    desk = at_desk(app)
    mailbox.folder.mkdir()
    base = "http://127.0.0.1:8000"
    text = f"{base}/a_b. {base}.evil.example/x {base}@evil.example/ https://evil.example <b>"
    (mailbox.folder / "1.eml").write_text(f"Subject: x\nTo: a@b.c\n\n{text}\n")
    page = desk.get(f"{FILES}/1.eml")
    assert [link.attrs["href"] for link in page.all(".mail-text a")] == [f"{base}/a_b"]
    assert page.text(".mail-text").replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize(
    "name", ["..%2fsecret.eml", ".hidden.eml", "note.txt", "a%00.eml", "..%5cx.eml"]
)
def test_other_files_are_not_found(app, mailbox, name):
    desk = at_desk(app)
    mailbox.folder.mkdir()
    for path in ("../secret.eml", ".hidden.eml", "note.txt"):
        (mailbox.folder / path).write_text("Subject: secret\n\nsecret")
    assert desk.get(f"{FILES}/{name}").status == 404
    assert names(desk) == []


def test_the_folder_above_is_no_file_either(app, mailbox):
    answer = at_desk(app).get(f"{FILES}/%2e%2e")
    assert (answer.status, answer.headers["Location"]) == (302, "/organise/mail/files")


def test_a_link_out_of_the_folder_is_no_mail(app, mailbox, tmp_path):
    desk = at_desk(app)
    mailbox.folder.mkdir()
    (tmp_path / "key").write_text("secret")
    (mailbox.folder / "x.eml").symlink_to(tmp_path / "key")
    assert (names(desk), desk.get(f"{FILES}/x.eml").status) == ([], 404)


def test_what_is_no_mail_is_no_error(app, mailbox):
    desk = at_desk(app)
    mailbox.folder.mkdir()
    (mailbox.folder / "x.eml").write_bytes(b"\xff\0: =?utf-8?q?\nSubject: \xff\r\n\r\n\x80")
    (mailbox.folder / "y.eml").write_bytes(b"Content-Type: text/plain; charset=nonsense\n\n\xff")
    assert desk.get(FILES).status == 200
    assert [desk.get(f"{FILES}/{name}.eml").status for name in "xy"] == [200, 200]


def test_the_newest_stand_first_fifty_a_page(app, visitor, mailbox):
    desk, slug = at_desk(app), a_campaign(app)
    for number in range(51):
        sign(visitor, slug, email=f"ada{number}@example.org")
    mailbox.receive()
    assert len(names(desk)) == 50
    assert len(desk.get(f"{FILES}?page=1").all("tbody tr")) == 1
    for nonsense in ("-1", "x", "9" * 500):
        assert desk.get(f"{FILES}?page={nonsense}").status == 200


def test_editors_may_not_read_them(app, visitor, mailbox):
    desk, slug = at_desk(app, "editor"), a_campaign(app)
    signed(visitor, mailbox, slug)
    assert desk.get(FILES).status == 403
    assert FILES not in desk.get("/organise/mail").html


def test_who_did_nothing_for_half_an_hour_logs_in_again(app, clock):
    desk = at_desk(app)
    assert (NOON[:4], desk.get(FILES).status) == ("2026", 200)
    clock.shift(timedelta(minutes=31))
    assert desk.get(FILES).status == 302
