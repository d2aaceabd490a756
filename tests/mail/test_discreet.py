"""Mails of a discreet campaign: subject, sender and first line do not tell what they are about."""

import pytest

from tests.conftest import make_settings
from tests.factories import NURSE, a_campaign, an_organisation
from tests.mails import body
from tests.signing.steps import confirmed, sign

AID = "Nurses’ Aid"
OTHER = {"organiser_name": "Free the Nurse", "contact_email": "desk@doctors.example"}
FIRST = "This e-mail says further down what it is about"


@pytest.fixture
def settings(tmp_path, database):
    """The settings of a site whose mails are files."""
    return make_settings(tmp_path, database)


def told(mail):
    """Give subject, sender and first line."""
    [sender] = mail["From"].addresses
    return mail["Subject"], sender.display_name, body(mail).strip()[: len(FIRST)]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_mails_to_signers_tell_nothing_outside(app, visitor, mailbox, language):
    an_organisation(app)
    slug = a_campaign(app, is_discreet=True, language=language, **OTHER)
    sign(visitor, slug)
    [asked] = mailbox.receive()
    assert told(asked) == ("Please confirm your signature", AID, FIRST)
    assert NURSE.title in body(asked)
    assert FIRST in body(asked, "html")
    assert f"<title>{asked['Subject']}</title>" in body(asked, "html")


def test_signing_again_tells_nothing_either(app, visitor, mailbox):
    an_organisation(app)
    slug = a_campaign(app, is_discreet=True, **OTHER)
    confirmed(visitor, mailbox, slug)
    sign(visitor, slug)
    assert told(mailbox.receive()[-1]) == ("You have signed already", AID, FIRST)


def test_other_campaigns_say_what_they_are_about(app, visitor, mailbox):
    sign(visitor, a_campaign(app, **OTHER))
    [mail] = mailbox.receive()
    subject, sender, first = told(mail)
    assert (subject, sender) == ("Please confirm: Free the nurse", "Free the Nurse")
    assert first != FIRST
