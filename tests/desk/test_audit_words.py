"""Each entry of the audit log says in words what changed, before and after."""

import ast
from pathlib import Path

import pytest

import petitions
from petitions.accounts.audit import Entry, changed_place
from petitions.desk.audit import SENTENCES, sentence, told
from tests.desk.editing import saves
from tests.factories import BEN, a_campaign
from tests.organisers import at_desk

LONG = " ".join(f"word{n}" for n in range(200))


def recorded_verbs():
    """Give all verbs in calls that record, as they are or in what is assigned to their name."""
    found, names = set(), set()
    texts = [path.read_text() for path in Path(petitions.__file__).parent.rglob("*.py")]
    trees = [ast.parse(text) for text in texts if "record(" in text]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"record", "_record_own"}:
            verb = node.args[1]
            if isinstance(verb, ast.Constant):
                found.add(verb.value)
            else:
                names.add(verb.id)
    for node in nodes:
        if names & {getattr(target, "id", "") for target in getattr(node, "targets", [])}:
            words = [one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)]
            found |= {word for word in words if isinstance(word, str)}
    return found


def test_every_verb_has_its_sentence():
    found = recorded_verbs() - {"add", "save", "remove", "up", "down", "restore", "_"}
    assert {"edited", "changed the state of", "joined", "forgot", "added a passkey to"} <= found
    assert found - SENTENCES.keys() == set()


@pytest.mark.parametrize(
    ("details", "lines"),
    [
        ({"before": "open", "after": "won"}, ["“Open” → “Won”"]),
        ({"before": {"title": "A", "goal": 2}, "after": {"title": "B", "goal": 2}, "part": "basics",
          "changed": ["title"]}, ["Title: “A” → “B”"]),
        ({"before": {"demands": ["A", "B"]}, "after": {"demands": ["A"]}, "removed": [{}]},
         ["Demand 2 removed: “B”"]),
        ({"before": {"demands": ["A"]}, "after": {"demands": ["C", "B"]}},
         ["Demand 1: “A” → “C”", "Demand 2 added: “B”"]),
        ({"before": {"demands": ["A", "B"]}, "after": {"demands": ["B", "A"]}},
         ["Demand: another order"]),
        ({"before": {"country": "EG", "is_discreet": False}, "after": {"country": "DE",
          "is_discreet": True}}, ["Country: “Egypt” → “Germany”", "Discreet mails: “no” → “yes”"]),
        ({"part": "basics", "changed": ["reference"]}, ["Part: basics", "Changed: Reference"]),
        ({"before": {"story": "5 characters, SHA-256 185f8db32271fe25"},
          "after": {"story": "6 characters, SHA-256 285f8db32271fe25"}}, ["Story: changed"]),
        ({"day": "2026-11-23", "title": "Free", "text": "5 characters, SHA-256 18"},
         ["Title: Free", "Day: 2026-11-23"]),
        ({"before": None, "after": {"digest": "a", "alt": "She"}},
         ["Description of the picture: “She”, before nothing", "Another file"]),
        ({"removed_letter": {"language": "fr"}, "part": "letter-fr"},
         ["Letters removed: français"]),
        ({"after": 5}, ["“5”, before nothing"]),
        ({"rows": [1, "é"], "odd": {"x": True}}, ["rows: 1, é", 'odd: {"x": true}']),
        ({"before": {"title": "A"}, "after": "B"}, ['“{"title": "A"}” → “B”']),
        ({}, []),
    ],
)  # fmt: skip
def test_details_are_told_in_words(app, details, lines):
    with app.test_request_context():
        assert told(details) == lines


def test_a_verb_of_a_later_version_is_told_as_it_is(app):
    with app.test_request_context():
        entry = Entry(actor="<b>", verb="waved at", subject="campaign nurse")
        words = "<bdi>&lt;b&gt;</bdi> waved at <bdi>campaign nurse</bdi>"
        assert sentence(entry) == words


def test_a_long_text_is_cut_to_where_it_changed():
    before, after = changed_place(LONG, LONG.replace("word100 ", "other words "))
    around = [f"word{n}" for n in range(95, 106)]
    assert before == f"… {' '.join(around)} …"
    assert after == before.replace("word100", "other words")
    assert changed_place(LONG, f"{LONG} end")[1] == "… word195 word196 word197 word198 word199 end"
    gone, nothing = changed_place(LONG, "")
    assert (gone[:12], gone[-2:], nothing) == ("word0 word1 ", " …", "")
    assert len(gone) <= 302
    assert changed_place("a " * 200, "a " * 201) == ("… a a a a a", "… a a a a a a")


def test_what_is_edited_at_the_desk_reads_so(app):
    a_campaign(app, "draft", story=f"{LONG} end")
    desk = at_desk(app)
    saves(desk, "story", story=f"{LONG} word")
    entry = desk.get("/organise/audit").text("#entry-2")
    assert f"{BEN} edited campaign free-the-nurse ." in entry
    assert "Story: “… word195 word196 word197 word198 word199 end” → “… word195" in entry
