"""Commands that read Urgent Actions: JSON or a draft, and words where there is none."""

import json

import pytest

from petitions import create_app
from tests.conftest import make_settings
from tests.desk.importing import campaigns
from tests.urgent_actions.atyrau import DEMANDS, SAID, TEXT
from tests.urgent_actions.files import imported, stored

KEYS = {"ua_number", "index_number", "title", "country", "issued", "is_update", "deadline"}
KEYS |= {"demands", "targets", "copies_to", "language"}


@pytest.fixture
def file(tmp_path):
    found = tmp_path / "case.txt"
    found.write_text(TEXT, "utf-8")
    return found


def parsed(app, *words, **options):
    return app.test_cli_runner().invoke(args=["parse-urgent-action", *map(str, words)], **options)


def test_it_prints_one_json_object(app, file):
    answer = parsed(app, file)
    assert (answer.exit_code, answer.stderr) == (0, "")
    found = json.loads(answer.stdout)
    assert set(found) >= KEYS
    assert (found["demands"], found["said"]) == (DEMANDS, SAID)
    assert found["deadline"] == "2017-03-14"


def test_a_dash_reads_standard_input_and_letters_stay_letters(app):
    answer = parsed(app, "-", input=TEXT.replace("Talgat", "Tälgat").encode())
    assert answer.exit_code == 0
    assert "Tälgat" in answer.stdout


def test_it_needs_no_database(tmp_path, file):
    app = create_app(make_settings(tmp_path, f"sqlite:///{tmp_path}/no/such.sqlite"))
    assert parsed(app, file).exit_code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"Dear Ben, see you on Friday.", "Looked for, and not found:"),
        (b"x" * (2 * 1024 * 1024 + 1), "too large"),
        (b"PK\x03\x04 no archive \0\0\0", ""),
    ],
    ids=["empty", "foreign", "large", "binary"],
)
def test_what_is_none_is_told_in_words(app, tmp_path, content, said):
    file = tmp_path / "other.txt"
    file.write_bytes(content)
    answer = parsed(app, file)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert said in answer.stderr
    assert "Traceback" not in answer.stderr
    code, output = imported(app, file)
    assert (code, stored(app)) == (2, 0)
    assert said in output


def test_what_may_be_none_is_read_anyway(app):
    answer = parsed(app, "--anyway", "-", input="Dear Ben, see you on Friday.")
    assert answer.exit_code == 0
    assert json.loads(answer.stdout)["demands"] == []
    assert parsed(app, "--anyway", "-", input="").exit_code == 2


def test_a_campaign_file_without_its_first_line_is_told_what_it_lacks(app, tmp_path):
    file = tmp_path / "nurse.md"
    file.write_text("title: Free the nurse\n")
    code, output = imported(app, file)
    assert (code, stored(app)) == (2, 0)
    assert "neither a campaign file, which begins with a line '---', nor an Urgent" in output


def test_a_file_that_is_not_there_is_told(app, tmp_path):
    answer = parsed(app, tmp_path / "none.txt")
    assert answer.exit_code == 2
    assert "cannot be read" in answer.stderr


def test_a_text_becomes_a_draft_and_what_is_open_is_told(app, file):
    answer = app.test_cli_runner().invoke(args=["import-campaign", str(file)])
    assert (answer.exit_code, answer.stdout) == (0, "ua-115-16: a draft\n")
    assert "What do people sign?" in answer.stderr
    assert "hides an e-mail address" in answer.stderr
    assert "please check" not in answer.stderr
    [campaign] = campaigns(app)
    assert (campaign.state, campaign.reference) == ("draft", "UA 115/16")
    assert [one.value for one in campaign.targets[1].contacts][:1] == ["+1 202-232-5845"]


def test_what_is_unsure_is_told(app, file):
    text = TEXT.replace("Dear Ambassador", "Dear Ms Prosecutor").replace(" by 14 March, 2017", "")
    file.write_text(text.replace("Salutation: Dear Prosecutor General\n", ""), "utf-8")
    code, output = imported(app, file)
    assert code == 0
    assert "Official 2, please check: The greeting “Dear Ms Prosecutor” names official 1" in output


def test_a_number_that_cannot_be_dialled_is_not_stored(app, tmp_path):
    file = tmp_path / "case.txt"
    file.write_text(TEXT.replace("1401 16th St NW, Washington DC 20036", "16th Street"), "utf-8")
    answer = app.test_cli_runner().invoke(args=["import-campaign", str(file)])
    assert answer.exit_code == 0
    assert "Left out: 202.232.5845" in answer.stderr
    assert not campaigns(app)[0].targets[1].contacts


def test_it_is_never_published_unseen(app, file):
    code, output = imported(app, file, "--publish")
    assert (code, stored(app)) == (2, 0)
    assert "looked at before it is published" in output


def test_a_second_of_the_same_case_is_told(app, file):
    imported(app, file)
    code, output = imported(app, file)
    assert code == 0
    assert "ua-115-16-2: a draft" in output
    assert "here already as ua-115-16" in output
