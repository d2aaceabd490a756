"""A page speaks the language of its campaign, and reads in that language's direction."""

from datetime import date

import pytest
from justhtml import JustHTML

from petitions.web.i18n import (
    countries,
    country_codes,
    country_name,
    day_in_words,
    is_language,
    use_language,
)
from tests.factories import a_campaign
from tests.mails import body, link
from tests.signing.steps import confirmed, sign, signed

ARABIC = {"language": "ar", "title": "أطلقوا سراح الممرضة", "deadline": date(2017, 3, 14)}
DAY = date(2017, 3, 4)


@pytest.fixture
def slug(app):
    return a_campaign(app, **ARABIC)


def direction(page):
    html = page.one("html").attrs
    return html["lang"], html["dir"]


def test_an_arabic_campaign_reads_from_right_to_left(visitor, slug):
    for path in ("", "/sign", "/check-mail", "/thanks"):
        assert direction(visitor.get(f"/c/{slug}{path}")) == ("ar", "rtl")
    assert direction(sign(visitor, slug, name="")) == ("ar", "rtl")


def test_so_do_the_pages_of_its_mails(visitor, mailbox, slug):
    mail = confirmed(visitor, mailbox, slug)
    for kind in ("confirm", "withdraw"):
        assert direction(visitor.get(link(mail, kind))) == ("ar", "rtl")
    visitor.post(link(mail, "withdraw"))
    assert direction(visitor.get(link(mail, "confirm"))) == ("ar", "rtl")


def test_in_its_mails_each_sentence_has_the_direction_of_its_language(visitor, mailbox, slug):
    html = JustHTML(body(signed(visitor, mailbox, slug), "html"), sanitize=False)
    (sentences,), (pledge,) = html.query("html"), html.query("blockquote")
    assert (sentences.attrs["lang"], sentences.attrs["dir"]) == ("en", "ltr")
    assert (pledge.attrs["lang"], pledge.attrs["dir"]) == ("ar", "rtl")


def test_the_list_of_campaigns_marks_what_is_in_another_language(visitor, slug):
    page = visitor.get("/")
    assert direction(page) == ("en", "ltr")
    assert page.one(".case").attrs["lang"] == "ar"


def test_one_language_does_not_rub_off_on_the_next_page(app, visitor, slug):
    visitor.get(f"/c/{slug}")
    for path in ("/", "/privacy", "/nothing", f"/c/{a_campaign(app, slug='english')}"):
        assert direction(visitor.get(path)) == ("en", "ltr")


def test_an_arabic_page_names_days_and_countries_in_arabic(visitor, slug):
    page = visitor.get(f"/c/{slug}")
    assert "مارس" in page.text("#deadline")
    assert page.one("#deadline").attrs["datetime"] == "2017-03-14"
    assert page.text(".kicker").startswith("كازاخستان")
    assert page.text('#country option[value="FR"]') == "فرنسا"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "4 March 2017"),
        ("en-GB", "4 March 2017"),
        ("de", "4. März 2017"),
        ("fr", "4 mars 2017"),
        ("ru", "4 марта 2017\u202fг."),
        ("pt-BR", "4 de março de 2017"),
        ("zh-Hant", "2017年3月4日"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(app, language, words):
    with app.test_request_context():
        use_language(language)
        assert day_in_words(DAY) == words


@pytest.mark.parametrize("code", ["en", "ar", "pt-BR", "zh-Hant", "sr-Latn", "he", "fa", "am"])
def test_it_knows(code):
    assert is_language(code)


@pytest.mark.parametrize("code", ["", "xx", "english", "en_GB;", "../en", "e", "en-", "1", "ar\n"])
def test_it_does_not_know(code):
    assert not is_language(code)


def test_countries_are_those_of_iso_3166(app):
    assert len(country_codes() - {"XK"}) == 249  # Kosovo, too, is a country one can live in
    assert {"GB", "TW", "PS", "VA", "AX", "SS"} <= country_codes()
    assert not {"EU", "UN", "ZZ", "AC", "XA", "001"} & country_codes()


def test_countries_stand_where_a_reader_looks_for_them(app):
    with app.test_request_context():
        names = [name for _, name in countries()]
    assert names.index("Åland Islands") < names.index("Albania")
    assert names.index("Croatia") > names.index("Côte d’Ivoire") > names.index("Costa Rica")
    assert names[-1] == "Zimbabwe"


def test_a_country_nobody_knows_is_its_code(app):
    with app.test_request_context():
        assert (country_name("KZ"), country_name("QQ")) == ("Kazakhstan", "QQ")
