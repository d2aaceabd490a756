"""A link opens the mail program with the whole letter, and nothing beside it."""

from email import message_from_bytes
from email.policy import default
from urllib.parse import unquote, urlsplit

import pytest

from petitions.appeals.composing import Choices, compose
from petitions.appeals.rendering import email_values, eml_draft
from petitions.campaigns.drafts import LetterDraft
from tests.appeals.campaigns import (
    ARABIC,
    MAIL,
    PAGE,
    RUSSIAN,
    a_reachable_campaign,
    an_appeal,
    by,
)

EMBASSY = "embassy@health.example"
COPIES = [{"name": "Embassy", "email": EMBASSY}, {"name": "Press", "email": ""}]
ODD = ['"a,b"@example.org', "o'brien+x@example.org", "a&b=c?d#e%20@example.org", "jörg@example.org"]
HOSTILE = [
    "&cc=evil@example.org",
    "?bcc=evil@example.org&body=hostile",
    "%0D%0ABcc: evil@example.org",
    "x\r\nBcc: evil@example.org\r\n\r\nhostile",
    "x\nCc: evil@example.org",
    "#&bcc=evil@example.org",
    '1 + 1 = 2; 100 % \\ " <b> ,a@b.c',
    "\u2028Bcc: evil@example.org\x85\x0bTo: evil@example.org",
]
hostile = pytest.mark.parametrize("text", HOSTILE)


def fields_of(query):
    """Take a query apart as RFC 6068 does: a plus is a plus."""
    pairs = [pair.partition("=")[::2] for pair in query.split("&")]
    assert len(dict(pairs)) == len(pairs), "a field stands there twice"
    return {name: unquote(value, errors="strict") for name, value in pairs}


def opened(link):
    """Give what a mail program reads from a link: addresses, and the other fields."""
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc, parts.fragment) == ("mailto", "", "")
    assert link.isascii()
    assert len(link) <= 1_800
    return [unquote(one) for one in parts.path.split(",")], fields_of(parts.query)


def link_of(page):
    (link,) = [a.attrs["href"] for a in page.all("#ready a.button") if "mailto" in a.attrs["href"]]
    return link


def draft_of(response):
    return message_from_bytes(response, policy=default)


def text_of(mail):
    return mail.get_content().replace("\r\n", "\n").removesuffix("\n")


def shown(page):
    return page.one("#text").to_text(separator="", strip=False)


def fitted(app, length):
    """Give an appeal whose link is as long as said, made so by own words."""
    shortest = an_appeal(app, Choices(words="a"))
    words = "a" * (1 + length - len(email_values(shortest)["whole"]))
    return compose(shortest.campaign, shortest.target, Choices(words=words))


def test_the_link_has_the_address_the_subject_and_the_whole_letter(in_app):
    appeal = an_appeal(in_app, Choices(name="Ada", words="Two\nlines + more."))
    to, fields = opened(email_values(appeal)["whole"])
    assert to == [MAIL]
    assert fields == {"subject": "Free the nurse", "body": appeal.text.replace("\n", "\r\n")}
    assert "Two\r\nlines + more." in fields["body"]


def test_spaces_and_lines_are_encoded_as_mail_programs_know_them(in_app):
    link = email_values(an_appeal(in_app, Choices(words="1 + 1\nis 2")))["whole"]
    assert "+" not in link
    assert "1%20%2B%201%0D%0Ais%202" in link
    assert "%0A" not in link.replace("%0D%0A", "")


def test_several_addresses_are_parted_by_commas(in_app):
    target = {"contacts": by("email", MAIL, "office@health.example")}
    to, _ = opened(email_values(an_appeal(in_app, target=target))["whole"])
    assert to == [MAIL, "office@health.example"]


def test_copies_go_to_those_who_have_an_address(in_app):
    _, fields = opened(email_values(an_appeal(in_app, copies_to=COPIES))["whole"])
    assert fields["cc"] == EMBASSY


@pytest.mark.parametrize(("others", "fields"), [(COPIES, {"cc": EMBASSY}), ([], {})])
def test_who_is_written_to_gets_no_copy(in_app, others, fields):
    copies = [*others, {"name": "Minister", "email": MAIL}]
    appeal = an_appeal(in_app, copies_to=copies)
    assert opened(email_values(appeal)["short"]) == (
        [MAIL],
        fields | {"subject": "Free the nurse"},
    )
    assert draft_of(eml_draft(appeal))["Cc"] == fields.get("cc")


