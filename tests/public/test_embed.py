"""The counter in a frame of another site: small, without a form, where it is allowed."""

import pytest

from tests.factories import a_campaign
from tests.signing.steps import confirmed

NEWS, BLOG = "https://news.example.org", "https://blog.example.org:8443"


def embed(app, visitor, state="open", **changes):
    page = visitor.get(f"/c/{a_campaign(app, state, **changes)}/embed")
    assert page.status == 200
    return page


def policy(page):
    parts = (part.partition(" ") for part in page.headers["Content-Security-Policy"].split("; "))
    return {name: value for name, _, value in parts}


def test_it_shows_title_and_counter(app, visitor, mailbox):
    slug = a_campaign(app)
    confirmed(visitor, mailbox, slug)
    page = visitor.get(f"/c/{slug}/embed")
    assert page.text("h1") == "Free the nurse"
    assert page.text(".count") == "1 confirmed signature"
    assert page.one("[data-counter=signatures]").attrs["data-value"] == "1"


def test_no_form_no_field_and_one_small_script_of_ours(app, visitor):
    page = embed(app, visitor, embed_on=["*"])
    assert not page.all("form, button, input, iframe, img, object")
    assert "hx-" not in page.html
    script = visitor.get(page.one("script").attrs["src"]).response.data
    assert b"postMessage" in script
    assert len(script) < 1_000


def test_it_has_the_goal_and_says_where_the_numbers_come_from(app, visitor):
    page = embed(app, visitor, goal=50)
    assert page.one("progress").attrs["max"] == "50"
    numbers = visitor.get(page.one("[data-from]").attrs["data-from"]).response.json
    assert (numbers["signatures"], numbers["goal"]) == (0, 50)


def test_no_cookie(app, visitor):
    assert "Set-Cookie" not in embed(app, visitor, embed_on=["*"]).headers


@pytest.mark.parametrize("changes", [{}, {"language": "ar"}, {"title": "Free her & him " * 13}])
def test_it_is_small(app, visitor, changes):
    assert len(embed(app, visitor, **changes).response.data) < 2_600


def test_the_case_opens_in_a_tab_of_its_own(app, visitor):
    page = embed(app, visitor)
    (link,) = page.all("a")
    assert link.attrs["href"] == "/c/free-the-nurse"
    assert (link.attrs["target"], link.attrs["rel"]) == ("_blank", "noopener")
    assert link.to_text().strip() == "Read and sign"


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_where_one_cannot_sign_it_does_not_invite_to(app, visitor, state):
    assert embed(app, visitor, state).text("a") == "Read the story"


@pytest.mark.parametrize(
    ("allowed", "ancestors"),
    [([], "'self'"), ([NEWS], f"'self' {NEWS}"), ([NEWS, BLOG], f"'self' {NEWS} {BLOG}"),
     (["*"], "'self' *")],
)  # fmt: skip
def test_only_sites_that_the_organisers_named_may_frame_it(app, visitor, allowed, ancestors):
    assert policy(embed(app, visitor, embed_on=allowed))["frame-ancestors"] == ancestors


def test_all_else_that_the_policy_forbids_stays_forbidden(app, visitor):
    there = policy(embed(app, visitor, embed_on=["*"]))
    usual = policy(visitor.get("/"))
    assert usual.pop("frame-ancestors") == "'none'"
    assert there.pop("frame-ancestors") == "'self' *"
    assert there == usual


@pytest.mark.parametrize("allowed", [[], [NEWS], ["*"]])
def test_no_header_that_knows_no_list_forbids_the_frame(app, visitor, allowed):
    headers = embed(app, visitor, embed_on=allowed).headers
    assert "X-Frame-Options" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "unsafe-none"


@pytest.mark.parametrize(
    "path",
    ["", "/sign", "/thanks", "/share", "/poster", "/counter", ".json", "/qr.svg", "/nothing"],
)
def test_everything_else_stays_out_of_frames(app, visitor, path):
    page = visitor.get(f"/c/{a_campaign(app, embed_on=['*'])}{path}")
    assert page.headers["X-Frame-Options"] == "DENY"
    assert policy(page)["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("slug", ["free-the-nurse", "nobody"])
def test_a_draft_and_an_error_cannot_be_framed(app, visitor, slug):
    a_campaign(app, "draft", embed_on=["*"])
    page = visitor.get(f"/c/{slug}/embed")
    assert (page.status, page.headers["X-Frame-Options"]) == (404, "DENY")
    assert policy(page)["frame-ancestors"] == "'none'"


def test_who_has_it_already_may_still_frame_it(app, visitor):
    known = {"If-None-Match": embed(app, visitor, embed_on=[NEWS]).headers["ETag"]}
    again = visitor.client.get(
        "/c/free-the-nurse/embed", base_url="http://127.0.0.1:8000", headers=known
    )
    assert again.status_code == 304
    assert "X-Frame-Options" not in again.headers
    assert policy(again)["frame-ancestors"] == f"'self' {NEWS}"


def test_a_title_is_never_html(app, visitor):
    page = embed(app, visitor, title='<script>x</script>"><b>Free</b>')
    assert page.text("h1") == '<script>x</script>"><b>Free</b>'
    assert not page.all("main script, b")


def test_search_engines_leave_it_out(app, visitor):
    assert embed(app, visitor).one('meta[name="robots"]').attrs["content"] == "noindex"
