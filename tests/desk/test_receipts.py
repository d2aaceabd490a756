"""What was handed over stays: when, by whom, how many, and by what one knows the file."""

import hashlib
from datetime import timedelta

from sqlalchemy import select

from petitions.accounts.models import Organiser
from petitions.accounts.operations import remove
from petitions.db import db
from petitions.desk.exports import writers
from petitions.desk.exports.jobs import make_due_export
from petitions.ops.retention import sweep
from tests.desk.lists import CSV, PAPER, REASON, TAB, form, signed
from tests.factories import BEN, a_campaign, stored
from tests.organisers import at_desk


def test_the_tab_says_what_the_list_holds(app, clock):
    a_campaign(app)
    desk = at_desk(app)
    assert "nobody has confirmed a signature" in desk.get(TAB).text("main")
    people = [{"visibility": kind, "country": "KZ"} for kind in ("full", "full", "initials")]
    signed(app, *people, {}, {"country": None}, {"state": "pending"}, {"state": "withdrawn"})
    signed(app, {"state": "withdrawn", "removal_id": 1})
    page = desk.get(TAB)
    figures = [figure.to_text() for figure in page.all("main .figures strong")]
    assert figures == ["5", "2", "1", "2"]
    assert "1 not confirmed yet, 1 withdrawn, 1 removed by organisers" in page.text()
    countries = [country.to_text() for country in page.all("main details .plain li")]
    assert countries == ["Kazakhstan: 3", "United Kingdom: 1", "No country is kept: 1"]
    assert "As of 22 November 2026" in page.text("main")
    page = desk.get(f"{TAB}?country=KZ&state=pending")
    assert [figure.to_text() for figure in page.all("main .figures strong")] == ["3", "2", "1", "0"]


def test_each_file_has_a_receipt_without_who_was_searched_for(app, monkeypatch, clock):
    for slug in ("free-the-nurse", "free-the-baker"):
        a_campaign(app, slug=slug)
    signed(app, {"email": "cleo@example.org"}, {})
    desk = at_desk(app)
    first = desk.post(f"{CSV}?search=cleo@example.org&country=GB", form(desk))
    monkeypatch.setitem(writers.FORMATS["handover"].__dict__, "at_once", 0)
    place = desk.post(PAPER, form(desk)).headers["Location"]
    assert len(desk.get(TAB).all("main tbody tr")) == 1  # what nobody has fetched is not given
    with app.app_context():
        make_due_export()
    second = desk.post(f"{place}/file")
    clock.shift(timedelta(days=400))
    cleo, desk = "cleo@example.net", at_desk(app, email="cleo@example.net")
    with app.app_context():
        sweep()
        remove(db.session.scalars(select(Organiser).filter_by(email=BEN)).one(), actor=cleo)
    links = [link.attrs["href"] for link in desk.get(TAB).all("main tbody a")]
    assert links == [f"{TAB}/2", f"{TAB}/1"]
    for address, file, number in ((links[1], first, "1 signature was"), (links[0], second, "2 s")):
        page = desk.get(address)
        digest = hashlib.sha256(file.response.data).hexdigest()
        name = file.headers["Content-Disposition"].split('"')[1]
        for words in (digest, number, name, BEN, REASON, "Case Free the nurse"):
            assert words in page.text("main"), words
    assert "Country United Kingdom" in desk.get(links[1]).text()
    assert "cleo@" not in str(stored(app)["export"])
    for missing in (f"{TAB}/3", TAB.replace("nurse", "baker") + "/1", f"{TAB}/{10**30}"):
        assert desk.get(missing).status == 404
    assert at_desk(app, "editor", "dora@example.org").get(links[0]).status == 403