@pytest.mark.parametrize("address", ODD)
def test_an_odd_address_stays_one_address(in_app, address):
    target = {"contacts": by("email", address, MAIL)}
    appeal = an_appeal(in_app, target=target, copies_to=[{"name": "", "email": f"x{address}"}])
    to, fields = opened(email_values(appeal)["whole"])
    assert (to, fields["cc"]) == ([address, MAIL], f"x{address}")
    assert set(fields) == {"cc", "subject", "body"}


@pytest.mark.parametrize(("language", "subject"), [("en", "A nurse"), ("ru", "Free the nurse")])
def test_the_subject_is_the_organisers_or_else_the_title(in_app, language, subject):
    letters = [LetterDraft(language="en", subject="A nurse"), LetterDraft(language="ru")]
    appeal = an_appeal(in_app, Choices(language=language), letters=letters)
    assert opened(email_values(appeal)["whole"])[1]["subject"] == subject
    assert opened(email_values(appeal)["short"])[1] == {"subject": subject}


def test_a_letter_that_just_fits_is_in_the_link_whole(in_app):
    appeal = fitted(in_app, 1_800)
    assert len(email_values(appeal)["whole"]) == 1_800
    assert opened(email_values(appeal)["whole"])[1]["body"].endswith("aaa\r\n\r\nYours sincerely,")


def test_one_character_more_is_left_to_be_pasted(in_app):
    appeal = fitted(in_app, 1_801)
    assert email_values(appeal)["whole"] == ""
    assert opened(email_values(appeal)["short"]) == ([MAIL], {"subject": "Free the nurse"})


def test_the_link_is_short_enough_even_with_the_longest_title(in_app):
    appeal = an_appeal(in_app, title="释" * 200)
    assert opened(email_values(appeal)["short"])[1]["subject"].startswith("释释")


def test_the_page_of_a_letter_that_fits_has_one_link_for_all(app, visitor):
    a_reachable_campaign(app, copies_to=COPIES)
    page = visitor.post(f"{PAGE}/email", {"name": "Ada", "town": "Bath"})
    to, fields = opened(link_of(page))
    assert (to, fields["cc"]) == ([MAIL], EMBASSY)
    assert fields["body"].replace("\r\n", "\n") == shown(page)
    assert not page.all(".ladder")


@pytest.mark.parametrize("letter", [RUSSIAN, ARABIC], ids=["Russian", "Arabic"])
def test_the_page_of_a_letter_in_other_letters_tells_to_copy_and_paste(app, visitor, letter):
    a_reachable_campaign(app, letters=[letter], copies_to=COPIES)
    form = {"language": letter.language, "words": f"{letter.opening} " * 2}
    page = visitor.post(f"{PAGE}/email", form)
    files = [button.attrs["formaction"] for button in page.all(".ladder li button[formaction]")]
    assert files == [f"{PAGE}/letter.eml", f"{PAGE}/letter.pdf"]
    assert opened(link_of(page)) == ([MAIL], {"cc": EMBASSY, "subject": letter.subject})
    assert shown(page).startswith(letter.salutations["minister"])
    assert shown(page).endswith(letter.closing)


@pytest.mark.parametrize("letter", [RUSSIAN, ARABIC], ids=["Russian", "Arabic"])
def test_gmail_takes_a_letter_that_is_too_long_for_a_mail_program(in_app, letter):
    typed = Choices(language=letter.language, words=f"{letter.opening} " * 2)
    appeal = an_appeal(in_app, typed, letters=[letter])
    assert email_values(appeal)["whole"] == ""
    assert fields_of(urlsplit(email_values(appeal)["gmail"]).query)["body"] == appeal.text


def test_gmail_on_the_web_opens_with_every_field(in_app):
    appeal = an_appeal(in_app, Choices(words="1 + 1 & so on"), copies_to=COPIES)
    parts = urlsplit(email_values(appeal)["gmail"])
    assert (parts.scheme, parts.netloc, parts.path) == ("https", "mail.google.com", "/mail/")
    fields = fields_of(parts.query)
    assert (fields.pop("view"), fields.pop("fs")) == ("cm", "1")
    assert fields == {"to": MAIL, "cc": EMBASSY, "su": "Free the nurse", "body": appeal.text}
    assert "+" not in parts.query


