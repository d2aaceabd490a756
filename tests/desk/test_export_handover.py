"""The list on paper: as each signer chose, counted, in volumes, with a hash to check."""

import hashlib
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from petitions.desk.exports import handover
from petitions.desk.exports.jobs import make_due_export
from petitions.web.text import initials
from tests.desk.lists import CSV, PAPER, crowd, form, signed, table
from tests.documents.reading import pages
from tests.factories import a_campaign
from tests.organisers import at_desk

pytestmark = pytest.mark.slow

TOTAL = re.compile(r"Names ([\d,]+) to ([\d,]+): (\d+) on this page, ([\d,]+) so far\.")
SHA256 = re.compile(r"[0-9a-f]{64}")


@pytest.fixture
def desk(app):
    a_campaign(app)
    return at_desk(app)


def handed_over(desk, **changes):
    page = desk.post(PAPER, form(desk, **changes))
    assert page.status == 200, page.text()
    return page


def hash_of(rows):
    """The hash, made anew from the CSV as the letter explains it."""
    shown = {"full": lambda name: name, "initials": initials}
    lines = []
    for number, name, _, country, _, visibility, *_ in rows[1:]:
        words = shown[visibility](name) if visibility in shown else "name withheld"
        place = country if visibility in shown else ""
        lines.append(f"{number}\t{words}\t{place}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def printed_hash(words):
    return SHA256.search(words.replace(" ", "").replace("\u200b", ""))[0]


def test_the_letter_says_what_is_handed_over(app, desk):
    signed(app, *crowd(6))
    page = handed_over(desk)
    letter, *_ = pages(page.response.data)
    for words in (
        "Ann Other Minister of Health Ministry of Health 1 Main Street Capital",
        "Dear Minister",
        "we hand over 6 signatures",
        "I ask the Minister of Health to set the nurse free.",
        "1. Set her free.",
        "2 of the signers chose to be counted only",
    ):
        assert words in letter
    assert page.headers["Content-Type"] == "application/pdf"
    assert "free-the-nurse-hand-over-" in page.headers["Content-Disposition"]


def test_names_are_as_each_signer_chose(app, desk):
    signed(app, *({"name": "Ada Lovelace", "visibility": kind} for kind in ("full", "initials")))
    signed(app, {"name": "Cleo Cloud", "country": "FR"}, {"name": None, "country": None})
    _, names, _ = pages(handed_over(desk).response.data)
    assert "1 Ada Lovelace United Kingdom 2 A. L. United Kingdom 3 name withheld" in names
    assert "Cleo" not in names
    assert "France" not in names
    assert names.count("name withheld") == 2


def test_the_printed_hash_is_that_of_the_list(app, desk):
    signed(app, *crowd(30))
    letter, *_, receipt = pages(handed_over(desk).response.data)
    assert (
        printed_hash(letter) == printed_hash(receipt) == hash_of(table(desk.post(CSV, form(desk))))
    )


@pytest.mark.parametrize(("paper", "most"), [("a4", 100), ("us-letter", 90)])
def test_page_totals_add_up(app, desk, paper, most):
    signed(app, *crowd(230))
    _, *lists, receipt = pages(handed_over(desk, paper=paper).response.data)
    totals = [TOTAL.search(page).groups() for page in lists]
    assert [int(here) for _, _, here, _ in totals] == [most, most, 230 - 2 * most]
    assert [int(so_far) for *_, so_far in totals] == [most, 2 * most, 230]
    assert "Signatures received 230" in receipt
    assert f"Page {len(lists) + 2} of {len(lists) + 2}" in receipt


def test_filters_hold_for_paper_too(app, desk):
    signed(app, {"country": "FR", "visibility": "full"}, {"country": "GB", "visibility": "full"})
    page = desk.post(f"{PAPER}?country=FR", form(desk))
    _, names, _ = pages(page.response.data)
    assert "France" in names
    assert "United Kingdom" not in names


def test_many_names_come_in_volumes(app, desk, monkeypatch):
    monkeypatch.setattr(handover, "VOLUME_NAMES", 200)
    signed(app, *crowd(501))
    place = desk.post(PAPER, form(desk)).headers["Location"]
    with app.app_context():
        make_due_export()
    page = desk.post(f"{place}/file")
    assert page.headers["Content-Type"] == "application/zip"
    box = ZipFile(BytesIO(page.response.data))
    volumes = sorted(name for name in box.namelist() if name.endswith(".pdf"))
    assert [name[-18:] for name in volumes] == [f"-volume-{n}-of-3.pdf"[-18:] for n in (1, 2, 3)]
    texts = [pages(box.read(name)) for name in volumes]
    assert [len(text) for text in texts] == [4, 2, 2]
    assert "in 3 volumes" in texts[0][0]
    assert "Volume 3 of 3, names 401 to 501: Free the nurse" in texts[2][0]
    assert TOTAL.search(texts[2][1]).groups() == ("501", "501", "1", "501")
    lines = box.read("list.txt")
    assert printed_hash(texts[0][0]) == hashlib.sha256(lines).hexdigest()
    assert len(lines.splitlines()) == 501


def test_names_that_no_font_shows_are_marked_and_counted(app, desk):
    strange = "\U0010fffd\U000f1234\U0001fbfa\U000e0fff"
    signed(app, {"name": f"Ada {strange}", "visibility": "full"}, *crowd(3))
    letter, names, _ = pages(handed_over(desk).response.data)
    assert "1 name has characters that we could not print" in letter
    assert "Ada \N{REPLACEMENT CHARACTER}" in names


def test_a_campaign_that_is_read_from_the_right(app):
    a_campaign(app, language="ar", title="أطلقوا سراح الممرضة")
    desk = at_desk(app)
    signed(app, {"name": "فاطمة", "visibility": "full", "country": "EG"}, *crowd(3))
    assert len(pages(handed_over(desk).response.data)) == 3


def test_a_campaign_without_targets_has_a_letter_without_address(app, monkeypatch):
    a_campaign(app, targets=[])
    desk = at_desk(app)
    signed(app, *crowd(3))
    assert not desk.get(PAPER).all('[name="target"]')
    assert "Dear Sir or Madam," in pages(handed_over(desk).response.data)[0]
