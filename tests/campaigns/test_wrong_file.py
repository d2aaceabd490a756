"""A wrong campaign file is refused with file, line and what was expected, and nothing is stored."""

import pytest

from petitions.campaigns.campaign_file import MAX_BYTES, NO_PICTURES, FileError, read_campaign
from tests.urgent_actions.files import RIGHT, changed, imported, stored, without


@pytest.fixture
def file(tmp_path):
    return tmp_path / "free-the-nurse.md"


def refusal(app, file, text):
    """Give what the command says to a wrong file, each line without the file's name."""
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    code, said = imported(app, file)
    assert (code, stored(app)) == (2, 0), said
    lines = said.splitlines()
    assert all(line.startswith(f"{file}:") for line in lines), said
    return [line.removeprefix(f"{file}:") for line in lines]


MISSING = {
    "title:": "2: title is missing: expected a text of at most 200 characters",
    "summary:": "2: summary is missing: expected a text of at most 600 characters",
    "pledge:": "2: pledge is missing: expected a text of at most 600 characters",
    "country:": "2: country is missing: expected a country code of two letters, such as KZ",
    "- Set": "2: demands: expected at least one",
    "salutation:": "9: salutation is missing: expected a text of at most 200 characters",
    "She was arrested": "12: expected the story after the fields",
    "She was moved": "17: expected a text under this heading",
}


@pytest.mark.parametrize("start", MISSING)
def test_what_is_missing_is_named(app, file, start):
    text = without(start)
    assert refusal(app, file, text) == [MISSING[start]]


WRONG = {
    ("title: Free", "titel: Free"): [
        "2: titel is unknown: expected one of slug, title, summary, pledge, country, reference, "
        "language, goal, issued, deadline, time_zone, demands, targets, letters, copies_to, "
        "embed_on, keep_days, contact_email, organiser, safety, discreet, sources",
        "2: title is missing: expected a text of at most 200 characters",
    ],
    ("    fax:", "    telex:"): [
        "11: telex is unknown: expected one of name, role, email, form, fax, phone, "
        "whatsapp, telegram, signal, social, slug, salutation, address, country, time_zone"
    ],
    ("country: NO", "country: Norway"): [
        "5: country: expected a country code of two letters, such as KZ"
    ],
    ("country: NO", "country: XK\nlanguage: klingon"): [
        "6: language: expected a language code, such as en or pt-BR"
    ],
    ("country: NO", "country: NO\ndeadline: 14.3.2017"): [
        "6: deadline: expected a date of the form 2017-03-14"
    ],
    ("country: NO", "country: NO\ndeadline: 2017-02-30"): [
        "6: deadline: expected a date of the form 2017-03-14"
    ],
    ("country: NO", "country: NO\nissued: 20170314"): [
        "6: issued: expected a date of the form 2017-03-14"
    ],
    ("country: NO", "country: NO\ntime_zone: Almaty"): [
        "6: time_zone: expected a time zone of the form Asia/Almaty"
    ],
    ("country: NO", "country: NO\ngoal: many"): [
        "6: goal: expected a whole number of signatures from 1 to 100000000"
    ],
    ("country: NO", "country: NO\nkeep_days: 0"): [
        "6: keep_days: expected a whole number of days from 1 to 3650"
    ],
    ("country: NO", "country: NO\nkeep_days: 3651"): [
        "6: keep_days: expected a whole number of days from 1 to 3650"
    ],
    ("country: NO", "country: NO\ngoal: 0"): [
        "6: goal: expected a whole number of signatures from 1 to 100000000"
    ],
    ("country: NO", "country: NO\nslug: Free The Nurse"): [
        "6: slug: expected small letters, digits and hyphens, such as ua-115-16"
    ],
    ("country: NO", "country: NO\ncountry: SE"): ["6: country stands here a second time"],
    ("country: NO", "country: [NO, SE]"): ["5: country: expected one value, not a list"],
    ("country: NO", "country: NO\nsources:\n  - title: A\n    url: ftp://a.example"): [
        "8: url: expected an address that begins with https:// or http://"
    ],
    ("country: NO", "country: NO\nsources:\n  - A report"): [
        "7: expected lines of the form 'name: value'",
        "7: title is missing: expected a text of at most 300 characters",
    ],
    ("+7 7172 506 402", "7172 506 402"): [
        "11: fax: expected a number in international form, such as +7 7172 506 402"
    ],
    ("+7 7172 506 402", "+7 1"): [
        "11: fax: expected a number in international form, such as +7 7172 506 402"
    ],
    ("fax: +7 7172 506 402", "email: minister"): ["11: email: expected an e-mail address"],
    ("fax: +7 7172 506 402", "social: minister"): [
        "11: social: expected a handle such as @name or @name@server, or an address"
    ],
    ("fax: +7 7172 506 402", "form: http://example.org/contact"): [
        "11: form: expected an address that begins with https://, of at most 320 characters"
    ],
    ("fax: +7 7172 506 402", "whatsapp: 506 402"): [
        "11: whatsapp: expected a number in international form, such as +7 7172 506 402"
    ],
    ("fax: +7 7172 506 402", "telegram: https://t.me/joinchat/abcdef"): [
        "11: telegram: expected a name such as @name, or an address such as https://t.me/name"
    ],
    ("fax: +7 7172 506 402", f"social: https://example.org/{'x' * 310}"): [
        "11: social: expected a handle such as @name or @name@server, or an address"
    ],
    ("  - role: Minister of Health", "  - slug: minister"): [
        "9: role is missing: expected a text of at most 200 characters"
    ],
    ("    fax: +7 7172 506 402\n", "  - role: Minister of Health\n    salutation: Dear Sir\n"): [
        "11: slug: expected another than 'minister-of-health', taken above"
    ],
    ("  - Set her free.", f"  - {'x' * 1001}"): [
        "7: demands: expected a text of at most 1000 characters"
    ],
    ("  - Set her free.", "  - Set her: free"): [
        "7: demands: expected a text of at most 1000 characters"
    ],
    ("title: Free the nurse", f"title: {'x' * 201}"): [
        "2: title: expected a text of at most 200 characters"
    ],
    ("title: Free the nurse", 'title: "Free\\0"'): [
        "2: title: expected a text of at most 200 characters"
    ],
    ("title: Free the nurse", 'title: "Free \\ud83d"'): [
        "2: title: expected a text of at most 200 characters"
    ],
    ("title: Free the nurse", "title: Free: the nurse"): [
        "2: expected YAML: mapping values are not allowed here"
    ],
    ("title: Free the nurse", 'title: "Free the nurse'): [
        "12: expected YAML: found unexpected end of stream"
    ],
    ("title: Free the nurse", "\ttitle: Free"): [
        "2: expected YAML: found character '\\t' that cannot start any token"
    ],
    ("## 2017-01-31", "## 31 January"): [
        "17: expected a date of the form 2017-03-14 as the heading"
    ],
    ("## 2017-01-31", f"## 2017-01-31: {'x' * 121}"): [
        "17: expected a headline of at most 120 characters"
    ],
    ("## 2017-01-31", "On 31 January"): ["17: expected a heading with a date: ## 2017-01-31"],
    ("# Timeline\n", "# Timeline\n\nSome words.\n"): [
        "17: expected a heading with a date: ## 2017-01-31"
    ],
    ("She was arrested at work.", "So:\n\n- she\n- ![her](a.jpg)"): [f"16: {NO_PICTURES}"],
    ("She was moved.", "She ![was][1]\nmoved.\n\n[1]: /a.jpg"): [f"18: {NO_PICTURES}"],
    ("country: NO", 'country: NO\nsafety: "You. ![her](a.jpg)"'): [
        "6: safety: expected a text of at most 2000 characters, without pictures"
    ],
    ("She was arrested at work.", "She was \0 arrested."): [
        "13: expected text without the character NUL"
    ],
}


