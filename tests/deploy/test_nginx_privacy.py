"""Of no person anything is kept by nginx: not in its cache, not in a temporary file, not in a log.

Every address of the site is asked as everybody may ask it, again and again.
"""

import time

import pytest
from sqlalchemy import select

from petitions.accounts.access import PREFIX, cookie_name
from petitions.accounts.models import ADMIN, Organiser
from petitions.accounts.sessions import start_session
from petitions.campaigns.models import Picture
from petitions.db import transaction
from tests.appeals.people import TARGETS
from tests.conftest import make_settings
from tests.factories import ADA, a_campaign, sign_form
from tests.fronts import NAME
from tests.illustrations import a_picture
from tests.organisers import an_organiser, give_factor
from tests.signing.steps import store_link
from tests.web.routes import every_route

SLUG = "free-the-nurse"
SECRETS = ["Lovelace", "ada@example.org", "ben@example.org", "a very private remark"]
TYPED = {"name": ADA.name, "town": "Ockham", "words": "a very private remark", "reason": "x"}


@pytest.fixture
def app(front, another_app):
    """The site's application once more, in this process."""
    url = front.site.environment["PETITIONS_DATABASE_URL"]
    return another_app(make_settings(front.site.folder, url, base_url=f"https://{NAME}"))


@pytest.fixture
def tokens(app, front):
    """Store a campaign that Ada has signed, visible to all; give the tokens of her links."""
    a_campaign(app, targets=TARGETS)
    a_picture(app, SLUG)
    form = sign_form(visibility="full", updates="y", comment="a very private remark")
    assert front.nginx.ask(f"/c/{SLUG}/sign", form).status == 303
    confirm = front.site.mail_link(ADA.email, "confirm").rpartition("/")[2]
    assert front.nginx.ask(f"/confirm/{confirm}", {}).status == 303
    with app.app_context(), transaction():
        return {"token": confirm, "news_token": store_link(1, news=True)}


@pytest.fixture
def routes(app, front, tokens):
    """Give every address of the site, in use."""
    with app.app_context(), transaction() as session:
        digest = session.scalars(select(Picture.digest)).one()
    page = front.nginx.ask("/").body.decode()
    icon = page.partition('rel="icon" href="/static/')[2].partition('"')[0]
    values = tokens | {"slug": SLUG, "address": icon, "digest": digest}
    return every_route(app, **values, target_slug="minister", channel_name="letter", number=1)


def everybody(app):
    """Give the headers of a visitor, and of an admin, who is shown the most; and where they go."""
    yield {}, ""
    number = an_organiser(app, ADMIN, "ben@example.org")
    with app.app_context(), transaction() as session:
        organiser = session.scalars(select(Organiser).where(Organiser.id == number)).one()
        give_factor(organiser)
        token = start_session(number)
        yield {"Cookie": f"{cookie_name()}={token}"}, PREFIX


def check_public(answers, method):
    """See that what went through the cache, if it was kept, is for everyone."""
    assert method == "GET"
    for answer in answers:
        if answer.cache != "MISS":
            assert answer.headers["cache-control"].startswith("public, ")
            assert "set-cookie" not in answer.headers


def leaks(folder, secrets):
    """Give what nginx wrote of these words, in whichever file."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert [path for path in files if path.is_relative_to(folder / "cache")]
    contents = {path: path.read_bytes() for path in files}
    return [
        (path.name, secret)
        for path, content in contents.items()
        for secret in secrets
        if secret.encode() in content
    ]


def test_nothing_of_a_person_is_kept(app, front, routes, tokens):
    secrets = [*SECRETS, *tokens.values()]
    kept, asked = set(), 0
    for headers, place in everybody(app):
        secrets += [value.partition("=")[2] for value in headers.values()]
        for route in routes:
            for method in sorted(route.methods - {"OPTIONS", "HEAD"}):
                if not route.rule.startswith(place):
                    continue
                form = None if method == "GET" else TYPED
                answers = [front.nginx.ask(route.path, form, method, **headers) for _ in "12"]
                asked += len(answers)
                if answers[0].cache or answers[1].cache not in {"", "MISS"}:
                    check_public(answers, method)
                    kept.add(route.rule)
    print(f"{asked} requests; through the cache: {sorted(kept)}")
    assert asked > 400
    assert {"/", "/c/<slug>", "/c/<slug>/counter"} <= kept
    assert not [rule for rule in kept if "<token>" in rule or rule.startswith(PREFIX)]
    assert leaks(front.nginx.folder, secrets) == []


def test_the_log_names_nobody_and_no_page(front):
    front.nginx.ask(f"/confirm/secret-token?name={ADA.name.split()[0]}")
    front.site.stop()  # which nginx would tell with the address and the path
    front.nginx.ask("/withdraw/secret-token")
    while " GET 404 " not in (front.nginx.folder / "petitions.log").read_text():
        time.sleep(0.1)  # nginx writes its lines once a second
    for path in front.nginx.folder.glob("*.log"):
        for secret in ("secret-token", "Ada", "127.0.0.1", "confirm"):
            assert secret not in path.read_text().replace("127.0.0.1:0", ""), path
