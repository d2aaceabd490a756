"""Danger is told before a name is typed, and a browser is asked to remember little."""

from dataclasses import replace

import pytest

from petitions.campaigns.campaign_file import FileError, read_campaign
from petitions.config import ROOT
from tests.appeals.campaigns import MINISTER, PAGE, a_reachable_campaign
from tests.desk.editing import filled_in, saves
from tests.factories import a_campaign
from tests.mails import link
from tests.organisers import at_desk
from tests.pages import Visitor
from tests.signing.steps import signed

pytestmark = pytest.mark.slow

CASE = "/c/free-the-nurse"
# What the box says on each page, beside the country.
SAID = {
    CASE: ("If you are not sure, do not sign.", "private mailbox", "Delete"),
    f"{CASE}/sign": ("If you are not sure, do not sign.", "private mailbox"),
    f"{PAGE}/letter": ("reads the name and address", "initials", "embassy"),
    f"{PAGE}/email": ("sees your e-mail address", "initials", "private mailbox", "delete"),
    f"{PAGE}/fax": ("number that you send from", "initials"),
    f"{PAGE}/call": ("sees your number", "need not say your name"),
    f"{PAGE}/form": ("sees the network", "no more than you have to", "initials"),
    f"{PAGE}/whatsapp": ("The official sees your number", "leave this to others", "delete"),
    f"{PAGE}/telegram": ("The official sees your number", "can read ordinary chats", "delete"),
    f"{PAGE}/signal": ("The official sees your number", "leave this to others", "delete"),
    f"{PAGE}/social": ("Everyone sees your account", "leave this to others"),
}


@pytest.fixture
def visitor(app):
    return Visitor(app)


@pytest.mark.parametrize("path", SAID)
def test_the_box_says_who_is_in_danger_and_who_sees_what(app, visitor, path):
    a_reachable_campaign(app)
    words = visitor.get(path).text("[data-safety]")
    for part in ("If you are in Kazakhstan or have family there", *SAID[path]):
        assert part in words


@pytest.mark.parametrize("path", SAID)
def test_it_stands_before_the_first_field(app, visitor, path):
    a_reachable_campaign(app)
    html = visitor.get(path).html
    fields = ('name="name"', 'name="words"', 'name="email"')
    assert html.index("data-safety") < min(html.index(field) for field in fields if field in html)


def test_it_stays_where_a_form_comes_back(app, visitor):
    a_reachable_campaign(app)
    assert visitor.post(f"{CASE}/sign", {"name": "Ada"}).all("[data-safety]")
    page = visitor.post(f"{PAGE}/letter", {"name": "x" * 300})
    assert page.status == 422
    assert page.all("[data-safety]")


def test_it_names_the_country_of_the_case_and_not_where_its_ambassador_sits(app, visitor):
    a_campaign(app, country="CN", targets=[replace(MINISTER, country="FR")])
    words = visitor.get(f"{PAGE}/letter").text("[data-safety]")
    assert "If you are in China or have family there" in words
    assert "France" not in words


def test_without_a_form_there_is_no_box(app, visitor):
    a_campaign(app, "paused")
    assert not visitor.get(CASE).all("[data-safety]")


@pytest.mark.parametrize("path", SAID)
def test_browsers_are_asked_not_to_keep_what_is_typed(app, visitor, path):
    a_reachable_campaign(app)
    page = visitor.get(path)
    kept = {"name", "email", "country", "town"}
    fields = [
        field.attrs
        for field in [*page.all("input"), *page.all("textarea")]
        if field.attrs.get("type") not in {"hidden", "radio", "checkbox"}
    ]
    assert fields
    for field in fields:
        assert field.get("autocomplete") == "off" or field["name"] in kept


@pytest.mark.parametrize("path", SAID)
def test_the_icon_of_the_tab_is_the_same_everywhere(app, visitor, path):
    a_reachable_campaign(app)
    home = visitor.get("/").one('link[rel="icon"]')
    assert visitor.get(path).one('link[rel="icon"]').attrs == home.attrs


