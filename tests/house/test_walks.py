"""A request goes through few of our files, so that one can follow it."""

import sys
from collections.abc import Callable
from types import FrameType

from petitions.config import ROOT
from tests.desk.editing import CASE, filled_in
from tests.factories import a_campaign, sign_form
from tests.organisers import at_desk

OURS = f"{ROOT / 'petitions'}/"
MAX_FILES_OF_A_DEMAND = 19  # the one form of the editor has all parts
MAX_FILES_OF_A_SIGNATURE = 18  # five of them every request enters


def files_entered(function: Callable[[], object]) -> set[str]:
    """Return the files below petitions/ of which a function ran, in this thread, during a call."""
    entered = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(OURS):
            entered.add(frame.f_code.co_filename.removeprefix(OURS))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        function()
    finally:
        sys.setprofile(before)
    return entered


def test_changing_a_demand_goes_through_few_files(app):
    a_campaign(app)
    desk = at_desk(app, "editor", factor=False)
    address, fields = filled_in(desk.get(CASE), "demands")
    fields |= {"demands-demands-0-text": "Free her today.", "do": "save"}
    answers = []
    files = files_entered(lambda: answers.append(desk.ask("POST", address, data=fields)))
    assert answers[0].status == 303
    assert len(files) <= MAX_FILES_OF_A_DEMAND, " ".join(sorted(files))


def test_a_signature_goes_through_few_files(app, visitor):
    slug = a_campaign(app)
    answers = [visitor.post(f"/c/{slug}/sign", sign_form(email="ada@example.org"))]  # fills caches
    form = sign_form(email="ben@example.org")
    files = files_entered(lambda: answers.append(visitor.post(f"/c/{slug}/sign", form)))
    assert [answer.status for answer in answers] == [303, 303]
    assert len(files) <= MAX_FILES_OF_A_SIGNATURE, " ".join(sorted(files))
