"""What a mail says comes out of it again, whatever it says, by the rules of any mail program."""

import random
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32, default

import pytest

from petitions.mail.composing import MAIL_POLICY, build_message
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
WORDS = {
    "ar": "أطلقوا سراح الممرضة ليلى حسن والسائق الحرية العدالة للجميع الآن",
    "de": "Freiheit für Zoë größte Übergröße Straße und Maß jetzt",
    "en": "Free the nurse – “Leyla” now! and, the: driver; (today) a=b =?x?=",
    "fr": "Libérez l’infirmière Leïla à côté où être été forêt naïve",
    "he": "שחררו את האחות לילה חסן והנהג עכשיו צדק לכולם",
    "hi": "नर्स लैला हसन को रिहा करो न्याय सबके लिए अभी ज़रूरी",
    "ja": "看護師 を 釈放 せよ 自由 正義",
    "my": "သူနာပြု ကို လွှတ်ပေးပါ ယခု",
    "ru": "Освободите медсестру Лейлу Хасан и водителя немедленно свобода",
    "zh": "释放 护士 莱拉 哈桑 和 司机 自由",
}
CODINGS = {
    "plain": "7bit",
    "x" * 79: "quoted-printable",
    "Zoë is in prison, and she needs a doctor herself.": "quoted-printable",
    "свобода " * 40: "base64",
}


def built(text="text", html="<p>html</p>", subject="subject", **changes):
    given = {"sender": "Us <us@example.org>", "to": "ada@example.org", "headers": HEADERS} | changes
    return build_message(subject=subject, text=text, html=html, **given)


def parsed(*args, **changes):
    message = built(*args, **changes)
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
    assert lines(mail, "plain") == (text or "\n").splitlines()
    assert lines(mail, "html") == f"<p>{text}</p>".splitlines()


@pytest.mark.parametrize("text", CODINGS)
def test_a_text_has_the_coding_that_is_read_best_or_is_shortest(text):
    assert parsed(text).get_body(("plain",))["Content-Transfer-Encoding"] == CODINGS[text]


CODED_ALREADY = ["Say =?utf-8?q?x?= now", "Für =?utf-8?b?eA==?= Zoë", "=?x?="]
SUBJECTS = ["Free the nurse", "Freiheit für Zoë", "Свобода " * 20, "自由", *CODED_ALREADY]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_comes_out_as_it_went_in(subject):
    mail = parsed(subject=subject.strip())
    assert mail["Subject"] == subject.strip()


def shuffled(language, number):
    """Give titles of up to 25 words of a language, the same each time."""
    chance = random.Random(language)
    words = WORDS[language].split()
    return [" ".join(chance.choices(words, k=chance.randint(1, 25))) for _ in range(number)]


def read_back(content, name):
    """Give a header as mail programs read it: no space between coded words counts."""
    header = message_from_bytes(content, policy=compat32)[name]
    return str(make_header(decode_header(header.replace("\r\n", ""))))


@pytest.mark.slow
@pytest.mark.parametrize("language", WORDS)
def test_no_title_of_500_loses_a_space(language):
    for title in shuffled(language, 500):
        # As it goes into each mail; a whole mail takes twenty times as long.
        content = MAIL_POLICY.fold("Subject", title).encode() + b"\r\n"
        assert message_from_bytes(content, policy=default)["Subject"] == title
        assert read_back(content, "Subject") == title
        assert max(map(len, content.splitlines())) <= 76  # RFC 2047, 2
        assert max(map(len, content.split())) <= 75


@pytest.mark.parametrize("language", WORDS)
def test_no_title_loses_a_space_in_a_whole_mail(language):
    for title in shuffled(language, 20):
        content = built(subject=title).content
        assert message_from_bytes(content, policy=default)["Subject"] == title
        assert read_back(content, "Subject") == title


@pytest.mark.parametrize("language", WORDS)
def test_no_name_of_a_sender_loses_a_space(language):
    for title in shuffled(language, 20):
        name = "".join(char for char in title if char not in ',;:()"')
        content = built(sender=f"{name} <us@example.org>").content
        assert read_back(content, "From") == f"{name} <us@example.org>"
        assert max(map(len, content.partition(b"\r\nTo:")[0].splitlines())) <= 76


@pytest.mark.parametrize("language", WORDS)
def test_no_draft_of_an_appeal_loses_a_space(language):
    for title in shuffled(language, 20):
        draft = EmailMessage(policy=MAIL_POLICY)
        draft["To"] = "minister@example.org"
        draft["Subject"] = title
        draft.set_content(title)
        content = draft.as_bytes()
        assert message_from_bytes(content, policy=default)["Subject"] == title


def test_several_receivers_are_one_header():
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["To"] = 'Zoë <zoe@example.org>, ada@example.org, "Hasan, Leyla" <leyla@example.org>'
    read = message_from_bytes(mail.as_bytes(), policy=default)["To"].addresses
    assert [(one.display_name, one.addr_spec) for one in read] == [
        ("Zoë", "zoe@example.org"),
        ("", "ada@example.org"),
        ("Hasan, Leyla", "leyla@example.org"),
    ]


def test_sender_and_receiver_stand_in_head_and_envelope():
    mail = parsed(sender="Für Zoë <us@example.org>")
    assert (mail["From"], mail["To"]) == ("Für Zoë <us@example.org>", "ada@example.org")
    message = built(sender="Für Zoë <us@example.org>")
    assert (message.sender, message.to) == ("us@example.org", "ada@example.org")


def test_a_long_address_in_a_header_stays_on_one_line():
    message = built(headers=HEADERS | {"List-Unsubscribe": LINK})
    assert f"\r\nList-Unsubscribe: {LINK}\r\n".encode() in message.content


@pytest.mark.parametrize("value", ["a\nBcc: cleo@example.org", "a\r", "\n"])
def test_a_line_break_in_a_header_is_refused(value):
    with pytest.raises(ValueError, match=r"CR or LF|carriage return"):
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