@pytest.mark.parametrize("change", WRONG, ids=lambda change: change[1][:30])
def test_what_is_wrong_is_told_with_its_line(app, file, change):
    assert refusal(app, file, changed(*change)) == WRONG[change]


def test_all_faults_are_told_at_once_in_the_order_of_the_file(app, file):
    text = changed("country: NO", "country: Norway\ngoal: 0").replace("+7 7172", "7172")
    assert [line.partition(" ")[0] for line in refusal(app, file, text)] == ["5:", "6:", "12:"]


def test_text_that_is_no_utf_8(app, file):
    text = RIGHT.replace("She was arrested", "Für sie").encode("latin-1")
    assert refusal(app, file, text) == ["13: expected text in UTF-8"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("---\ntitle: Free the nurse\n", "2: expected a line '---' after the fields"),
        ("---\n---\nHer story.\n", "2: expected fields, such as 'title: …'"),
    ],
)
def test_a_file_that_lacks_its_frame(app, file, text, said):
    assert refusal(app, file, text) == [said]


def test_a_file_that_is_too_large(app, file):
    assert refusal(app, file, RIGHT + "x" * MAX_BYTES) == ["1: expected at most 1,000,000 bytes"]


def test_fields_that_are_a_list(app, file):
    said = refusal(app, file, "---\n- one\n- two\n---\nHer story.\n")
    assert said[0] == "2: country is missing: expected a country code of two letters, such as KZ"
    assert "2: expected lines of the form 'name: value'" in said


@pytest.mark.parametrize(
    "odd",
    ["? [a, b]\n: c", "[" * 1200, "a: " + "{" * 1200, 'a: "\\UFFFFFFFF"', "a: &a [*a]", "%YAML x"],
    ids=lambda odd: odd[:10],
)
def test_what_only_yaml_can_think_of(app, file, odd):
    assert refusal(app, file, f"---\n{odd}\n---\nHer story.\n")


def test_a_file_that_is_not_there(app, file):
    assert imported(app, file) == (2, f"{file}:1: cannot be read: No such file or directory\n")


def test_a_folder(app, tmp_path):
    assert imported(app, tmp_path) == (2, f"{tmp_path}:1: cannot be read: Is a directory\n")


def test_a_taken_address(app, file):
    file.write_text(RIGHT)
    assert imported(app, file)[0] == 0
    said = f"{file}: the address free-the-nurse is taken; give another slug\n"
    assert imported(app, file) == (2, said)
    assert stored(app) == 1


def test_the_reader_raises_what_the_command_prints(file):
    with pytest.raises(FileError, match=r"free-the-nurse\.md:1: cannot be read"):
        read_campaign(file)