def test_gmail_opens_without_a_letter_that_no_server_would_take(in_app):
    appeal = an_appeal(in_app, Choices(words="Слово " * 300))
    link = email_values(appeal)["gmail"]
    assert len(link) <= 6_000
    assert set(fields_of(urlsplit(link).query)) == {"view", "fs", "to", "su"}


@pytest.mark.parametrize("words", ["Short & + #.", "Long. " * 300])
def test_outlook_on_the_web_is_given_the_link_of_the_mail_program(in_app, words):
    appeal = an_appeal(in_app, Choices(words=words), copies_to=COPIES)
    links = email_values(appeal)
    parts = urlsplit(links["outlook"])
    assert (parts.scheme, parts.netloc) == ("https", "outlook.live.com")
    assert parts.path == "/mail/deeplink/compose"
    assert fields_of(parts.query) == {"mailtouri": links["whole"] or links["short"]}


@hostile
def test_what_is_typed_adds_nothing_to_the_link(app, visitor, text):
    a_reachable_campaign(app, copies_to=COPIES)
    page = visitor.post(f"{PAGE}/email", {"name": text, "town": text, "words": text})
    to, fields = opened(link_of(page))
    assert (to, set(fields)) == ([MAIL], {"cc", "subject", "body"})
    assert (fields["cc"], fields["subject"]) == (EMBASSY, "Free the nurse")
    assert fields["body"].replace("\r\n", "\n") == shown(page)
    for way in page.all("#ready .ways a"):
        assert set(fields_of(urlsplit(way.attrs["href"]).query)) <= {
            *("view", "fs", "to", "cc", "su", "body", "mailtouri")
        }


@hostile
def test_a_subject_adds_nothing_to_link_and_draft(in_app, text):
    appeal = an_appeal(in_app, title=f"Free {text}")
    subject = " ".join(f"Free {text}".split())
    to, fields = opened(email_values(appeal)["whole"])
    assert (to, set(fields), fields["subject"]) == ([MAIL], {"subject", "body"}, subject)
    mail = draft_of(eml_draft(appeal))
    assert (mail["Subject"], mail["Bcc"], mail["Cc"]) == (subject, None, None)
    assert text_of(mail) == appeal.text


def test_the_draft_is_a_mail_nobody_sent_yet(app, visitor):
    a_reachable_campaign(app, copies_to=COPIES)
    page = visitor.get(f"{PAGE}/letter.eml")
    mail = draft_of(page.response.data)
    assert (mail["To"], mail["Cc"], mail["X-Unsent"]) == (MAIL, EMBASSY, "1")
    assert mail["Subject"] == "Free the nurse"
    assert not {"From", "Sender", "Date", "Message-ID", "Bcc"} & set(mail.keys())
    assert text_of(mail) == shown(visitor.get(f"{PAGE}/email"))
    assert page.response.mimetype == "message/rfc822"


def test_the_draft_has_what_the_visitor_sent_in_any_language(app, visitor):
    a_reachable_campaign(app, letters=[ARABIC])
    form = {"name": "ليلى", "words": f"{'Long ' * 300}\nline.", "language": "ar"}
    mail = draft_of(visitor.post(f"{PAGE}/letter.eml", form).response.data)
    assert mail["Subject"] == ARABIC.subject
    assert text_of(mail) == shown(visitor.post(f"{PAGE}/email", form))


@hostile
def test_what_is_typed_adds_nothing_to_the_draft(app, visitor, text):
    a_reachable_campaign(app)
    form = {"name": text, "town": text, "words": text, "deal": "7"}
    data = visitor.post(f"{PAGE}/letter.eml", form).response.data
    plain = draft_of(visitor.get(f"{PAGE}/letter.eml").response.data)
    mail = draft_of(data)
    assert set(mail.keys()) == set(plain.keys())
    assert (mail["To"], mail.is_multipart()) == (MAIL, False)
    assert text_of(mail) == shown(visitor.post(f"{PAGE}/email", form))


@pytest.mark.parametrize("address", ODD[:3])
def test_the_draft_keeps_an_odd_address_whole(in_app, address):
    appeal = an_appeal(in_app, target={"contacts": by("email", address, MAIL)})
    (to,) = draft_of(eml_draft(appeal)).get_all("To")
    assert [one.addr_spec for one in to.addresses] == [address, MAIL]


def test_a_domain_in_other_letters_goes_into_the_draft_as_mail_servers_know_it(in_app):
    appeal = an_appeal(in_app, target={"contacts": by("email", "minister@bücher.example")})
    assert b"\nTo: minister@xn--bcher-kva.example\r\n" in eml_draft(appeal)


