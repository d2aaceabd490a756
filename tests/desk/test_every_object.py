"""Every role, every address that names a thing: one's own, another campaign's or organiser's, none.

What is not one's own is not there: the answer is that of a thing that does not exist, and nothing
changes, though the form would be right. Whom a page is closed to learns nothing of what is there.
"""

from datetime import date, timedelta

import pytest

from petitions.accounts.access import PREFIX
from petitions.accounts.models import ADMIN, EDITOR, ROLES, VIEWER, Invitation, Passkey, digest_of
from petitions.campaigns.drafts import LetterDraft
from petitions.campaigns.operations import add_update
from petitions.db import now, transaction
from petitions.desk.models import GOING, Export, Mailing
from petitions.mail.models import PARKED, Mail
from petitions.signing import moderation
from tests.desk.test_every_route import is_let_in, needed
from tests.factories import BEN, CLEO, a_campaign, stored
from tests.organisers import Desk, an_organiser, at_desk
from tests.signing.crowd import a_crowd
from tests.web.routes import every_route

pytestmark = pytest.mark.slow

MINE, OTHERS = "free-the-nurse", "free-the-baker"
TOMORROW = now() + timedelta(days=1)
LATE = "done=late"  # what the outbox says of a mail that is not there any more
# What an address names: one's own, somebody else's, and what is not there.
THINGS = {
    "<slug>": ("slug", [MINE], ["nothing"]),
    "/signatures/<": ("number", ["1"], ["4", "99"]),
    "/removals/<": ("number", ["1"], ["2", "99"]),
    "/state/<": ("state", ["paused"], ["nothing"]),
    "/targets/<": ("number", ["1"], ["2", "99", str(2**70)]),
    "/letters/<": ("language", ["fr"], ["1", "no-such"]),
    "/updates/<": ("update_id", ["1"], ["2", "99"]),
    "/exports/<": ("number", ["1"], ["2", "99", str(2**70)]),
    "/handover/<": ("number", ["1"], ["2", "3", "99", str(2**70)]),
    "/passkeys/<": ("number", ["1"], ["2", "99", str(2**70)]),
    "/organisers/<": ("number", ["2"], ["99", str(2**70)]),
    "/invitations/<": ("digest", [digest_of("x").hex()], [digest_of("y").hex(), "zz"]),
    "/mail/<": ("mail_id", ["1"], ["99"]),
    "/mail/files/<": ("name", ["1.eml"], ["2.eml", "secret.eml"]),
}
PARTS = [part for part in THINGS if part != "<slug>"]
# Right for every form here: so it is the thing that is refused.
FORM = {"reason": "duplicates", "shown": "y", "role": VIEWER, "number": "1", "version": "0"} | {
    "text": "She is free.",
    "dated": "2026-11-20",
}


@pytest.fixture
def desks(app, settings):
    """Two campaigns, and two admins, with the same things; give the desk of each role, and none."""
    an_organiser(app, ADMIN, "first@example.org")
    an_organiser(app, EDITOR, CLEO.email)
    for number, slug in enumerate((MINE, OTHERS), 1):
        a_campaign(app, slug=slug, letters=[LetterDraft("fr")])
        ids = a_crowd(app, slug, 3, comment="Free her.", visibility="full")
        with app.app_context():
            add_update(slug, date(2026, 11, 20), "She saw a doctor.", actor=BEN)
            moderation.remove_one(number, ids[1], "duplicates", actor=BEN)
            with transaction() as session:
                session.add(Mailing(update_id=number, state=GOING, text_digest=b""))
    folder = settings.instance / "mail"
    folder.mkdir()
    for path in (folder / "1.eml", settings.instance / "secret.eml"):
        path.write_text("Subject: x\nTo: a@example.org\n\nHello\n")
    desks = {role: at_desk(app, role, f"{role}@example.org") for role in ROLES}
    with app.app_context(), transaction() as session:
        session.add(Mail(kind="confirm", about={"signature": 1}, state=PARKED, message_id="x"))
        session.add(Invitation(digest=digest_of("x"), email=BEN, role=VIEWER, expires_at=TOMORROW))
        for number, organiser in enumerate((5, 1), 1):
            session.add(Export(organiser_id=organiser, campaign_id=1, kind="csv", filters={}))
            session.flush()
            key = {"public_key": b"x", "sign_count": 0, "name": "x"}
            session.add(Passkey(organiser_id=organiser, credential_id=bytes([number]), **key))
            session.flush()
        given = {"filters": {}, "given_at": now()}
        session.add(Export(organiser_id=1, campaign_id=2, kind="csv", **given))
        session.get_one(Export, 1).given_at = now()
    return desks | {None: Desk(app)}


