"""Mails as readers and their programs expect them: language, width, links, plain text."""

import pytest
from justhtml import JustHTML

from petitions.campaigns.markdown import as_blocks, as_html, as_plain
from tests.factories import a_campaign, stored
from tests.mails import body
from tests.organisers import at_desk
from tests.signing.steps import confirmed, signed

BURMESE = {"language": "my", "title": "သူနာပြုကို လွှတ်ပေးပါ", "pledge": "သူနာပြုကို လွှတ်ပေးပါ။"}
BASE = "https://petitions.example/c/free-the-nurse"
NEWS = """# A *first* day

She is **free**, see [the other case](/c/another) and [the demands](#demands).
[A friend](https://friend.example), <https://plain.example>, [write](mailto:us@petitions.example).

- one
- two

3. three
4. four

> said so

    code
"""
PLAIN = f"""A first day

She is free, see the other case (https://petitions.example/c/another) \
and the demands ({BASE}#demands). \
A friend (https://friend.example), https://plain.example, write (us@petitions.example).

- one
- two

3. three
4. four

> said so

code"""


@pytest.mark.parametrize(
    ("campaign", "subject"),
    [({}, "Please confirm: Free the nurse"), (BURMESE, "Please confirm your signature")],
)
def test_a_subject_is_in_one_language(app, visitor, mailbox, campaign, subject):
    assert signed(visitor, mailbox, a_campaign(app, **campaign))["Subject"] == subject


def test_so_is_that_of_who_signs_again(app, visitor, mailbox):
    slug = a_campaign(app, **BURMESE)
    confirmed(visitor, mailbox, slug)
    assert signed(visitor, mailbox, slug)["Subject"] == "You have signed already"


def test_each_sentence_has_its_language_and_its_direction(app, visitor, mailbox):
    arabic = {"language": "ar", "title": "أطلقوا سراح الممرضة", "pledge": "أطلب الإفراج عنها."}
    html = JustHTML(
        body(signed(visitor, mailbox, a_campaign(app, **arabic)), "html"), sanitize=False
    )
    for part in html.query("body p, body blockquote"):
        is_arabic = any("\u0600" <= char <= "\u06ff" for char in part.to_text())
        assert (part.attrs.get("lang") == "ar") == is_arabic
        assert part.attrs.get("dir", "ltr") == ("rtl" if is_arabic else "ltr")


def test_it_fits_a_phone_and_a_dark_screen(app, visitor, mailbox):
    html = body(signed(visitor, mailbox, a_campaign(app)), "html")
    for said in ('name="viewport"', 'name="color-scheme" content="light dark"', "overflow-wrap"):
        assert said in html


def test_the_address_of_the_case_is_a_link(app, visitor, mailbox):
    slug = a_campaign(app)
    for mail in (confirmed(visitor, mailbox, slug), signed(visitor, mailbox, slug)):
        assert f'<a href="http://127.0.0.1:8000/c/{slug}">' in body(mail, "html")


def test_markdown_as_plain_text():
    assert as_plain(NEWS, BASE) == PLAIN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *(("", ""), ("![](x)", ""), ("1.\n2.", ""), ("***", "")),
        ("[x](http://[)", "x (http://%5B)"),
        ("[](#a)", f" ({BASE}#a)"),
    ],
)
def test_odd_markdown_breaks_nothing(text, words):
    assert as_plain(text, BASE) == words
    as_html(text, BASE)


def test_what_other_programs_open_keeps_its_address():
    text = "Call [us](tel:+44207) or [write](mailto:us@petitions.example?subject=Hello)."
    assert as_plain(text, BASE) == "Call us (+44207) or write (us@petitions.example)."


def test_links_are_whole_addresses_where_it_leaves_the_site():
    html = as_html(NEWS, BASE)
    assert 'href="https://petitions.example/c/another"' in html
    assert f'href="{BASE}#demands"' in html
    words = "".join(run.text for block in as_blocks(NEWS, BASE) for run in block.runs)
    assert "the other case (https://petitions.example/c/another)" in words
    assert "https://plain.example," in words


def test_so_they_are_on_the_page_and_in_the_feed(app, visitor):
    slug = a_campaign(app, story="See [the demands](#demands).")
    desk = at_desk(app)
    desk.post(
        f"/organise/campaigns/{slug}/updates",
        {"dated": "2026-11-20", "text": "See [the case](/c/another)."},
    )
    assert 'href="http://127.0.0.1:8000/c/another"' in visitor.get(f"/c/{slug}").response.text
    assert (
        f'href="http://127.0.0.1:8000/c/{slug}#demands"' in visitor.get(f"/c/{slug}").response.text
    )
    feed = visitor.get(f"/c/{slug}/updates.atom").response.get_data(as_text=True)
    assert 'href="http://127.0.0.1:8000/c/another"' in feed


def test_a_picture_in_news_is_refused_with_a_word(app):
    slug, desk = a_campaign(app), at_desk(app)
    text = "Look: ![the nurse](https://pictures.example/nurse.jpg)"
    page = desk.post(f"/organise/campaigns/{slug}/updates", {"dated": "2026-11-20", "text": text})
    assert page.status == 422
    assert "Pictures in a text are not shown" in page.text("#news-form")
    assert page.value("text") == text
    assert stored(app)["campaign_update"] == []
