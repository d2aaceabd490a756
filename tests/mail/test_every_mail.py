"""Every kind of mail has the same frame: who speaks, where answers go, what is kept, language."""

import re
from datetime import date

import pytest
from flask import template_rendered
from justhtml import JustHTML

from petitions.campaigns.operations import add_update
from petitions.config import ROOT
from petitions.desk.news import mailing
from petitions.mail.composing import _composers
from tests.conftest import make_settings
from tests.desk.lists import CSV, form
from tests.desk.newsroom import advance_on
from tests.factories import BEN, a_campaign, an_organisation, sign_form
from tests.mail.outbox import rows
from tests.mails import body, link
from tests.organisers import an_organiser, at_desk

ARABIC = re.compile("[\u0600-\u06ff]")
PRIVACY = "http://127.0.0.1:8000/privacy"
AID = ("Nurses’ Aid", "office@aid.example")
DOCTORS = ("Doctors’ Aid", "desk@doctors.example")
CASE = {
    "organiser_name": DOCTORS[0],
    "contact_email": DOCTORS[1],
    "language": "ar",
    "title": "أطلقوا سراح الممرضة",
    "pledge": "أطلب الإفراج عنها.",
}
# Here the site speaks; in all others the campaign.
TO_ORGANISERS = {"exported", "recovery", "erased-sooner"}
TEMPLATES = ROOT / "templates" / "mail"
FOLDERS = {path.name for path in TEMPLATES.iterdir() if path.is_dir()}


@pytest.fixture
def settings(tmp_path, database):
    """The settings of a site whose mails are files."""
    return make_settings(tmp_path, database)


def do_all_that_mails(app, visitor, mailbox):
    """Let Ada sign twice and ask what is kept, and Ben do what others hear of; give the mails."""
    an_organisation(app)
    slug = a_campaign(app, **CASE)
    visitor.post(f"/c/{slug}/sign", sign_form(updates="y"))
    [asked] = mailbox.receive()
    visitor.post(link(asked, "confirm"))
    visitor.post(f"/c/{slug}/sign", sign_form())
    mails = [asked, *mailbox.receive()]  # each on its own, not all in one
    visitor.post("/withdraw", {"email": "ada@example.org"})
    mails += mailbox.receive()
    desk = at_desk(app)
    for email in ("cleo@example.org", "dora@example.org"):
        an_organiser(app, email=email)
    with app.app_context():
        add_update(slug, date(2026, 11, 20), "She saw a **doctor** today.", actor=BEN)
    desk.post(f"/organise/campaigns/{slug}/updates/1/mailing/preview")
    with app.app_context():
        mailing.start(slug, 1, 1, actor=BEN)
    advance_on(app)
    desk.post(CSV, form(desk))
    desk.post("/organise/organisers", {"email": "dora@example.org", "role": "viewer"})
    days = {"dates-keep_days": "1", "dates-time_zone": "UTC", "dates-version": "0"}
    desk.post(f"/organise/campaigns/{slug}", days)
    return mails + mailbox.receive()


def test_every_mail_says_who_speaks_and_in_what_language(app, visitor, mailbox):
    rendered = set()

    def note(_app, template, **_rest):
        rendered.add(template.name)

    with template_rendered.connected_to(note, app):
        mails = do_all_that_mails(app, visitor, mailbox)
    kind_of = {row.message_id: row.kind for row in rows(app)}
    found = {kind_of[mail["Message-ID"]]: mail for mail in mails}
    # Tests register some of their own.
    own = {kind for kind, made in _composers.items() if made.__module__.startswith("petitions.")}
    assert set(found) == own
    for kind, mail in found.items():
        name, contact = AID if kind in TO_ORGANISERS else DOCTORS
        [sender] = mail["From"].addresses
        assert (sender.display_name, mail["Reply-To"]) == (name, contact), kind
        last = f"Responsible: {name}. Questions: {contact} · What we keep about you: {PRIVACY}"
        text = body(mail).rstrip("\n").splitlines()
        assert (text.count("-- "), text[-1], text[0] != "") == (1, last, True), kind
        assert text.index("-- ") > 1, kind
        page = JustHTML(body(mail, "html"), sanitize=False)
        assert page.query("html")[0].attrs == {"lang": "en", "dir": "ltr"}, kind
        assert page.query("title")[0].to_text() == mail["Subject"], kind
        assert {meta.attrs.get("name") for meta in page.query("meta")} >= {"viewport"}, kind
        assert " ".join(page.query("body > p")[-1].to_text().split()) == last, kind
        for part in page.query("p, blockquote, h1"):
            words = part.to_text()
            languages = {one.attrs.get("lang") for one in (part, part.parent)}
            if ARABIC.search(words) and not re.search("[A-Za-z]", words):
                assert "ar" in languages, (kind, words)
    assert {name.split("/")[1] for name in rendered if name.startswith("mail/")} == FOLDERS


@pytest.mark.parametrize("kind", ["txt", "html"])
def test_every_template_of_a_mail_stands_in_the_frame(kind):
    files = list(TEMPLATES.glob(f"*/body.{kind}"))
    assert {path.parent.name for path in files} == FOLDERS
    for path in files:
        text = path.read_text("utf-8")
        assert text.startswith(f'{{% extends "mail/_page.{kind}" %}}\n'), path
