"""The picture of a case: on its page, in its data, and under an address of its own."""

from io import BytesIO

from PIL import Image

from petitions.campaigns.operations import remove_picture
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign
from tests.illustrations import ALT, a_picture
from tests.organisers import at_desk


def shown(page):
    return page.one(".case-head .picture img").attrs


@both_databases
def test_it_stands_below_the_summary(app, visitor):
    slug = a_campaign(app)
    digest = a_picture(app, slug)
    image = shown(visitor.get(f"/c/{slug}"))
    assert image["src"] == f"/c/{slug}/picture-{digest}.jpg"
    assert (image["width"], image["height"], image["alt"]) == ("400", "300", ALT)
    assert "loading" not in image  # it is in the first view


@both_databases
def test_it_is_a_jpeg_that_every_cache_may_keep(app, visitor):
    slug = a_campaign(app)
    a_picture(app, slug)
    answer = visitor.get(shown(visitor.get(f"/c/{slug}"))["src"])
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"].startswith("public, max-age=3600, s-maxage=2")
    assert Image.open(BytesIO(answer.response.data)).size == (400, 300)


def test_another_digest_leads_nowhere(app, visitor):
    slug, other = a_campaign(app), a_campaign(app, slug="other")
    digest = a_picture(app, slug)
    for path in (f"{slug}/picture-0123456789abcdef.jpg", f"{other}/picture-{digest}.jpg"):
        assert visitor.get(f"/c/{path}").status == 404
    for path in (f"{slug}/picture-%00.jpg", f"%00/picture-{digest}.jpg"):
        assert visitor.get(f"/c/{path}").status == 404


def test_that_of_a_draft_is_for_editors(app, visitor):
    slug = a_campaign(app, "draft")
    path = f"/c/{slug}/picture-{a_picture(app, slug)}.jpg"
    assert visitor.get(path).status == 404
    assert at_desk(app, "viewer", "viewer@example.org").get(path).status == 404
    answer = at_desk(app, "editor").get(path)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")


def test_what_it_shows_cannot_break_out_of_the_page(app, visitor):
    slug = a_campaign(app)
    a_picture(app, slug, alt='"><script>alert(1)</script>')
    assert shown(visitor.get(f"/c/{slug}"))["alt"] == '"><script>alert(1)</script>'


@both_databases
def test_data_name_it(app, visitor):
    slug = a_campaign(app)
    facts = visitor.get(f"/c/{slug}.json").response.get_json
    assert facts()["picture"] is None
    digest = a_picture(app, slug)
    assert visitor.get(f"/c/{slug}.json").response.get_json()["picture"] == {
        "address": f"http://127.0.0.1:8000/c/{slug}/picture-{digest}.jpg",
        "width": 400,
        "height": 300,
        "alt": ALT,
        "credit": "",
    }


@both_databases
def test_once_removed_it_is_gone(app, visitor):
    slug = a_campaign(app)
    path = f"/c/{slug}/picture-{a_picture(app, slug)}.jpg"
    with app.app_context():
        remove_picture(slug, actor=BEN)
    assert visitor.get(path).status == 404
    assert not visitor.get(f"/c/{slug}").all(".picture")


def test_the_list_of_campaigns_shows_it_as_far_as_one_scrolls(app, visitor):
    slug = a_campaign(app)
    digest = a_picture(app, slug)
    image = visitor.get("/").one(".case img").attrs
    assert image["src"] == f"/c/{slug}/picture-{digest}-small.jpg"
    assert image["loading"] == "lazy"
    assert visitor.get(image["src"]).status == 200  # of one that was stored before: the large one
