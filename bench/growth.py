"""How costs grow with signatures and with campaigns: one request at a time, in this process.

"numbers" is the dashboard of one campaign, "dashboard" the list of all, "list" the first page of
signatures as organisers see it.

What a page kept in memory spares is not spared here: the page of a case is made anew each time.
Writes growth.json and growth.svg beside this file. A floor is the cost at the smallest size.
"""

import json
import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryFile
from time import process_time

from flask import Flask
from flask.testing import FlaskClient

from bench import crowd, load, site
from bench.figures import Broken, Figure
from bench.plot import plot
from petitions import create_app
from petitions.campaigns.campaign_file import read_campaign
from petitions.campaigns.operations import create
from petitions.campaigns.queries import WHOLE, public_campaign_or_404
from petitions.config import from_environment
from petitions.db import db
from petitions.desk.exports.operations import ExportRequest
from petitions.desk.exports.writers import write_export
from petitions.ops.server import SAMPLE
from petitions.public.pages import case_page
from petitions.signing.filters import Filters
from tests.factories import sign_form
from tests.organisers import at_desk

SIGNATURES = (10_000, 100_000, 1_000_000)
CAMPAIGNS = (1, 100, 1_000)
SIGNATURES_EACH = 100  # of the campaigns beside the one that is measured
ADDRESS = "http://127.0.0.1"
TIMES = 60
ENOUGH_SECONDS = 3.0
FOLDER = Path(__file__).parent
Costs = dict[str, float]  # {"page": milliseconds}


def figures(_names: Collection[str]) -> Iterator[Figure]:
    """Measure at every size; write the files; return how each cost grows."""
    found = {
        "signatures": {size: _costs(signatures=size) for size in SIGNATURES},
        "campaigns": {size: _costs(campaigns=size) for size in CAMPAIGNS},
    }
    (FOLDER / "growth.json").write_text(json.dumps(found, indent=1) + "\n")
    (FOLDER / "growth.svg").write_text(plot(found))
    for axis, by_size in found.items():
        least, most = by_size[min(by_size)], by_size[max(by_size)]
        for name in least:
            yield Figure(f"growth.{name}.{axis}", most[name], "ms", least[name])


def _costs(signatures: int = SIGNATURES[0], campaigns: int = 1) -> Costs:
    with site.folder() as place, _application(place) as app:
        url = f"sqlite:///{place}/petitions.sqlite"
        crowd.fill(url, signatures)
        _add_campaigns(app, url, campaigns - 1)
        desk = at_desk(app).client
        visitor = app.test_client()
        reading = {
            "page": _median(lambda _: _make_page(app)),
            "dashboard": _median(lambda _: _get(desk, "/organise/")),
            "numbers": _median(lambda _: _get(desk, f"/organise/campaigns/{site.SLUG}/numbers")),
            "list": _median(lambda _: _get(desk, f"/organise/campaigns/{site.SLUG}/signatures")),
            "export_row": _export(app, signatures),
        }
        tokens = crowd.pending(url, TIMES)  # only now: with them the list is sooner sorted
        return reading | {
            "sign": _median(
                lambda n: _post(
                    visitor, f"{site.CAMPAIGN}/sign", sign_form(email=f"visitor{n}@example.org")
                )
            ),
            "confirm": _median(lambda n: _post(visitor, f"/confirm/{tokens[n]}", {})),
        }


@contextmanager
def _application(place: Path) -> Iterator[Flask]:
    url = f"sqlite:///{place}/petitions.sqlite"
    crowd.prepare(url)
    given = {"PETITIONS_DATABASE_URL": url, "PETITIONS_MAIL_URL": f"file:{place / 'mail'}"}
    app = create_app(from_environment(given | site.SWITCHED_OFF))
    logging.getLogger("petitions").setLevel(logging.WARNING)
    yield app
    with app.app_context():
        db.engine.dispose()


def _add_campaigns(app: Flask, url: str, number: int) -> None:
    draft = read_campaign(SAMPLE)
    with app.app_context():
        for n in range(number):
            create(replace(draft, slug=f"case-{n}", title=f"Case {n}"), actor="bench", publish=True)
            db.session.remove()
    crowd.fill(url, SIGNATURES_EACH, campaigns=range(2, number + 2))


def _median(work: Callable[[int], object]) -> float:
    """Return the milliseconds of processor time that a piece of work takes, in the middle of many.

    Not the time that passes: what waits for the disk is the same at every size.
    """
    taken: list[float] = []
    while not taken or (len(taken) < TIMES and sum(taken) < ENOUGH_SECONDS):
        start = process_time()
        work(len(taken))
        taken.append(process_time() - start)
    return median(taken) * 1000


def _make_page(app: Flask) -> None:
    """Make the page, past whatever keeps it."""
    with app.test_request_context(site.CAMPAIGN, base_url=ADDRESS):
        case_page(public_campaign_or_404(site.SLUG, *WHOLE))


def _get(client: FlaskClient, path: str) -> None:
    answer = client.get(path, base_url=ADDRESS)
    if answer.status_code != 200:
        raise Broken(f"{path} gave {answer.status}")


def _post(client: FlaskClient, path: str, form: dict[str, str]) -> None:
    answer = client.post(path, data=form, headers=load.FORM, base_url=ADDRESS)
    if answer.status_code != 303:
        raise Broken(f"{path} gave {answer.status}")


def _export(app: Flask, rows: int) -> float:
    """Return the milliseconds that a row of CSV takes."""
    wish = ExportRequest("csv", 1, Filters())

    def work(_: int) -> None:
        with app.app_context(), TemporaryFile() as file:
            if write_export(wish, file, lambda _: None) < rows:
                raise Broken("the list is too short")

    return _median(work) / rows
