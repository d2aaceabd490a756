"""How many people can have their letter made: a PDF with their own name, through HTTP.

The floor is Typst in this process, with the same letter. Every letter has another name, so that
nothing of the last can be kept.
"""

from collections.abc import Collection, Iterator
from dataclasses import asdict
from itertools import count
from time import perf_counter
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from sqlalchemy import select

from bench import crowd, load, site
from bench.client import Plan
from bench.figures import Broken, Figure, at_least, interleaved
from petitions import create_app
from petitions.appeals.composing import Choices, compose
from petitions.appeals.rendering import letter
from petitions.campaigns.models import Campaign
from petitions.config import from_environment
from petitions.db import db
from petitions.documents.sanitise import plain
from petitions.documents.typesetting import pdf
from tests.site import Site

TARGET = "prosecutor-general"
TOWN = "London"
CONNECTIONS = 16
SECONDS = 3.0
MOST = 3_000
NUMBERS = count(1)


def figures(_names: Collection[str]) -> Iterator[Figure]:
    """Measure letters."""
    with site.folder() as place, site.served(place) as served:
        form = urlencode(_form()).encode()
        with urlopen(Request(_address(served), form, load.FORM)) as answer:
            if not answer.read().startswith(b"%PDF-"):
                raise Broken("the site sent no PDF")
        letter = _letter()
        values = interleaved(lambda: through_http(served), lambda: _by_typst(letter))
    yield Figure("letter_pdf", values[0], "letters/s", values[1], at_least(0.6))


def through_http(served: Site, seconds: float = SECONDS) -> float:
    """Ask for letters as fast as they come; return how many a second."""
    requests = [load.post_request(_address(served), _form()) for _ in range(MOST)]
    plan = Plan(served.port, requests, MOST, CONNECTIONS, seconds)
    return load.rate(load.run(plan), 200)


def _by_typst(letter: dict[str, Any]) -> float:
    number, start = 0, perf_counter()
    while perf_counter() < start + SECONDS:
        name = _form()["name"]
        sender = {"sender": (name, TOWN)}
        envelope = letter["envelope"] | sender
        pdf("letter.typ", {**letter, **sender, "name": name, "envelope": envelope})
        number += 1
    return number / (perf_counter() - start)


def _letter() -> dict[str, Any]:
    """Return the letter of the sample as Typst gets it from the site."""
    with site.folder() as place:
        url = f"sqlite:///{place}/petitions.sqlite"
        crowd.prepare(url)
        app = create_app(from_environment({"PETITIONS_DATABASE_URL": url}))
        with app.test_request_context():
            campaign = db.session.scalars(select(Campaign)).one()
            [target] = [target for target in campaign.targets if target.slug == TARGET]
            appeal = compose(campaign, target, Choices(name=_form()["name"], town=TOWN))
            values = asdict(plain(letter(appeal)))
            db.session.remove()
            db.engine.dispose()
    return {**values, "title": values["subject"]}


def _form() -> dict[str, str]:
    return {"name": f"Ada Lovelace {next(NUMBERS)}", "town": TOWN}


def _address(served: Site) -> str:
    return f"{served.url}{site.CAMPAIGN}/appeals/{TARGET}/letter.pdf"
