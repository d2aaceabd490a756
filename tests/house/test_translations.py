"""Every sentence that a person reads is marked for translation, and in the catalogue."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from babel.messages.pofile import read_po
from babel.support import NullTranslations
from flask_babel import get_domain

from petitions.appeals.channels import CHANNELS
from petitions.appeals.networks import NETWORKS
from petitions.campaigns.contacts import CONTACT_KINDS
from petitions.campaigns.drafts import ContactDraft, TargetDraft, UpdateDraft
from petitions.config import ROOT
from petitions.web.i18n import countries
from tests.factories import a_campaign, sign_form
from tests.mails import body, link

FOLDER = ROOT / "petitions" / "translations"
FOR_PROGRAMS = {"viewport", "color-scheme", "htmx-config", "robots", "twitter:card", "og:type"}
FOR_PROGRAMS |= {"og:locale", "og:image:width", "og:image:height"}
READ_ALOUD = ("aria-label", "alt", "title", "placeholder", "content", "data-done")
TARGET = TargetDraft(
    "1", "55", "66", "77", "88", [ContactDraft(kind, "9") for kind in ("email", "fax", "phone")]
)
# A campaign without a single letter: what letters its pages have are the site's own.
LETTERLESS = {
    "title": "11",
    "summary": "22",
    "pledge": "33",
    "story": "44",
    "reference": "45",
    "demands": ["46"],
    "targets": [TARGET],
    "sources": [{"title": "47", "url": ""}],
    "updates": [UpdateDraft(date(2017, 1, 28), "48")],
    "issued": date(2017, 1, 31),
    "deadline": date(2017, 3, 14),
}


class Brackets(NullTranslations):
    """A language in which every sentence stands in brackets: what does not is not marked."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, msgid1, msgid2, num):
        return f"⟦{msgid1 if num == 1 else msgid2}⟧"

    ugettext, ungettext = gettext, ngettext


@pytest.fixture
def bracketed(app, monkeypatch):
    """The site, in that language."""
    with app.app_context():
        monkeypatch.setitem(get_domain().cache, ("en", "messages"), Brackets())
    return app


def unmarked(text):
    """Give the words outside brackets; names of countries and dates come from elsewhere."""
    text = re.sub(r"⟦[^⟧]*⟧", " ", text)
    text = re.sub(r"\d+ (January|March) 2017|https?://\S+|/\S+|\S+@\S+", " ", text)
    names = [name for _, name in countries()] + [network.label for network in NETWORKS]
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, " ")
    return re.findall(r"[^\W\d_]{2,}", text)


def texts(page):
    """Give all that a page says, aloud or in its title."""
    aloud = [
        element.attrs[name]
        for name in READ_ALOUD
        for element in page.all(f"[{name}]")
        if element.attrs.get("name") not in FOR_PROGRAMS
        and element.attrs.get("property") not in FOR_PROGRAMS
    ]
    return [page.text("body"), page.text("title"), *aloud]


@pytest.mark.parametrize("state", ["open", "paused", "won", "closed"])
def test_every_sentence_of_a_campaign_is_marked(bracketed, visitor, state):
    a_campaign(bracketed, state, slug="1", **LETTERLESS)
    for path in ("/", "/c/1", "/c/1/sign", "/c/1/check-mail", "/c/1/thanks"):
        for text in texts(visitor.get(path)):
            assert unmarked(text) == [], path


@pytest.mark.parametrize("state", ["open", "paused", "won", "closed"])
def test_every_sentence_of_passing_on_is_marked(bracketed, visitor, state):
    a_campaign(bracketed, state, slug="1", **LETTERLESS)
    for path in ("/c/1/share", "/c/1/poster", "/c/1/embed", "/c/1/appeals/1/x"):
        for text in texts(visitor.get(path)):
            assert unmarked(text) == [], path


@pytest.mark.parametrize("path", ["/", "/privacy", "/confirm/unknown", "/nowhere"])
def test_every_sentence_of_the_site_is_marked(bracketed, visitor, path):
    for text in texts(visitor.get(path)):
        assert unmarked(text) == []


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_sentence_of_an_appeal_is_marked(bracketed, visitor, channel):
    contacts = [ContactDraft(kind, "9") for kind in CONTACT_KINDS]
    targets = [replace(TARGET, contacts=contacts)]
    a_campaign(bracketed, slug="1", **LETTERLESS | {"targets": targets})
    path = f"/c/1/appeals/1/{channel}"
    sent = visitor.post(path, {"name": "12", "town": "13", "words": "14"})
    wrong = visitor.post(path, {"name": "1" * 500, "server": "1", "language": "1"})
    reported = visitor.get(visitor.post(f"{path}/report").headers["Location"])
    again = visitor.get(visitor.post(f"{path}/report").headers["Location"])
    for page in (visitor.get(path), sent, wrong, reported, again):
        for text in texts(page):
            assert unmarked(text) == []


def test_every_sentence_of_signing_is_marked(bracketed, visitor, mailbox):
    a_campaign(bracketed, slug="1", **LETTERLESS)
    wrong = visitor.post("/c/1/sign", {"name": " ", "email": "1", "visibility": "1"})
    visitor.post("/c/1/sign", sign_form(name="12"))
    mail = mailbox.receive()[0]
    pages = [visitor.get(link(mail, kind)) for kind in ("confirm", "withdraw")]
    visitor.post(link(mail, "withdraw"))
    pages += [wrong, *(visitor.get(link(mail, kind)) for kind in ("confirm", "withdraw"))]
    for text in [str(mail["Subject"]), body(mail), *(t for page in pages for t in texts(page))]:
        assert unmarked(text.replace("ada@example.org", "")) == []


def test_the_catalogues_have_every_sentence(tmp_path):
    fresh = tmp_path / "fresh.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-k", "_l"]
    command += ["-F", str(FOLDER / "babel.cfg"), "-o", str(fresh), "."]
    subprocess.run(command, cwd=ROOT, check=True)
    for path in (FOLDER / "messages.pot", *FOLDER.glob("*/LC_MESSAGES/messages.po")):
        assert messages(path) == messages(fresh), f"{path}: please call ./run messages"


def messages(path):
    """Give the sentences of a catalogue."""
    with path.open("rb") as file:
        return {message.id for message in read_po(file) if message.id}
