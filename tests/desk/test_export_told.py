"""The other admins hear of every list that is exported."""

from email.message import EmailMessage

import pytest

from petitions.accounts.models import ADMIN, EDITOR
from petitions.desk.exports import writers
from tests.desk.lists import CSV, JSONL, PAPER, REASON, XLSX, form, signed
from tests.factories import BEN, a_campaign
from tests.organisers import an_organiser, at_desk

ADA, CLEO = "ada@example.org", "cleo@example.org"


@pytest.fixture
def desk(app):
    a_campaign(app)
    signed(app, {"email": "signer@example.org", "name": "Sam Signer"})
    return at_desk(app)


def words_of(mail: EmailMessage):
    return {kind: mail.get_body((kind,)).get_content() for kind in ("plain", "html")}


def test_every_other_admin_is_told(app, desk, mailbox):
    an_organiser(app, ADMIN, ADA)
    an_organiser(app, EDITOR, CLEO)
    for address in (CSV, XLSX, JSONL, PAPER):
        assert desk.post(address, form(desk)).status == 200
        (mail,) = mailbox.receive()
        assert mail["To"] == ADA
        assert mail["Subject"] == f"{BEN} has downloaded names of signers"
        for words in words_of(mail).values():
            for said in (BEN, "Free the nurse", REASON, "1 signature", "/organise/audit"):
                assert said in words
            assert "signer@example.org" not in words
            assert "Sam" not in words


def test_so_they_are_of_a_long_list_when_it_is_asked_for(app, desk, mailbox, monkeypatch):
    monkeypatch.setitem(writers.FORMATS["csv"].__dict__, "at_once", 0)
    an_organiser(app, ADMIN, ADA)
    assert desk.post(CSV, form(desk)).status == 303
    assert [mail["To"] for mail in mailbox.receive()] == [ADA]


def test_nobody_is_told_of_what_was_refused(app, desk, mailbox):
    an_organiser(app, ADMIN, ADA)
    assert desk.post(CSV, form(desk, code="000000")).status == 422
    assert mailbox.receive() == []


def test_the_page_says_that_they_will_be(desk):
    assert "The other admins get a mail" in desk.get(CSV).text()
