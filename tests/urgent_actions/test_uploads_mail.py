"""A mail is read with what is attached to it; the part that is the case is found in it."""

from email.message import EmailMessage

import pytest

from petitions.urgent_actions.parse import parse
from petitions.urgent_actions.uploads import text_of
from tests.urgent_actions.test_mail_around import ACTION, ALONE, ANNA, NOTE, SAID, SIGNATURE
from tests.urgent_actions.uploading import mail_of, odt_with, pdf, web_page, why, word_with

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("in_this_process")]

LINES = ACTION.splitlines()
PAGE = web_page("".join(f"<p>{line}</p>" if line else "<br>" for line in LINES))
WORD = word_with("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in LINES))
ODT = odt_with("".join(f"<text:p>{line}</text:p>" for line in LINES))


def forwarded_as_a_mail():
    message = mail_of(NOTE)
    message.add_attachment(mail_of(ACTION))
    return message


def with_two_bodies():
    message = mail_of(f"{NOTE}\n{ACTION}")
    message.add_alternative("<p>Only a picture", subtype="html")
    return message


@pytest.mark.parametrize(
    "message",
    [
        mail_of(f"{ACTION}{SIGNATURE}"),
        mail_of(PAGE.decode(), kind="html"),
        with_two_bodies(),
        forwarded_as_a_mail(),
        mail_of(NOTE, (WORD, "ua.docx")),
        mail_of(NOTE, (ODT, "ua.odt")),
        mail_of(NOTE, (ACTION.encode(), "ua.txt"), (ANNA.encode(), "anna.vcf")),
        mail_of(NOTE, (mail_of(ACTION).as_bytes(), "fwd.eml"), (b"\x89PNG\r\n", "logo.png")),
        mail_of("", (PAGE, "ua.html")),
    ],
    ids=["plain", "html", "two bodies", "mail", "word", "odt", "text", "eml", "no words"],
)
def test_the_case_is_found_wherever_it_stands_in_a_mail(message):
    action = parse(text_of(message.as_bytes()))
    assert {name: getattr(action, name) for name in SAID} == {
        name: getattr(ALONE, name) for name in SAID
    }
    assert "anna@group.example" in action.text


def test_what_is_not_read_is_named():
    message = mail_of(
        NOTE, (pdf("Write."), "ua.pdf"), (b"\x89PNG\r\n", "a.png"), (b"{\\rtf", "b.rtf")
    )
    text = text_of(message.as_bytes())
    assert "----- Attachment: ua.pdf -----\n\nWrite." in text
    assert "Attachment: a.png (not read)" in text
    assert "Attachment: b.rtf (not read)" in text


def test_the_words_of_a_signed_mail_are_read_once():
    signed = EmailMessage()
    signed["Content-Type"] = "multipart/signed"
    signed.attach(mail_of("Write now.", (b"Dear Minister", "letter.txt")))
    signed.attach(mail_of("-----BEGIN PGP SIGNATURE-----"))
    text = text_of(b"MIME-Version: 1.0\n" + signed.as_bytes())
    assert (text.count("Write now."), text.count("Dear Minister")) == (1, 1)


@pytest.mark.parametrize(
    ("charset", "coding", "words"),
    [("iso-8859-2", "iso8859-2", "Łukasz"), ("koi8-r", "koi8-r", "Министр"),
     ("no-such-thing", "cp1252", "Müller"), ("shift_jis", "shift_jis", "大臣")],
)  # fmt: skip
def test_letters_are_those_of_the_coding_that_a_mail_declares(charset, coding, words):
    head = f"From: a@b.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset={charset}\n\n"
    assert words in text_of(head.encode() + words.encode(coding))


def test_a_mail_is_one_by_its_name_or_by_its_head():
    assert text_of(b"Subject: x\n\nWrite now.", "action.eml").endswith("Write now.")
    assert "Subject: x" in text_of(b"Subject: x\n\nWrite now.", "action.txt")
    received = "Received: from somewhere\n\tby elsewhere\n" * 400
    head = f"From a@b.example Wed\n{received}MIME-Version: 1.0\n\nCaf=C3=A9".encode()
    assert "Received" not in text_of(head)


def test_a_mail_without_words_or_with_locked_ones_is_refused():
    assert why(mail_of("").as_bytes()) == "no-text"
    locked = b"MIME-Version: 1.0\nContent-Type: application/pkcs7-mime\n\nMIIB"
    assert why(locked) == "protected"
