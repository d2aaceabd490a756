"""Every mail says who speaks, where answers go, and what is kept: sender, Reply-To, last line."""

from email.header import decode_header, make_header

import pytest

from tests.conftest import make_settings
from tests.factories import a_campaign, an_organisation, sign_form
from tests.mails import Mailbox, body
from tests.pages import Visitor

PRIVACY = "http://127.0.0.1:8000/privacy"
AID, CONTACT = "Nurses’ Aid", "office@aid.example"
OTHER = {"organiser_name": "Doctors’ Aid", "contact_email": "desk@doctors.example"}


@pytest.fixture
def settings(tmp_path, database):
    """The settings of a site whose mails are files."""
    return make_settings(tmp_path, database)


@pytest.fixture
def sent(app, visitor, mailbox):
    """Give the mail that asks a signer to confirm."""

    def mail(**changes):
        visitor.post(f"/c/{a_campaign(app, **changes)}/sign", sign_form())
        [found] = mailbox.receive()
        return found

    return mail


def last_lines(mail):
    return body(mail).strip().splitlines()[-1], " ".join(body(mail, "html").split())


@pytest.mark.parametrize(
    ("changes", "name", "contact"),
    [
        ({}, AID, CONTACT),
        ({"contact_email": "case@aid.example"}, AID, "case@aid.example"),
        (OTHER, *OTHER.values()),
    ],
)
def test_a_mail_comes_from_who_is_responsible(app, sent, changes, name, contact):
    an_organisation(app)
    mail = sent(**changes)
    [sender] = mail["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "petitions@localhost")
    assert mail["Reply-To"] == contact
    line, html = last_lines(mail)
    assert line == (
        f"Responsible: {name}. Questions: {contact} · What we keep about you: {PRIVACY}"
    )
    assert (f"Responsible: {name}. Questions: <a" in html, "</a> · What" in html) == (True, True)
    for part in (f'href="mailto:{contact}"', f'href="{PRIVACY}"'):
        assert part in html


def test_where_nobody_said_the_mail_is_as_it_is_set(sent):
    mail = sent()
    assert (mail["From"], mail["Reply-To"]) == ("petitions@localhost", None)
    line, html = last_lines(mail)
    assert line == f"What we keep about you: {PRIVACY}"
    assert "mailto:" not in html


@pytest.mark.parametrize(
    "name", ['Aid "and" Law, Inc.', "مساعدة الممرضات", "ナース" * 40, "a <b@c>"]
)
def test_any_name_reads_back(app, sent, name):
    an_organisation(app, name=name)
    # Not by Python's own policy, which puts spaces between coded words in a name (RFC 2047, 6.2).
    [raw] = [value for header, value in sent().raw_items() if header == "From"]
    shown = str(make_header(decode_header("".join(raw.splitlines()))))
    assert shown.replace('\\"', '"') in {
        f"{name} <petitions@localhost>",
        f'"{name}" <petitions@localhost>',
    }


@pytest.mark.parametrize(
    ("contact", "reply_to"),
    [("büro@aid.example", None), ("office@hilfe-für.example", "office@xn--hilfe-fr-d6a.example")],
)
def test_answers_go_to_an_address_that_every_server_takes(app, sent, contact, reply_to):
    an_organisation(app, contact=contact)
    mail = sent()
    assert mail["Reply-To"] == reply_to
    assert contact in last_lines(mail)[0]


def test_an_organisation_takes_the_place_of_the_name_that_is_set(another_app, tmp_path, database):
    settings = make_settings(tmp_path, database, mail_from="Free Them <free@them.example>")
    app = another_app(settings)
    visitor, mailbox = Visitor(app), Mailbox(app, settings)
    slug = a_campaign(app)
    for name, email in (("Free Them", "a@example.org"), (AID, "b@example.org")):
        visitor.post(f"/c/{slug}/sign", sign_form(email=email))
        [mail] = mailbox.receive()
        assert str(mail["From"].addresses[0]) == f"{name} <free@them.example>"
        an_organisation(app)
