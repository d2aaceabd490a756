"""What programs look for: robots.txt, a map, security.txt, an icon, oEmbed."""

from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from petitions.campaigns.takedown import take_down
from petitions.config import SettingsError, from_environment
from tests.factories import BEN, a_campaign, an_organisation

SITE = "http://127.0.0.1:8000"
CASE = f"{SITE}/c/free-the-nurse"


def text(visitor, path):
    page = visitor.get(path)
    assert page.status == 200
    return page.response.get_data(as_text=True)


def oembed(visitor, address=CASE, **more):
    query = "&".join(f"{name}={value}" for name, value in more.items())
    return visitor.get(f"/oembed?url={quote(address, safe='')}&{query}")


def test_robots_learn_where_the_map_is_and_what_is_not_for_them(visitor):
    lines = text(visitor, "/robots.txt").splitlines()
    assert {"User-agent: *", "Disallow: /organise/", "Disallow: /c/*/supporters"} <= set(lines)
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"
    assert "Disallow: /" not in lines


def test_the_map_has_all_that_is_public_and_nothing_else(app, visitor):
    for state in ("open", "won", "closed", "draft"):
        a_campaign(app, state, slug=f"{state}-one")
    a_campaign(app, slug="gone")
    with app.app_context():
        take_down("gone", "", actor=BEN)
    an_organisation(app)
    root = ElementTree.fromstring(text(visitor, "/sitemap.xml"))
    found = [loc.text.removeprefix(SITE) for loc in root.iter() if loc.tag.endswith("}loc")]
    assert found == ["/", "/about", "/c/closed-one", "/c/won-one", "/c/open-one"]


def test_whom_to_tell_of_a_weakness(app, visitor):
    assert f"Contact: {SITE}/contact" in text(visitor, "/.well-known/security.txt")
    an_organisation(app)
    lines = text(visitor, "/.well-known/security.txt").splitlines()
    assert lines[0] == "Contact: mailto:office@aid.example"
    assert [line.partition(":")[0] for line in lines[1:]] == [
        "Expires",
        "Preferred-Languages",
        "Canonical",
    ]


def test_a_contact_that_nobody_can_use_is_refused():
    for wrong in ("security@example.org", "http://example.org", "mailto:a b"):
        with pytest.raises(SettingsError):
            from_environment({"PETITIONS_SECURITY_CONTACT": wrong})


def test_the_icon_is_an_ico(visitor):
    assert visitor.get("/favicon.ico").response.data.startswith(b"\0\0\1\0")


def test_a_link_to_a_case_can_be_shown_by_others(app, visitor):
    a_campaign(app, title="Free <her>")
    page = visitor.get("/c/free-the-nurse")
    link = page.one('link[type="application/json+oembed"]').attrs["href"]
    values = visitor.get(link).response.json
    assert (values["type"], values["title"], values["width"]) == ("rich", "Free <her>", 320)
    assert f'src="{CASE}/embed"' in values["html"]
    assert "Free &lt;her&gt;" in values["html"]
    assert oembed(visitor, maxwidth=200).response.json["width"] == 200
    xml = ElementTree.fromstring(oembed(visitor, format="xml").response.data)
    assert xml.find("html").text == values["html"]


@pytest.mark.parametrize(
    "address",
    [f"{SITE}/", f"{CASE}/embed", "https://evil.example/c/free-the-nurse", "", f"{SITE}/c/nobody"],
)
def test_of_other_addresses_nothing_is_shown(app, visitor, address):
    a_campaign(app)
    assert oembed(visitor, address).status == 404


def test_of_formats_there_are_two(app, visitor):
    a_campaign(app)
    assert oembed(visitor, format="yaml").status == 501
