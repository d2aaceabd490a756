"""A campaign file is read as it is meant."""

from datetime import date

import pytest

from petitions.campaigns.campaign_file import read_campaign
from tests.urgent_actions.files import RIGHT, changed


@pytest.fixture
def file(tmp_path):
    return tmp_path / "free-the-nurse.md"


def read(file, text):
    file.write_text(text, "utf-8")
    return read_campaign(file)


def test_the_smallest_file_that_is_right(file):
    draft = read(file, RIGHT)
    assert (draft.slug, draft.goal, draft.language) == ("free-the-nurse", 100, "en")
    assert (draft.deadline, draft.time_zone, draft.sources) == (None, "UTC", [])
    assert draft.targets[0].slug == "minister-of-health"


def test_how_long_signers_are_kept(file):
    assert read(file, RIGHT).keep_days == 30
    assert read(file, changed("country: NO", "country: NO\nkeep_days: 3650")).keep_days == 3650


def test_norway_stays_norway(file):
    assert read(file, RIGHT).country == "NO"


def test_a_small_country_code_will_do(file):
    assert read(file, changed("country: NO", "country: kz")).country == "KZ"


@pytest.mark.parametrize("title", ["Yes", "1e3", "2017-01-31", "null", "0x10", "~"])
def test_every_value_is_text(file, title):
    assert read(file, changed("title: Free the nurse", f"title: {title}")).title == title


def test_one_contact_or_a_list_of_them(file):
    both = changed("fax: +7 7172 506 402", "fax: [+7 7172 506 402, +1 202 232 5845]")
    values = [contact.value for contact in read(file, both).targets[0].contacts]
    assert values == ["+7 7172 506 402", "+1 202 232 5845"]


def test_every_kind_of_contact(file):
    values = {
        "email": "a@example.org",
        "form": "https://example.org/contact",
        "phone": "+1 202 232 5845",
        "whatsapp": "+1 202 232 5846",
        "telegram": "@minister",
        "signal": "+1 202 232 5847",
        "social": "@minister@example.org",
    }
    lines = "\n    ".join(f"{kind}: '{value}'" for kind, value in values.items())
    contacts = read(file, changed("fax: +7 7172 506 402", lines)).targets[0].contacts
    assert {contact.kind: contact.value for contact in contacts} == values


def test_a_mark_at_the_start_and_windows_line_ends_change_nothing(file):
    right = read(file, RIGHT)
    file.write_bytes(b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode())
    assert read_campaign(file) == right


def test_a_file_without_a_timeline(file):
    draft = read(file, RIGHT.partition("# Timeline")[0])
    assert (draft.story, draft.updates) == ("She was arrested at work.", [])


def test_the_timeline_in_the_order_of_the_file(file):
    draft = read(file, RIGHT + "\n## 2016-05-17\nShe was arrested.\n")
    assert [update.dated for update in draft.updates] == [date(2017, 1, 31), date(2016, 5, 17)]


def test_a_site_that_may_frame_the_counter_is_named_as_browsers_name_it(tmp_path):
    file = tmp_path / "free-the-nurse.md"
    name = "country: NO\nembed_on: https://Nachrichtén.example:8443"
    file.write_text(changed("country: NO", name), "utf-8")
    assert read_campaign(file).embed_on == ["https://xn--nachrichtn-j7a.example:8443"]
