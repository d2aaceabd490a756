"""Who tried to come in and could not is in the audit log, without what they typed."""

import pytest

from petitions.accounts.audit import first_fault
from petitions.accounts.models import EDITOR
from petitions.config import parse_rules
from tests.conftest import make_settings
from tests.factories import BEN, stored
from tests.organisers import PASSPHRASE, Desk, an_organiser, at_desk

SECRET = "my other passphrase of home"


def entries(app):
    return [row[2:6] for row in stored(app)["audit_entry"]]


def failed(actor, subject, proof):
    return (actor, "failed to log in as", subject, {"proof": proof})


@pytest.mark.parametrize("email", [BEN, " BEN@Example.org"])
def test_a_wrong_passphrase(app, email):
    an_organiser(app)
    Desk(app).post("/organise/login", {"email": email, "password": SECRET})
    assert entries(app) == [failed("not logged in", f"organiser {BEN}", "passphrase")]
    assert SECRET not in repr(stored(app))


def test_an_unknown_address_is_not_repeated(app):
    """It may be a passphrase in the wrong field, or the address of somebody who signed."""
    Desk(app).post("/organise/login", {"email": "ada@example.org", "password": SECRET})
    assert entries(app) == [failed("not logged in", "nobody known", "passphrase")]
    assert "ada@" not in repr(stored(app))


def test_a_wrong_second_factor(app):
    at_desk(app)
    desk = Desk(app)
    desk.post("/organise/login", {"email": BEN, "password": PASSPHRASE})
    desk.post("/organise/login/factor", {"code": "123456"})
    desk.post("/organise/login/factor", {"credential": "{}"})
    assert entries(app) == [failed("not logged in", f"organiser {BEN}", "second factor")] * 2


def test_a_wrong_proof_of_somebody_who_is_inside(app):
    desk = at_desk(app)
    desk.post("/organise/account/again", {"code": "123456"})
    cleo = at_desk(app, EDITOR, "cleo@example.org", factor=False)
    cleo.post("/organise/account/again", {"password": SECRET})
    new = {"old": SECRET, "password": "seven green bottles", "again": "seven green bottles"}
    cleo.post("/organise/account/passphrase", new)
    cleos = failed("cleo@example.org", "organiser cleo@example.org", "passphrase")
    assert entries(app) == [failed(BEN, f"organiser {BEN}", "second factor"), cleos, cleos]


def test_the_log_page_shows_them_and_the_chain_holds(app):
    desk = at_desk(app)
    Desk(app).post("/organise/login", {"email": BEN, "password": SECRET})
    assert "failed to log in as" in desk.get("/organise/audit").text()
    with app.app_context():
        assert first_fault() is None


class TestManyNetworks:
    @pytest.fixture
    def settings(self, tmp_path, database):
        return make_settings(tmp_path, database, login_limit=parse_rules("1 per 10 minutes"))

    def test_a_flood_from_many_networks_does_not_fill_the_log(self, app):
        for n in range(15):
            form = {"email": f"x{n}@example.org", "password": SECRET}
            assert Desk(app, f"192.0.2.{n}").post("/organise/login", form).status == 422
        assert len(entries(app)) == 10
