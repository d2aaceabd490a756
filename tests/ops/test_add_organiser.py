"""`add-organiser` prints one link, and nothing else; what it cannot read it refuses."""

import pytest

from tests.factories import BEN, stored
from tests.ops.test_commands import invoke
from tests.organisers import PASSPHRASE, Desk


def test_the_link_lets_one_organiser_in(app):
    code, link = invoke(app, "add-organiser", BEN, "--role", "editor")
    assert (code, link.count("\n")) == (0, 1)
    desk = Desk(app)
    path = link.strip().removeprefix("http://127.0.0.1:8000")
    assert desk.post(path, {"password": PASSPHRASE, "again": PASSPHRASE}).status == 303
    assert desk.get("/organise/mail").status == 200


@pytest.mark.parametrize("words", [("ben",), ("",), (BEN, "--role", "king"), (BEN,)])
def test_what_it_cannot_read_invites_nobody(app, words):
    options = () if "--role" in words or words == (BEN,) else ("--role", "admin")
    code, said = invoke(app, "add-organiser", *words, *options)
    assert code == 2
    assert said
    assert not stored(app)["invitation"]


def test_a_second_link_replaces_the_first(app):
    _, first = invoke(app, "add-organiser", BEN, "--role", "editor")
    invoke(app, "add-organiser", BEN, "--role", "viewer")
    assert Desk(app).get(first.strip().removeprefix("http://127.0.0.1:8000")).status == 404
    assert len(stored(app)["invitation"]) == 1
