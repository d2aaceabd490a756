"""The site's own sentences in letters: the same parts in every language, and none of them twice."""

import regex

from petitions.appeals.composing import Choices
from petitions.campaigns.drafts import LetterDraft
from petitions.campaigns.sentences import FOLDER, OWN, own_sentences
from tests.appeals.campaigns import an_appeal

LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.toml"))
SCRIPTS = {"ru": "Cyrillic"}


def test_every_language_has_every_part_in_five_ways(in_app):
    for language in LANGUAGES:
        own = dict(own_sentences(language))
        assert own.pop("greeting") in {",", ":"}
        assert {part: own[part].index("") if "" in own[part] else None for part in own} == {
            part: OWN[part].index("") if "" in OWN[part] else None for part in OWN
        }
        for part, sentences in own.items():
            assert len(set(sentences)) == len(OWN[part]), (language, part)
            if part != "closing":
                ends = {sentence[-1] for sentence in sentences if sentence}
                assert ends == {":" if part == "ask" else "."}
            letters = "".join(regex.findall(r"\p{L}", "".join(sentences)))
            assert regex.fullmatch(rf"\p{{Script={SCRIPTS.get(language, 'Latin')}}}+", letters)


def test_a_letter_in_such_a_language_is_whole(in_app):
    changes = {"language": "de-CH", "summary": "Eine Krankenschwester ist in Haft."}
    target = {"salutation": "Sehr geehrte Frau Ministerin"}
    appeal = an_appeal(in_app, target=target, demands=["Lassen Sie sie frei."], **changes)
    assert appeal.text == (
        "Sehr geehrte Frau Ministerin,\n\n"
        "Anlass meines Schreibens ist ein Fall, der mich beschäftigt.\n\n"
        "Eine Krankenschwester ist in Haft.\n\n"
        "Mit allem Respekt bitte ich Sie, dafür zu tun, was Sie können:\n\n"
        "Lassen Sie sie frei.\n\n"
        "Mit freundlichen Grüßen"
    )
    assert appeal.variety == 5**6


def test_an_opening_that_leads_to_demands_is_followed_by_them(in_app):
    letter = LetterDraft("ru", opening="Пишу Вам.\n\nПрошу Вас:", demands=["Освободить её.", ""])
    appeal = an_appeal(in_app, Choices(language="ru"), letters=[letter])
    assert "Прошу Вас:\n\nОсвободить её.\n\n" in appeal.text