def routes_to(app, which):
    """Give (route, method) of each thing of one's own (1), or of each that is not there (2)."""
    found = []
    for part, (name, *_) in THINGS.items():
        for value in THINGS[part][which]:
            given = {"slug": MINE} | {name: value}
            routes = [route for route in every_route(app, **given) if part in route.rule]
            for route in [route for route in routes if route.rule.startswith(PREFIX)]:
                found += [(route, method) for method in route.methods & {"GET", "POST"}]
    return found


def ask(desk, method, path):
    """Open an address, or send there a form that would be right."""
    return desk.post(path, FORM) if method == "POST" else desk.get(path)


def test_each_address_that_names_something_is_here(app, desks):
    tried = {route.rule for route, _ in routes_to(app, 1)}
    named = {route.rule for route in every_route(app) if route.rule.startswith(f"{PREFIX}/")}
    others = {f"{PREFIX}/join/<token>", f"{PREFIX}/switches/<any(signing, reports, names):which>"}
    assert {rule for rule in named if "<" in rule} == tried | others


@pytest.mark.parametrize("role", [None, *ROLES])
def test_what_is_not_ones_own_is_not_there(app, desks, role):
    before, wrong = stored(app), []
    for route, method in routes_to(app, 2):
        may = role is not None and ROLES.index(role) >= ROLES.index(needed(route.endpoint))
        answer = ask(desks[role], method, route.path)
        is_late = LATE in answer.headers.get("Location", "")
        is_tidied = answer.headers.get("Location") == route.path.rstrip("/")
        is_absent = answer.status == 404 or is_late or is_tidied
        is_right = is_absent if may else not is_let_in(answer)
        if not is_right:
            wrong.append((method, route.path, answer.status))
    assert wrong == []
    assert stored(app) == before


@pytest.mark.parametrize("role", [None, VIEWER, EDITOR])
def test_who_may_not_learns_nothing_of_what_is_there(app, desks, role):
    answers = {}
    for which in (1, 2):
        for route, method in routes_to(app, which):
            if role is None or ROLES.index(role) < ROLES.index(needed(route.endpoint)):
                answer = ask(desks[role], method, route.path)
                words = answer.html if answer.status != 302 else ""
                said = (answer.status, words.replace(route.path, ""))
                answers.setdefault((method, route.rule), set()).add(said)
    assert len(answers) > 20
    assert {key: said for key, said in answers.items() if len(said) > 1} == {}


def turn(pair):
    """Give when a thing is asked for: last what removes it, or voids all invitations."""
    route, method = pair
    is_removing, is_role = route.rule.endswith("/remove"), route.rule.endswith("/role")
    return method, 2 * is_removing + is_role, route.path


def test_what_is_ones_own_is_there(app, desks):
    routes = {pair for pair in routes_to(app, 1) if any(part in pair[0].rule for part in PARTS)}
    for route, method in sorted(routes, key=turn):
        answer = ask(desks[ADMIN], method, route.path)
        assert answer.status not in {403, 404}, (method, route.path)
        assert LATE not in answer.headers.get("Location", ""), (method, route.path)
