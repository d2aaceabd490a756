"""What a campaign file says, the desk can say: the sample, typed in field by field."""

from dataclasses import replace
from itertools import zip_longest

from sqlalchemy import inspect, select

from petitions.campaigns.campaign_file import read_campaign
from petitions.campaigns.models import Campaign
from petitions.campaigns.operations import create
from petitions.config import ROOT
from petitions.db import db
from tests.desk.editing import filled_in
from tests.factories import BEN
from tests.organisers import at_desk

FILE = read_campaign(ROOT / "sample" / "ua-115-16.md")
FILE = replace(
    FILE,
    copies_to=[{"name": "Our office", "email": "office@aid.example"}],
    organiser_name="Friends of Atyrau",
    contact_email="friends@atyrau.example",
    updates=FILE.updates[:2],
    safety="Whoever **works** for the state.",
    is_discreet=True,
    keep_days=20,
)
DESK = "/organise/campaigns"
CASE = f"{DESK}/free-them"
OWN = {"id", "campaign_id", "target_id", "slug", "versions", "changed_at", "made_at", "number"}


def facts(row):
    """Give what a row says, apart from numbers and moments of its own."""
    names = [column.key for column in inspect(type(row)).column_attrs]
    return {name: getattr(row, name) for name in names if name not in OWN}


def told(slug):
    """Give all that is stored of a campaign."""
    campaign = db.session.scalars(select(Campaign).filter_by(slug=slug)).one()
    return {
        "campaign": facts(campaign),
        "demands": [demand.text for demand in campaign.demands],
        "targets": [
            (one.slug, facts(one), [facts(each) for each in one.contacts])
            for one in campaign.targets
        ],
        "letters": [facts(letter) for letter in campaign.letters],
        "updates": [facts(update) for update in campaign.updates],
    }


def types(desk, page, part, **typed):
    """Fill in one form of a page, which may have more rows than it shows, and save it."""
    address, fields = filled_in(page, part)
    fields |= {f"{part}-{name}": text for name, text in typed.items()}
    answer = desk.post(address, fields | {"do": "save"})
    assert answer.status == 303, answer.text(".notice-problem")
    return answer.headers["Location"]


def rows(name, found):
    """Give the fields of a list: `rows("demands", [{"text": "Free her."}])`."""
    return {f"{name}-{n}-{key}": text for n, row in enumerate(found) for key, text in row.items()}


def targets(desk, page):
    for one in FILE.targets:
        to = types(desk, page, "targets", name=one.name, role=one.role)
        part = to.partition("#section-")[2]
        contacts = rows("contacts", map(vars, one.contacts))
        texts = {name: text for name, text in vars(one).items() if name != "contacts"}
        types(desk, desk.get(to), part, **texts | contacts)


def letters(desk):
    for one in FILE.letters:
        texts = {name: getattr(one, name) for name in ("subject", "opening", "closing", "text")}
        texts |= rows("other_openings", [{"text": text} for text in one.other_openings])
        said = [
            {"text": text, "others": "\n".join(others)}
            for text, others in zip_longest(one.demands, one.other_demands, fillvalue="")
        ]
        texts |= rows("demands", said)
        greetings = [{"text": one.salutations.get(target.slug, "")} for target in FILE.targets]
        texts |= rows("salutations", greetings)
        texts["other_closings"] = "\n".join(one.other_closings)
        types(desk, desk.get(f"{CASE}/letters/{one.language}"), "letter", **texts)


def test_the_sample_can_be_written_at_the_desk(app):
    desk = at_desk(app, "editor")
    with app.app_context():
        create(FILE, actor=BEN, publish=False)
    new = {"title": "Free them", "country": "KZ", "language": "en"}
    assert desk.post(f"{DESK}/new", new).headers["Location"].startswith(CASE)
    names = ("title", "reference", "summary", "pledge", "goal", "organiser_name", "contact_email")
    page = desk.get(CASE)
    types(desk, page, "basics", **{name: str(getattr(FILE, name)) for name in names})
    types(desk, page, "story", story=FILE.story)
    types(
        desk,
        page,
        "demands",
        **rows("demands", [{"id": "", "text": text} for text in FILE.demands]),
    )
    names = ("issued", "deadline", "time_zone", "keep_days")
    types(desk, page, "dates", **{name: str(getattr(FILE, name)) for name in names})
    types(desk, page, "sources", **rows("sources", FILE.sources))
    copies = rows("copies_to", FILE.copies_to)
    types(desk, page, "copies", embed_on="\n".join(FILE.embed_on), **copies)
    types(desk, page, "safety", safety=FILE.safety, is_discreet="y")
    targets(desk, page)
    letters(desk)
    for update in FILE.updates:
        news = {
            "title": update.title,
            "dated": str(update.dated),
            "text": update.text,
            "do": "save",
        }
        assert desk.post(f"{CASE}/updates", news).status == 303
    with app.app_context():
        assert told("free-them") == told(FILE.slug)
