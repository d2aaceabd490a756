"""An Urgent Action becomes a draft: nothing is lost, nothing is guessed."""

from dataclasses import replace
from datetime import date

import pytest

from petitions.campaigns.contacts import CONTACT_KINDS
from petitions.campaigns.drafts import ContactDraft
from petitions.campaigns.markdown import as_html
from petitions.desk.importing.draft import (
    account,
    as_markdown,
    case_number,
    draft_of,
    international_number,
)
from petitions.desk.importing.open_questions import open_questions, storable
from petitions.urgent_actions.models import Official, UrgentAction
from petitions.web.countries import AddressCountry, country_code, country_of_address
from tests.urgent_actions.atyrau import AMBASSADOR, DEMANDS, PROSECUTOR, SAID, action

pytestmark = pytest.mark.usefixtures("in_app")


def asked(found: UrgentAction) -> list[str]:
    return [one.key for one in open_questions(found, draft_of(found))]


def test_all_that_was_found_has_its_place():
    draft = draft_of(action(index_number="EUR 57/5600/2017"))
    assert (draft.slug, draft.reference) == ("ua-115-16", "UA 115/16")
    assert (draft.title, draft.country, draft.language) == (
        "Five-Year Sentences Confirmed",
        "KZ",
        "en",
    )
    assert (draft.issued, draft.deadline) == (date(2017, 1, 31), date(2017, 3, 14))
    assert draft.demands == SAID
    assert draft.sources == [{"title": "Urgent Action: UA 115/16, EUR 57/5600/2017", "url": ""}]


def test_what_cannot_be_said_keeps_its_words_and_is_asked_for_first():
    found = action(said=[SAID[0], None, SAID[2]])
    assert draft_of(found).demands == [SAID[0], DEMANDS[1], SAID[2]]
    assert asked(found) == ["demands.1", "pledge", "deadline"]  # which has passed


@pytest.mark.parametrize(
    ("title", "language", "words"),
    [
        ("ADA'S FRIENDS HELD IN ATYRAU", "en", "Ada's friends held in Atyrau"),
        ("HELD BY THE KNB SINCE MAY", "en", "Held by the KNB since May"),
        ("Held by the KNB", "en", "Held by the KNB"),
        ("HAFT IN ATYRAU", "de", "HAFT IN ATYRAU"),
    ],
)
def test_a_title_in_capitals_has_the_letters_of_the_text(title, language, words):
    text = f"{title}\nThe friends were held in Atyrau by the KNB on 3 May."
    assert draft_of(action(title=title, language=language, text=text)).title == words


def test_what_a_demand_tells_besides_is_asked_about():
    found = action(demands=["Deploring the raid, and urging that Ada be freed", *DEMANDS[1:]])
    first, *_ = open_questions(found, draft_of(found))
    assert (first.key, "Deploring the raid" in first.words) == ("demands.0", True)


def test_the_first_paragraph_is_the_summary_and_the_rest_the_story():
    draft = draft_of(action(background="They were arrested in May."))
    assert draft.summary.startswith("A court of appeal in Atyrau has left the sentences")
    assert draft.story.startswith("The two defenders of human rights lost their appeal")
    assert draft.story.endswith("### Background\n\nThey were arrested in May.")


@pytest.mark.parametrize(
    "story",
    [
        "All in one paragraph.",
        "x" * 601 + ".\n\nMore.",
        "Norway: fear for the safety of Ada\n\nMore.",
        "If you wish to help, write to:\n\nMore.",
    ],
)
def test_no_summary_is_made_of_a_story_that_has_none(story):
    draft = draft_of(action(story=story))
    assert (draft.summary, draft.story) == ("", story)


def test_the_pledge_is_asked_for_and_never_made_up():
    assert draft_of(action()).pledge == ""
    assert asked(action(deadline=None)) == ["pledge", "deadline"]


def test_an_empty_text_asks_for_everything():
    assert asked(UrgentAction(text="")) == [
        "title",
        "ua_number",
        "summary",
        "pledge",
        "country",
        "language",
        "issued",
        "deadline",
        "story",
        "demands",
        "targets",
    ]


def test_officials_keep_lines_and_get_their_country():
    prosecutor, ambassador = draft_of(action()).targets
    assert prosecutor.address.splitlines() == PROSECUTOR.address
    assert (prosecutor.slug, prosecutor.country) == ("prosecutor-general", "KZ")
    assert (ambassador.slug, ambassador.country) == ("ambassador", "US")
    assert ambassador.contacts == [
        ContactDraft("fax", "+1 202-232-5845"),
        ContactDraft("phone", "+1 202-232-5488"),
    ]


def test_two_of_one_office_have_addresses_of_their_own():
    found = draft_of(action(targets=[PROSECUTOR, PROSECUTOR])).targets
    assert [one.slug for one in found] == ["prosecutor-general", "prosecutor-general-2"]


@pytest.mark.parametrize(
    ("line", "kept"),
    [("Kasachstan", False), ("Republic of Kazakhstan", True), ("KAZAKHSTAN", True)],
)
def test_a_country_that_the_envelope_would_write_again_goes(line, kept):
    official = replace(PROSECUTOR, address=["14 Orynbor Street", line])
    target = draft_of(action(targets=[official])).targets[0]
    assert (line in target.address) == kept
    assert target.country == "KZ"


