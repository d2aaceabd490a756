"""What a mail says comes out of it again, whatever it says, by the rules of any mail program."""

from email import message_from_bytes
from email.policy import default

import pytest

from petitions.mail.messages import written
from petitions.mail.rendering import Words
from tests.factories import a_campaign, sign_form
from tests.mail.outbox import work
from tests.mails import body

HEADERS = {"Date": "Sun, 22 Nov 2026 12:00:00 +0000", "Message-ID": "<1@example.org>"}
LINK = "<http://127.0.0.1:8000/unsubscribe/" + "x" * 200 + ">"
TEXTS = (
    "",
    "plain",
    "a line\n\n.\n..\n.dot\nFrom me\n--=_0\n",
    "ends in blanks   \nand a tab\t\n",
    "x" * 78,
    "x" * 79,
    "x" * 5000,
    "a = b =3D =\n" * 9,
    "Zażółć gęślą jaźń",
    "свобода " * 40,
    "الحرية للممرضة\n" * 9,
    "自由を " + "x" * 99,
    "👩‍⚕️" * 50,
)
CODINGS = {
    "plain": "7bit",
    "x" * 79: "quoted-printable",
    "Zoë is in prison, and she needs a doctor herself.": "quoted-printable",
    "свобода " * 40: "base64",
}


def parsed(text="text", html="<p>html</p>", subject="subject", **changes):
    given = {"sender": "Us <us@example.org>", "to": "ada@example.org", "headers": HEADERS} | changes
    message = written(words=Words(subject, text, html), **given)
    assert b"\n" not in message.content.replace(b"\r\n", b"")
    assert max(map(len, message.content.splitlines())) <= 998  # RFC 5322, 2.1.1
    mail = message_from_bytes(message.content, policy=default)
    assert not mail.defects
    assert not [part.defects for part in mail.walk() if part.defects]
    return mail


def lines(mail, kind):
    return body(mail, kind).splitlines()


@pytest.mark.parametrize("text", TEXTS)
def test_both_texts_come_out_as_they_went_in(text):
    mail = parsed(text, f"<p>{text}</p>")
    assert lines(mail, "plain") == text.splitlines()
    assert lines(mail, "html") == f"<p>{text}</p>".splitlines()


@pytest.mark.parametrize("text", CODINGS)
def test_a_text_has_the_coding_that_is_read_best_or_is_shortest(text):
    assert parsed(text).get_body(("plain",))["Content-Transfer-Encoding"] == CODINGS[text]


@pytest.mark.parametrize("subject", ["Free the nurse", "Freiheit für Zoë", "Свобода " * 20, "自由"])
def test_a_subject_comes_out_as_it_went_in(subject):
    mail = parsed(subject=subject.strip())
    assert mail["Subject"] == subject.strip()


def test_sender_and_receiver_stand_in_head_and_envelope():
    mail = parsed(sender="Für Zoë <us@example.org>")
    assert (mail["From"], mail["To"]) == ("Für Zoë <us@example.org>", "ada@example.org")
    message = written("Für Zoë <us@example.org>", "ada@example.org", Words("", "", ""), HEADERS)
    assert (message.sender, message.to) == ("us@example.org", "ada@example.org")


def test_a_long_address_in_a_header_stays_on_one_line():
    message = written(
        "us@example.org",
        "ada@example.org",
        Words("", "", ""),
        HEADERS | {"List-Unsubscribe": LINK},
    )
    assert f"\r\nList-Unsubscribe: {LINK}\r\n".encode() in message.content


@pytest.mark.parametrize("value", ["a\nBcc: cleo@example.org", "a\r", "\n"])
def test_a_line_break_in_a_header_is_refused(value):
    with pytest.raises(ValueError, match="a line break in To"):
        parsed(to=value)


def test_two_mails_have_different_boundaries():
    assert parsed().get_boundary() != parsed().get_boundary()


def test_what_a_campaign_says_arrives_whole(app, visitor, smtp):
    pledge = "I ask for:\n.\n..hidden dots, für Zoë & <others> = " + "all " * 30
    slug = a_campaign(app, pledge=pledge.strip(), title="Für Zoë")
    visitor.post(f"/c/{slug}/sign", sign_form())
    work(app)
    (mail,) = smtp.mails
    assert pledge.strip().splitlines() == lines(mail, "plain")[2:5]
    assert "&lt;others&gt;" in body(mail, "html")
    assert mail["Subject"] == "Please confirm: Für Zoë"


def test_an_address_beyond_ascii_is_written_to(app, visitor, smtp):
    visitor.post(f"/c/{a_campaign(app)}/sign", sign_form(email="jörg@bücher.example"))
    assert work(app) == 1
    (mail,) = smtp.mails
    assert mail["To"] == "jörg@bücher.example"
    assert "/confirm/" in body(mail)