def test_the_draft_of_a_letter_to_nobodys_mailbox_has_no_addressee(app, visitor):
    a_reachable_campaign(app, target={"contacts": []})
    mail = draft_of(visitor.get(f"{PAGE}/letter.eml").response.data)
    assert (mail["To"], mail["Cc"]) == (None, None)
    assert text_of(mail).startswith("Dear Minister,")


NO_ADDRESS = {"contacts": []}
TYPED = "minister@typed.example"
REFUSED = {
    "minister": "There is no @ in it.",
    "minister@": "Something is missing beside the @.",
    "a@example.org, b@example.org": "Type one address, not several.",
    f"{'x' * 300}@example.org": "It is too long.",
}


def test_without_an_address_subject_and_text_are_there_to_copy(app, visitor):
    a_reachable_campaign(app, NO_ADDRESS, copies_to=COPIES)
    page = visitor.get(f"{PAGE}/email")
    assert "No e-mail address is known: copy the text" in page.text(".facts")
    assert page.text("#mail-subject") == "Free the nurse"
    copied = [one.attrs["data-copy"] for one in page.all("#ready > .row [data-copy]")]
    assert copied == ["mail-subject", "text"]
    to, fields = opened(link_of(page))
    assert (to, fields["cc"], fields["subject"]) == ([""], EMBASSY, "Free the nurse")
    assert fields["body"].replace("\r\n", "\n") == shown(page)
    assert not page.all("#mail-to")


def test_without_an_address_a_long_letter_is_left_to_be_pasted(app, visitor):
    a_reachable_campaign(app, NO_ADDRESS)
    page = visitor.post(f"{PAGE}/email", {"words": "Long. " * 300})
    assert opened(link_of(page)) == ([""], {"subject": "Free the nurse"})
    assert "paste the text" in page.text("#ready")


def test_an_address_that_one_knows_is_used_in_link_and_draft(app, visitor):
    a_reachable_campaign(app, NO_ADDRESS, copies_to=[{"name": "Press", "email": TYPED.title()}])
    page = visitor.post(f"{PAGE}/email", {"address": f" <mailto:{TYPED}>, ", "name": "Ada"})
    to, fields = opened(link_of(page))
    assert (to, set(fields)) == ([TYPED], {"subject", "body"})
    assert page.one("#address").attrs["value"] == TYPED
    assert f"To: {TYPED}" in page.text("#ready")
    sent = {one.attrs["name"]: one.attrs["value"] for one in page.all("#other-ways input")}
    assert draft_of(visitor.post(f"{PAGE}/letter.eml", sent).response.data)["To"] == TYPED
    for way in page.all("#other-ways a"):
        assert "typed.example" not in way.attrs["href"]


@pytest.mark.parametrize(("typed", "words"), REFUSED.items())
def test_what_is_no_address_comes_back_with_a_sentence(app, visitor, typed, words):
    a_reachable_campaign(app, NO_ADDRESS)
    page = visitor.post(f"{PAGE}/email", {"address": typed, "words": "Kept."})
    assert page.status == 422
    assert words in page.text("#address-problem")
    assert (page.value("address"), page.value("words").strip()) == (typed, "Kept.")
    assert not page.all("#ready a")


@hostile
def test_an_address_that_is_typed_adds_nothing(app, visitor, text):
    a_reachable_campaign(app, NO_ADDRESS)
    page = visitor.post(f"{PAGE}/email", {"address": f"a@example.org{text}"})
    if page.status == 200:
        assert opened(link_of(page))[1].keys() <= {"subject", "body"}
        typed = {"address": page.one("#address").attrs["value"]}
        data = visitor.post(f"{PAGE}/letter.eml", typed).response.data
        assert not {"Cc", "Bcc"} & set(draft_of(data).keys())
    else:
        assert page.status == 422


def test_where_an_address_is_known_none_is_asked_for_or_taken(app, visitor):
    a_reachable_campaign(app)
    page = visitor.post(f"{PAGE}/email", {"address": "no address"})
    assert (page.status, page.all("#address")) == (200, [])
    page = visitor.post(f"{PAGE}/email", {"address": TYPED})
    assert opened(link_of(page))[0] == [MAIL]
    data = visitor.post(f"{PAGE}/letter.eml", {"address": TYPED}).response.data
    assert draft_of(data)["To"] == MAIL
