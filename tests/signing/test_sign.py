"""Signing stores what a person typed, and a form with a mistake comes back with every word."""

import re

import pytest

from petitions.signing.forms import TRAP, TRAPPED
from petitions.signing.models import CONSENT_VERSION
from tests.conftest import both_databases
from tests.factories import a_campaign, sign_form, stored
from tests.signing.steps import sign

WRONG = [
    ("name", "", "Enter your name."),
    ("name", " \u200b\u2060 ", "Enter your name."),
    ("name", "x" * 101, "This name is longer than 100 characters. Please shorten it."),
    ("name", "\u0958" * 99, "This name is longer than 100 characters. Please shorten it."),
    ("email", "", "Enter your e-mail address."),
    ("email", "ada", "This does not look like an e-mail address."),
    ("email", "ada@", "This does not look like an e-mail address."),
    ("email", "ada@example", "This does not look like an e-mail address."),
    ("email", "ada@example.org, ben@example.org", "This does not look like an e-mail address."),
    ("email", "a" * 250 + "@example.org", "This does not look like an e-mail address."),
    ("country", "", "Choose the country you live in."),
    ("country", "ZZ", "Choose the country you live in."),
    ("country", "gb", "Choose the country you live in."),
    ("comment", "x" * 501, "Your comment is longer than 500 characters. Please shorten it."),
    ("comment", "e\u0301" * 3000, "Your comment is longer than 500 characters."),
    ("visibility", "everyone", "Choose how your name is shown."),
    ("consent", "", "Tick this box if you agree. Without it we may not keep your name."),
]
FINE = [
    ("name", "x" * 100, "x" * 100),
    ("name", "  Ada \t Lovelace ", "Ada Lovelace"),
    ("name", "\U0001e922" * 100, "\U0001e922" * 100),
    ("email", " Ada.L+x@Example.ORG ", "Ada.L+x@example.org"),
    ("email", "\u202aada@example.org\u202c", "ada@example.org"),
    ("email", "<mailto:ada@example.org>,", "ada@example.org"),
    ("country", "TW", "TW"),
    ("comment", "x" * 500, "x" * 500),
    ("comment", "e\u0301" * 500, "é" * 500),
    ("comment", "\U0001f54a" * 500, "\U0001f54a" * 500),
    ("comment", "one\r\n\r\ntwo", "one\n\ntwo"),
    ("visibility", "initials", "initials"),
    ("visibility", "full", "full"),
]
TYPED = {
    "name": "Ada <b>",
    "email": "ada at example",
    "country": "KZ",
    "comment": "first line\nsecond & last",
    "visibility": "full",
    "updates": "y",
}


def signature(app):
    """Give the only signature there is, as {column: value}."""
    columns = "id campaign_id state digest email name country comment visibility updates consent"
    (row,) = stored(app)["signature"]
    return dict(zip(columns.split(), row, strict=False))


@both_databases
def test_it_stores_what_was_typed(app, visitor):
    answer = sign(visitor, a_campaign(app), comment="For the nurse.", updates="y")
    assert answer.status == 303
    assert answer.headers["Location"].startswith("/c/free-the-nurse/check-mail/")
    row = signature(app)
    assert (row["name"], row["email"], row["country"]) == ("Ada Lovelace", "ada@example.org", "GB")
    assert (row["comment"], row["updates"], row["state"]) == ("For the nurse.", True, "pending")


def test_the_page_after_signing_says_to_check_ones_mail(app, visitor):
    answer = sign(visitor, a_campaign(app))
    assert visitor.get(answer.headers["Location"]).text("h1") == "Check your e-mail"


@pytest.mark.parametrize(("field", "typed", "kept"), FINE)
def test_it_takes(app, visitor, field, typed, kept):
    assert sign(visitor, a_campaign(app), **{field: typed}).status == 303
    assert signature(app)[field] == kept


@pytest.mark.parametrize(("field", "typed", "words"), WRONG)
def test_it_refuses(app, visitor, field, typed, words):
    page = sign(visitor, a_campaign(app), **{field: typed})
    assert page.status == 422
    assert page.text(f"#{field}-problem").startswith(words)
    assert len(page.all(".problem")) == len(page.all(".notice-problem li")) == 1
    assert not stored(app)["signature"]


@pytest.mark.parametrize("field", ["name", "email", "country", "consent"])
def test_a_field_that_is_missing_altogether_is_an_error(app, visitor, field):
    form = {key: value for key, value in sign_form().items() if key != field}
    page = visitor.post(f"/c/{a_campaign(app)}/sign", form)
    assert (page.status, len(page.all(".problem"))) == (422, 1)


def test_an_empty_form_has_one_error_for_each_field_that_must_be_filled_in(app, visitor):
    page = visitor.post(f"/c/{a_campaign(app)}/sign")
    ids = [problem.attrs["id"] for problem in page.all(".problem")]
    assert ids == ["name-problem", "email-problem", "country-problem", "consent-problem"]


def test_an_error_belongs_to_its_field(app, visitor):
    page = sign(visitor, a_campaign(app), email="ada")
    field = page.one('[name="email"]')
    assert field.attrs["aria-invalid"] == "true"
    assert field.attrs["aria-describedby"] == "email-problem email-help"
    assert page.one(".notice-problem li a").attrs["href"] == "#email"
    # Without JavaScript the browser shows that list first: the answer opens at the form.
    assert page.one("form#sign").attrs["action"] == "/c/free-the-nurse/sign#sign"
    assert page.text(".notice-problem li a") == page.text("#email-problem")


