"""What is typed goes along to the next official, and from one channel to another, by POST."""

from dataclasses import replace

import pytest

from tests.appeals.people import (
    AMBASSADOR,
    CHANNELS,
    MINISTER,
    a_case,
    at,
    composed,
    numbers,
    report,
)

TYPED = {"name": "Ada Lovelace", "town": "London", "words": "I am a nurse\nmyself."}
SECOND = replace(MINISTER, slug="second", name="", role="Second")


@pytest.fixture
def case(app):
    return a_case(app, targets=[MINISTER, SECOND])


def sent_by(form):
    """Give what a browser sends of a form's inputs."""
    sent = {}
    for field in form.query("input"):
        if field.attrs["type"] == "checkbox" and "checked" not in field.attrs:
            continue
        sent.setdefault(field.attrs["name"], []).append(field.attrs["value"])
    return sent


def form_to(page, address):
    """Give the form with the button that leads there."""
    button = page.one(f'button[formaction="{address}"]')
    assert button.parent.attrs["method"] == "post"
    return button.parent


def on_to(visitor, page, address):
    """Press the button that leads to another appeal; give its page."""
    found = visitor.post(address, sent_by(form_to(page, address)))
    assert found.status == 200
    assert found.headers["Cache-Control"] == "no-store"
    return found


def reported(visitor, page, act="#reporting"):
    """Press a button below the appeal, as a browser without JavaScript does."""
    form = page.one(act)
    sent = sent_by(form)
    if act == "#reporting":
        sent["nonce"] = [page.one("#nonce").attrs["value"]]
    answer = visitor.post(form.attrs["action"], sent)
    assert answer.status == 307
    return visitor.post(answer.headers["Location"].partition("#")[0], sent)


def typed_into(page):
    return {name: page.value(name) for name in TYPED}


def test_it_goes_along_to_the_next_official(visitor, case):
    thanks = reported(visitor, visitor.post(at("email"), TYPED))
    assert "Thank you: you acted" in thanks.text("#report")
    page = on_to(visitor, thanks, at("email", target="second"))
    assert typed_into(page) == TYPED
    text = page.one("#text").to_text(separator="", strip=False)
    assert "I am a nurse\nmyself." in text
    assert text.endswith("Ada Lovelace\nLondon")


def test_the_page_of_the_thanks_still_has_it(visitor, case):
    page = reported(visitor, visitor.post(at("letter"), TYPED))
    assert typed_into(page) == TYPED
    assert page.headers["Cache-Control"] == "no-store"
    assert numbers(visitor) == {"letter": 1}


def test_undo_and_a_failing_address_keep_it_too(visitor, case):
    page = reported(visitor, visitor.post(at("email"), TYPED))
    page = reported(visitor, page, ".undo")
    assert "Your report was taken back." in page.text("#report")
    assert (typed_into(page), numbers(visitor)) == (TYPED, {})
    form = page.all('form[action$="/failed"]')[0]
    answer = visitor.post(form.attrs["action"], sent_by(form))
    page = visitor.post(answer.headers["Location"].partition("#")[0], sent_by(form))
    assert "Thank you for telling us" in page.text("#report")
    assert typed_into(on_to(visitor, page, at("email", target="second"))) == TYPED


@pytest.mark.parametrize("channel", CHANNELS)
def test_it_goes_along_to_every_other_channel(visitor, case, channel):
    page = visitor.post(at(channel), TYPED)
    for other in CHANNELS:
        if other != channel:
            found = on_to(visitor, page, at(other))
            assert found.value("words") == TYPED["words"], other


def test_it_goes_through_channels_that_do_not_ask_for_it(visitor, case):
    sent = TYPED | {"server": "social.example", "demand": ["2"], "paper": "us-letter"}
    page = visitor.post(at("letter"), sent | {"language": "fr"})
    page = on_to(visitor, page, at("social"))
    assert not page.all("#compose #name")
    page = visitor.post(at("social"), sent_by(page.one("#compose")) | {"words": "New."})
    page = on_to(visitor, page, at("letter"))
    assert typed_into(page) == TYPED | {"words": "New."}
    assert page.value("language") == "fr"
    ticked = [
        box.attrs["value"] for box in page.all("#compose [name=demand]") if "checked" in box.attrs
    ]
    papers = [
        one.attrs["value"] for one in page.all("#compose [name=paper]") if "checked" in one.attrs
    ]
    assert (ticked, papers) == (["2"], ["us-letter"])
    assert on_to(visitor, page, at("social")).value("server") == "social.example"
    printed = on_to(visitor, page, at("email")).one('form[action$="letter.eml"] [name=paper]')
    assert printed.attrs["value"] == "us-letter"


@pytest.mark.parametrize("path", [at("email"), at("letter")])
def test_with_nothing_typed_links_are_plain(visitor, case, path):
    for page in (visitor.get(path), visitor.post(path, {"name": " ", "town": "", "words": ""})):
        assert page.all("[formaction]:not([formaction*='letter.'])") == []
        links = [link.attrs["href"] for link in page.all("#other-channels a")]
        assert links == [at(c) for c in CHANNELS if at(c) != path]
        assert {visitor.get(link).status for link in links} == {200}


def test_with_nothing_typed_a_report_leads_back_as_before(visitor, case):
    nonce = composed(visitor)
    assert report(visitor, nonce=nonce, name=" ", language="en", paper="a4").status == 303


def test_a_report_that_is_refused_loses_nothing(visitor, case):
    page = report(visitor, "letter", number="many", **TYPED)
    assert page.status == 422
    assert typed_into(page) == TYPED
    assert "I am a nurse" in page.text("#text")
    files = page.one('button[formaction$="letter.pdf"]').parent
    assert sent_by(files)["name"] == ["Ada Lovelace"]


def test_a_mistake_goes_along_and_is_told_where_it_is_asked_for(visitor, case):
    wrong = {"name": "x" * 101, "words": "Please."}
    page = visitor.post(at("email"), wrong)
    assert page.status == 422
    sent = sent_by(form_to(page, at("social")))
    page = visitor.post(at("social"), sent)
    assert (page.status, page.value("words")) == (200, "Please.")
    page = visitor.post(at("letter"), sent_by(form_to(page, at("letter"))))
    assert (page.status, page.value("name")) == (422, "x" * 101)


def test_a_page_of_one_official_counts_no_report_of_another(visitor, case):
    page = visitor.post(at("email"), TYPED)
    first = page.one("#nonce").attrs["value"]
    page = visitor.post(at("email", target="second"), TYPED | {"nonce": first})
    assert page.one("#nonce").attrs["value"] != first


def test_an_official_who_is_reached_otherwise_gets_it_so(app, visitor):
    a_case(app, targets=[MINISTER, AMBASSADOR])
    page = reported(visitor, visitor.post(at("letter"), TYPED))
    assert typed_into(on_to(visitor, page, at("email", target="ambassador"))) == TYPED
