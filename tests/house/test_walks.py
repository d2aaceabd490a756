"""A thing that is done often passes through few files: so somebody can follow it."""

import sys
from pathlib import Path

import petitions
from tests.factories import a_campaign
from tests.signing.steps import sign

HOUSE = Path(petitions.__file__).parent


def files_entered(work):
    """Return the files of petitions/ in which functions are called while `work` is done."""
    entered = set()

    def note(frame, event, _argument):
        if event == "call":
            entered.add(frame.f_code.co_filename)

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    paths = [Path(name) for name in entered]
    return {str(path.relative_to(HOUSE)) for path in paths if HOUSE in path.parents}


def test_a_signature_passes_through_few_files(app, visitor):
    slug = a_campaign(app)
    sign(visitor, slug, email="first@example.org")  # statements are built once
    of_every_request = files_entered(lambda: visitor.get("/healthz"))
    entered = files_entered(lambda: sign(visitor, slug)) - of_every_request
    assert len([path for path in entered if path.startswith("signing/")]) <= 3
    assert len(entered) <= 14, sorted(entered)