def test_a_number_without_a_country_stays_and_is_asked_about():
    official = replace(AMBASSADOR, address=["Embassy of Kazakhstan", "16th Street"])
    found = action(targets=[official])
    assert draft_of(found).targets[0].contacts[0] == ContactDraft("fax", "202.232.5845")
    assert asked(found) == [
        "pledge",
        "deadline",
        "targets.0.country",
        "targets.0.fax.0",
        "targets.0.phone.0",
    ]


@pytest.mark.parametrize(
    ("written", "country", "stored"),
    [
        ("+7 7172 506 402", "", "+7 7172 506 402"),
        ("(00 52) 55 5346 2000", "", "+52 55 5346 2000"),
        ("0052 55 5346 2000", "CU", "+52 55 5346 2000"),
        ("202.232.5845", "US", "+1 202-232-5845"),
        ("202.232.5845", "", "202.232.5845"),
        ("506 402", "KZ", "506 402"),
        ("ask the embassy", "KZ", "ask the embassy"),
        ("00", "KZ", "00"),
    ],
)
def test_numbers_are_completed_only_where_the_country_is_known(written, country, stored):
    assert international_number(written, country) == stored


@pytest.mark.parametrize("country", ["", "US", "KZ", "MX", "ZZ"])
def test_what_is_made_of_a_number_can_be_dialled(country):
    for written in ("202.232.5845", "(00 52) 55 5346 2000", "7172 506 402", "1-202-232-5845"):
        made = international_number(written, country)
        assert made == written or CONTACT_KINDS["fax"].check(made) == made


def test_accounts_are_addressed_by_their_name():
    assert account("name") == account("@name") == account("https://twitter.com/name") == "@name"
    assert account("https://www.facebook.com/name").startswith("https://")


@pytest.mark.parametrize(
    ("name", "language", "code"),
    [
        ("Kazakhstan", "en", "KZ"),
        ("Kasachstan", "de", "KZ"),
        ("Kazachstan", "pl", "KZ"),
        ("MEXICO", "es", "MX"),
        ("USA (Texas)", "en", "US"),
        ("Burma", "en", "MM"),
        ("Zaire", "en", "CD"),
        ("Federación Rusa", "es", "RU"),
        ("Côte d’Ivoire", "fr", "CI"),
        ("Republic of China", "en", "TW"),
        ("China", "en", "CN"),
        ("Republic of Korea", "en", "KR"),
        ("Israel/OPT", "en", ""),
        ("Congo", "es", ""),
        ("Korea", "en", ""),
        ("Nowhere", "xx", ""),
        ("", "en", ""),
    ],
)
def test_countries_by_their_names_and_old_names(name, language, code):
    assert country_code(name, language) == code


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Washington DC 20036", "US"),
        ("Washington, D.C. 20008, USA", "US"),
        ("Huntsville, TX 77340-1234", "US"),
        ("Tashkent, Uzbekistan", "UZ"),
        ("(Poland)", "PL"),
        ("28071 Madrid, España", "ES"),
        ("Atlanta, Georgia", None),
        ("ZZ 20036", None),
        ("Embassy of Kazakhstan", None),
        ("06500 Ciudad de México", None),
    ],
)
def test_the_country_of_an_address_is_never_guessed(line, code):
    found = country_of_address(["1 Main Street", line, ""], "en")
    assert (found and found.code) == code


def test_georgia_is_a_country_where_the_case_is_there():
    assert country_of_address(["0105 Tbilisi", "Georgia"], "en", "GE") == AddressCountry(
        "GE", "Georgia"
    )


def test_plain_text_reads_the_same_as_markdown():
    text = "# No heading\n> 1. *not* <b>bold</b> [x](y) snake_case _no_\n\n• first\n• second\n\n"
    text += "1999. A year\n---"
    html = as_html(as_markdown(text))
    for words in (
        "# No heading",
        "*not* &lt;b&gt;",
        "[x](y) snake_case _no_",
        "1999. A year",
        "---",
    ):
        assert words in html
    assert html.count("<li>") == 2
    assert "<h" not in html


def test_references_to_one_case_are_found_to_be_the_same():
    assert (
        len({case_number(one) for one in ("UA 115/16", "UA 115.16", "115/2016", "UA: 115/16")}) == 1
    )
    assert case_number("EXTRA 115/16") not in {None, case_number("UA 115/16")}
    assert (
        case_number("EUR 57/5600/2017")
        is case_number("Case 12")
        is case_number("31.01.2017")
        is None
    )
    assert [
        draft_of(action(ua_number=one)).reference for one in ("115/16", "EXTRA 19/92", None)
    ] == [
        "UA 115/16",
        "EXTRA 19/92",
        "",
    ]


def test_copies_are_one_for_each_address():
    embassy = Official(role="Ambassador", email=["a@example.org", "b@example.org"])
    foreign = Official(address=["Foreign Ministry", "Capital"])
    assert [*draft_of(action(copies_to=[embassy, foreign])).copies_to] == [
        {"name": "Ambassador", "email": "a@example.org"},
        {"name": "Ambassador", "email": "b@example.org"},
        {"name": "Foreign Ministry", "email": ""},
    ]


def test_what_nobody_could_be_reached_by_is_left_out_and_said_before_it_is_stored():
    official = replace(AMBASSADOR, name="x" * 300, address=["16th Street"])
    draft, left = storable(draft_of(action(targets=[official], language=None)))
    assert draft.targets[0].contacts == []
    assert len(draft.targets[0].name) == 200
    assert draft.language == "en"
    assert [one[:8] for one in left] == ["Left out", "Left out", "Shortene"]
