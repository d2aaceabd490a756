"""Openings, demands and closings of letters can have several wordings in a campaign file."""

from dataclasses import replace

import pytest

from petitions.campaigns.campaign_file import FileError, read_campaign
from petitions.campaigns.drafts import LetterDraft
from tests.urgent_actions.files import changed

DEMANDS = "demands:\n  - Set her free."
SIX = "[A, B, C, D, E, F]"
MANY = "expected at most 5 wordings"


@pytest.fixture
def read(tmp_path):
    def read_with(demands, *letters):
        file = tmp_path / "free-the-nurse.md"
        file.write_text(changed(DEMANDS, "\n".join([demands, *letters])), "utf-8")
        return read_campaign(file)

    return read_with


def test_every_part_is_a_text_or_a_list_of_texts(read):
    french = ["letters:", "  - language: fr", "    opening: [Un., 'Deux {name}.']"]
    french += ["    closing: [Salut, Merci]", "    demands: [[Libre., Liberté.], [Un médecin.]]"]
    demands = "demands:\n  - Set her free.\n  - - Let a doctor come.\n    - She needs a doctor."
    own = LetterDraft("en", other_demands=[[], ["She needs a doctor."]])
    draft = read(demands, *french)
    assert draft.demands == ["Set her free.", "Let a doctor come."]
    assert draft.letters == [
        LetterDraft(
            "fr",
            opening="Un.",
            closing="Salut",
            demands=["Libre.", "Un médecin."],
            other_openings=["Deux {name}."],
            other_closings=["Merci"],
            other_demands=[["Liberté."], []],
        ),
        own,
    ]
    with_own = ["letters:", "  - opening: One."]
    assert read(demands, *with_own).letters == [replace(own, opening="One.")]
    said = ["letters:", "  - demands: [Free her., [A doctor., Send one.]]"]
    (letter,) = read(demands, *said).letters
    assert (letter.demands, letter.other_demands) == (
        ["Free her.", "A doctor."],
        [[], ["Send one."]],
    )


WRONG = {
    (f"demands: [{SIX}]",): [f"6: demands: {MANY}"],
    ("demands: [[A, '']]",): ["6: demands: expected a text of at most 1000 characters"],
    ("demands: [[A, [B]]]",): ["6: demands: expected a text of at most 1000 characters"],
    ("demands: [[]]",): ["6: demands: expected a text of at most 1000 characters"],
    (DEMANDS, "letters:", f"  - closing: {SIX}"): [f"9: closing: {MANY}"],
    (DEMANDS, "letters:", "  - opening:", "     - Hello {you}"): [
        "10: opening: expected a text of at most 5000 characters, with {demands}, {words}, {name}, "
        "{town}, {target}, {role} and nothing else in braces"
    ],
    (DEMANDS, "letters:", "  - closing:", "     - Bye", f"     - {'x' * 201}"): [
        "11: closing: expected a text of at most 200 characters"
    ],
    (DEMANDS, "letters:", "  - language: fr", "    demands: [[A, B], C]"): [
        "9: demands: expected 1, one for each above"
    ],
}


@pytest.mark.parametrize("lines", WRONG, ids=lambda lines: lines[-1][:25])
def test_what_is_wrong_is_told_with_its_line(read, lines):
    with pytest.raises(FileError) as refusal:
        read(*lines)
    assert [line.partition(".md:")[2] for line in str(refusal.value).splitlines()] == WRONG[lines]