def test_a_form_with_a_mistake_comes_back_as_it_was_typed(app, visitor):
    page = visitor.post(f"/c/{a_campaign(app)}/sign", TYPED)
    typed = {name: page.value(name) for name in ("name", "email", "country", "comment")}
    assert typed == {name: TYPED[name] for name in typed}
    assert "checked" in page.one("#visibility-full").attrs
    assert "checked" in page.one("#updates").attrs
    assert "checked" not in page.one("#consent").attrs


def test_a_ticked_consent_stays_ticked_while_one_corrects(app, visitor):
    page = sign(visitor, a_campaign(app), name="")
    assert "checked" in page.one("#consent").attrs


def test_at_first_a_name_is_hidden_and_nothing_is_ticked(app, visitor):
    page = visitor.get(f"/c/{a_campaign(app)}/sign")
    checked = [field.attrs["id"] for field in page.all("input") if "checked" in field.attrs]
    assert checked == ["visibility-hidden"]


def test_who_does_not_choose_is_hidden_and_gets_no_news(app, visitor):
    form = sign_form()
    del form["visibility"]
    visitor.post(f"/c/{a_campaign(app)}/sign", form)
    assert (signature(app)["visibility"], signature(app)["updates"]) == ("hidden", False)


def test_consent_is_stored_with_the_version_of_its_words(app, visitor):
    sign(visitor, a_campaign(app))
    assert signature(app)["consent"] == CONSENT_VERSION


def test_a_filled_trap_is_told_and_nothing_is_stored(app, visitor):
    slug = a_campaign(app)
    before = stored(app)
    page = sign(visitor, slug, leave_empty="https://spam.example")
    assert stored(app) == before
    assert page.status == 422
    assert page.text(".notice-problem li") == str(TRAPPED)
    assert (page.value("name"), page.value("email")) == ("Ada Lovelace", "ada@example.org")
    assert page.one("[data-trap]").attrs["value"] == ""
    assert sign(visitor, slug).status == 303


def test_people_do_not_meet_the_trap_and_what_fills_in_forms_passes_over_it(app, visitor):
    page = visitor.get(f"/c/{a_campaign(app)}/sign")
    assert page.one(".trap").attrs["aria-hidden"] == "true"
    trap = page.one("[data-trap]").attrs
    assert (trap["tabindex"], trap["autocomplete"], trap["name"]) == ("-1", "off", TRAP)
    assert {"data-1p-ignore", "data-bwignore", "data-lpignore", "data-form-type"} <= trap.keys()
    # By which browsers guess what to fill in.
    assert not re.search("name|mail|site|url|web|phone|tel|company|address|country|city", TRAP)


def test_an_address_that_may_be_wrong_is_asked_about_and_can_be_passed_over(app, visitor):
    slug, typed = a_campaign(app), "ada@gmail.con"
    page = sign(visitor, slug, email=typed)
    assert (page.status, page.value("email")) == (422, typed)
    assert "Did you mean ada@gmail.com?" in page.text("#email-problem")
    assert page.one('[name="email_meant"]').attrs["value"] == "ada@gmail.com"
    assert not stored(app)["signature"]
    again = sign(visitor, slug, email=typed, email_asked=page.value("email_asked"))
    assert (again.status, signature(app)["email"]) == (303, typed)


@pytest.mark.parametrize(
    ("typed", "kept"), [("ada@gmail.con", "ada@gmail.com"), ("ada@new.org", "ada@new.org")]
)
def test_the_address_that_was_meant_is_taken_unless_another_is_typed(app, visitor, typed, kept):
    answer = {"email_asked": "ada@gmail.con", "email_meant": "ada@gmail.com"}
    assert sign(visitor, a_campaign(app), email=typed, **answer).status == 303
    assert signature(app)["email"] == kept


def test_a_sign_that_a_keyboard_put_in_is_never_taken(app, visitor):
    slug, typed = a_campaign(app), "siobhan.o’neill@example.org"
    for changes in ({}, {"email_asked": typed}):
        page = sign(visitor, slug, email=typed, **changes)
        assert page.status == 422
        assert "Did you mean siobhan.o'neill@example.org?" in page.text("#email-problem")
    assert not stored(app)["signature"]


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_a_campaign_that_takes_no_signatures_says_why(app, visitor, state):
    slug = a_campaign(app, state, note="Because of the trial.")
    before = stored(app)
    for page in (visitor.get(f"/c/{slug}/sign"), sign(visitor, slug)):
        assert page.status == 410
        assert not page.all("form")
        why = {"won": "This campaign was won"}.get(state, "Because of the trial.")
        assert why in page.text("#pledge")
    assert stored(app) == before


def test_nobody_can_sign_a_draft(app, visitor):
    slug = a_campaign(app, "draft")
    assert visitor.get(f"/c/{slug}/sign").status == 404
    assert sign(visitor, slug).status == 404
    assert not stored(app)["signature"]


def test_a_flood_of_text_is_refused_before_it_is_read(app, visitor):
    assert sign(visitor, a_campaign(app), comment="x" * 70_000).status == 413


@pytest.mark.parametrize("body", [[1, 2], {"name": 5}, {"name": "\ud800"}, "x", {"consent": {}}])
def test_only_a_form_is_a_form(app, visitor, body):
    page = visitor.ask("POST", f"/c/{a_campaign(app)}/sign", json=body)
    assert (page.status, page.value("name")) == (422, "")


def test_visibility_is_asked_first_and_no_comment_is_cut_off_without_a_word(app, visitor):
    page = visitor.get(f"/c/{a_campaign(app)}/sign")
    fields = [
        field.attrs["name"] for field in page.all("#sign input, #sign select, #sign textarea")
    ]
    assert fields[:4] == ["visibility"] * 3 + ["name"]
    assert "Kazakhstan" in page.text("#visibility-help")
    comment = page.one("#comment").attrs
    assert (comment["data-most"], comment.get("maxlength")) == ("500", None)
    assert "500 characters" in page.text("#comment-help")