def test_a_campaign_has_words_of_its_own_and_facts_stay_below_them(app, visitor):
    a_reachable_campaign(app, safety="Nurses in **Oral** are watched.")
    for path in (CASE, f"{PAGE}/call"):
        page = visitor.get(path)
        words = page.text("[data-safety]")
        assert "Nurses in Oral are watched." in words
        assert "If you are in" not in words
        assert page.one("[data-safety] strong").to_text() == "Oral"
        assert SAID[path][1] in words
    assert visitor.get(f"{CASE}.json").response.json["safety"] == "Nurses in **Oral** are watched."


def test_hostile_words_stay_words(app, visitor):
    a_reachable_campaign(app, safety="<script>alert(1)</script> <img src=x>")
    page = visitor.get(CASE)
    assert not page.all("[data-safety] script, [data-safety] img")
    assert "<script>alert(1)" in page.text("[data-safety]")


@pytest.mark.parametrize("path", [CASE, f"{CASE}/sign", f"{PAGE}/letter"])
def test_a_discreet_campaign_lets_browsers_keep_nothing(app, visitor, path):
    a_reachable_campaign(app, is_discreet=True)
    page = visitor.get(path)
    fields = [field for field in page.all("input") if field.attrs["name"] in {"name", "email"}]
    assert fields
    for field in fields:
        assert field.attrs["autocomplete"] == "off"


def test_so_does_the_page_that_confirms(app, visitor, mailbox):
    a_reachable_campaign(app, is_discreet=True)
    page = visitor.get(link(signed(visitor, mailbox, "free-the-nurse"), "confirm"))
    assert page.one("#name").attrs["autocomplete"] == "off"


def test_no_title_after_signing_names_the_case(app, visitor, mailbox):
    a_reachable_campaign(app)
    mail = signed(visitor, mailbox, "free-the-nurse")
    token = link(mail, "confirm").removeprefix("/confirm/")
    behind_links = [f"/{page}/{token}" for page in ("confirm", "withdraw", "waiting")]
    for path in (f"{CASE}/check-mail", f"{CASE}/thanks", "/withdraw", *behind_links):
        page = visitor.get(path)
        assert page.status == 200
        assert "nurse" not in page.one("title").to_text().lower(), path


def test_an_editor_unticks_it_again(app):
    desk = at_desk(app)
    a_campaign(app)
    assert saves(desk, "safety", is_discreet="y").all("#safety-is_discreet[checked]")
    address, fields = filled_in(desk.get("/organise/campaigns/free-the-nurse"), "safety")
    del fields["safety-is_discreet"]
    assert desk.post(address, fields | {"safety-safety": "Careful."}).status == 303
    page = desk.get("/organise/campaigns/free-the-nurse")
    assert not page.all("#safety-is_discreet[checked]")
    assert page.value("safety-safety") == "Careful."


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        ("", ("", False)),
        ("safety: Careful.\ndiscreet: yes", ("Careful.", True)),
        ("discreet: True", ("", True)),
        ("discreet: no", ("", False)),
    ],
)
def test_a_campaign_file_says_both(tmp_path, lines, read):
    draft = read_campaign(sample_with(tmp_path, lines))
    assert (draft.safety, draft.is_discreet) == read


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (f"safety: {'x' * 2_001}", "safety: expected a text of at most 2000 characters"),
        ("discreet: perhaps", "discreet: expected yes or no"),
    ],
)
def test_a_campaign_file_with_neither_is_told(tmp_path, lines, said):
    with pytest.raises(FileError, match=said):
        read_campaign(sample_with(tmp_path, lines))


def sample_with(folder, lines):
    file = folder / "case.md"
    text = (ROOT / "sample" / "ua-115-16.md").read_text()
    file.write_text(text.replace("---\n", f"---\n{lines}\n", 1))
    return file


@pytest.mark.parametrize("path", SAID)
def test_links_in_the_campaigns_own_words_lead_from_every_page(app, visitor, path):
    a_reachable_campaign(app, safety="See [the demands](#demands) and [a case](other).")
    links = {link.attrs["href"] for link in visitor.get(path).all("[data-safety] a")}
    assert links == {f"http://127.0.0.1:8000{CASE}#demands", "http://127.0.0.1:8000/c/other"}
