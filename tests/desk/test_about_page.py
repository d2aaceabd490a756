"""Who we are: what admins write of the organisation, its logo, and what two of them do at once."""

from dataclasses import asdict
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from petitions.accounts.audit import Entry
from petitions.accounts.models import EDITOR
from petitions.db import db
from petitions.organisation.models import ACCENTS, Organisation
from petitions.organisation.queries import organisation
from tests.factories import BEN, an_organisation, stored
from tests.illustrations import a_file, a_logo
from tests.organisers import at_desk

ABOUT = "/organise/about"
AID = {
    "name": "Nurses’ Aid",
    "contact": "office@aid.example",
    "postal_address": "1 Main Street\nCapital",
    "about": "We help **nurses**.",
    "imprint": "https://aid.example/imprint",
    "controller": "Nurses’ Aid\nDr. Eve Envoy",
    "legal_basis": "Consent, Art. 6(1)(a) GDPR",
    "supervisory_authority": "Commission for Privacy",
    "accent": "blue",
}
FORM = AID | {"version": "0"}
# What is typed instead, and what is said of it.
BAD = [
    ({"contact": "office at aid"}, "This is no e-mail address"),
    ({"contact": ""}, "Write where the organisation can be asked."),
    ({"name": ""}, "Write who has this address."),
    ({"name": "x" * 201}, "Shorten it by 1."),
    ({"about": "x" * 5_001}, "Shorten it by 1."),
    ({"imprint": "ftp://aid.example"}, "Write an address that begins with https://"),
    ({"imprint": "aid.example"}, "Write an address that begins with https://"),
    ({"accent": "pink"}, "Choose from the list."),
]


@pytest.fixture
def admin(app):
    return at_desk(app)


def known(app):
    with app.app_context():
        return organisation()


def last_entry(app):
    with app.app_context():
        entry = db.session.scalars(select(Entry).order_by(Entry.number.desc())).first()
        return entry.actor, f"{entry.verb} {entry.subject}", entry.details


def test_all_of_it_is_stored_and_comes_back(app, admin):
    answer = admin.post(ABOUT, FORM)
    assert answer.status == 303
    page = admin.get(answer.headers["Location"])
    assert len(page.all(".notice-good[data-focus]")) == 1
    assert asdict(known(app)) | AID == asdict(known(app))
    assert [page.value(name) for name in ("name", "imprint")] == [AID["name"], AID["imprint"]]
    actor, what, details = last_entry(app)
    assert (actor, what, details["after"]["name"]) == (BEN, "changed who we are", AID["name"])
    assert details["after"]["about"] == FORM["about"]


def test_saved_twice_it_is_one_change(app, admin):
    admin.post(ABOUT, FORM)
    before = stored(app)["audit_entry"]
    assert admin.post(ABOUT, AID | {"version": "1"}).status == 303
    assert stored(app)["audit_entry"] == before


@pytest.mark.parametrize(("changes", "words"), BAD, ids=str)
def test_what_is_wrong_is_told_and_nothing_is_lost(app, admin, changes, words):
    page = admin.post(ABOUT, FORM | changes)
    assert page.status == 422
    assert words in page.text(".notice-problem")
    kept = {name: value for name, value in (AID | changes).items() if name in {"name", "contact"}}
    assert {name: page.value(name) for name in kept} == kept
    assert known(app) == Organisation()


@pytest.mark.parametrize("version", ["0", "", "x", "9" * 5000])
def test_two_admins_notice_each_other(app, admin, version):
    an_organisation(app, name="Doctors’ Aid")
    page = admin.post(ABOUT, FORM | {"version": version})
    assert page.status == 409
    assert page.value("name") == AID["name"]
    assert "Doctors’ Aid" in page.text("dl.facts")
    assert known(app).name == "Doctors’ Aid"
    assert admin.post(ABOUT, AID | {"version": page.value("version")}).status == 303
    assert known(app).name == AID["name"]


def test_a_long_text_in_any_script_fits(admin):
    assert admin.post(ABOUT, FORM | {"about": "ん" * 5_000}).status == 303


def send(desk, content):
    file = {} if content is None else {"logo": FileStorage(BytesIO(content), "logo.png")}
    # Encoded here: the test client leaves the file open that it makes of a large form.
    boundary, body = encode_multipart({"csrf_token": desk.token()} | file)
    kind = f"multipart/form-data; boundary={boundary}"
    return desk.ask("POST", f"{ABOUT}/logo", data=body, content_type=kind)


def test_a_logo_is_made_anew_and_small(app, admin, visitor):
    answer = send(admin, a_file("PNG", (3000, 1500)))
    assert answer.status == 303
    assert "The logo is saved" in admin.get(answer.headers["Location"]).text(".notice-good")
    logo = visitor.get("/").one(".masthead .logo")
    made = visitor.client.get(logo.attrs["src"])
    assert Image.open(BytesIO(made.data)).size == (480, 240)
    assert (logo.attrs["width"], made.mimetype) == ("480", "image/jpeg")
    assert "immutable" in made.headers["Cache-Control"]
    assert last_entry(app)[:2] == (BEN, "changed the logo of who we are")


def test_a_logo_goes_and_its_address_with_it(app, admin, visitor):
    address = f"/logo-{a_logo(app)}.jpg"
    assert visitor.client.get(address).status_code == 200
    assert visitor.client.get(f"/logo-{'0' * 64}.jpg").status_code == 404  # kept for ever
    assert admin.post(f"{ABOUT}/logo/remove").status == 303
    assert visitor.client.get(address).status_code == 404
    assert visitor.client.get("/logo-\0.jpg").status_code == 404
    assert visitor.get("/").all(".logo") == []


@pytest.mark.parametrize("content", [None, b"", b"GIF89a", b"<svg xmlns='x'/>", b"\xff\xd8\xff"])
def test_no_other_file_becomes_a_logo(app, admin, content):
    an_organisation(app)
    page = send(admin, content)
    assert page.status == 422
    assert page.value("name") == "Nurses’ Aid"
    assert known(app).logo_digest == ""


def test_every_accent_shows_its_colour(app, admin, visitor):
    for accent in ACCENTS:
        an_organisation(app, accent=accent)
        root = visitor.get("/").one("html")
        assert root.attrs.get("data-accent", "blue") == accent
    assert len(admin.get(ABOUT).all(".swatch")) == len(ACCENTS)


def test_it_is_for_admins_alone(app):
    assert at_desk(app, EDITOR).get(ABOUT).status == 403
