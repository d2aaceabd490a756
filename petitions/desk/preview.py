"""The whole case as visitors will see it: the public pages themselves, and nothing comes of it.

A request below PREVIEW is handed to the site once more as if that were where the site begins
(WSGI's SCRIPT_NAME): so each address that a page builds leads back here. It happens in a rehearsal,
in which the campaign is public and somebody has signed; then all of it is rolled back.
"""

import re
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import unquote, urlencode, urlsplit

import nh3
from flask import Blueprint, Response, abort, current_app, g, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from sqlalchemy import delete

from petitions.accounts.access import form_token_field, organiser, requires
from petitions.accounts.models import EDITOR
from petitions.appeals.models import Report
from petitions.appeals.operations import undone_report
from petitions.campaigns.models import DRAFT, OPEN, TAKEN_DOWN, Campaign
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.config import settings
from petitions.db import db, now, rehearsal
from petitions.desk.mail import kind_in_words
from petitions.desk.models import Mailing
from petitions.desk.news.mailing import NEWS_MAIL
from petitions.mail import composing
from petitions.mail.transports import Message
from petitions.signing.links import token_digest
from petitions.signing.models import (
    ALREADY_MAIL,
    CONFIRM_MAIL,
    CONFIRMED,
    CONSENT_VERSION,
    HIDDEN,
    KEPT_MAIL,
    PENDING,
    Link,
    Signature,
)
from petitions.web.i18n import DEFAULT_LANGUAGE, use_language
from petitions.web.links import meant_path

PREVIEW = "/organise/campaigns/<slug>/preview"
bp = Blueprint("preview", __name__, url_prefix=PREVIEW)

SHOWN = {"public", "data", "paper", "found", "appeals", "signing"}
KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Location", "Retry-After")
MOST_REDIRECTS = 3
_ATTRIBUTES = {"a": {"href"}, "*": {"lang", "dir"}}
_SCRIPT = re.compile(rb"<script[^>]*></script>")
_MAIL_PAGE = re.compile(r'<html lang="([^"]+)" dir="(\w+)">.*?<body>(.*)</body>', re.DOTALL)


class VisitorRequest(NamedTuple):
    """What the site is asked below the preview."""

    method: str
    path: str
    query: str
    form: list[tuple[str, str]]


class SampleMail(NamedTuple):
    """A mail as its receiver will see it; `html` is what stands in its body."""

    kind: str
    sender: str
    subject: str
    text: str
    html: Markup
    language: str
    direction: str


@bp.get("")
@requires(EDITOR)
def case(slug: str) -> ResponseReturnValue:
    """Show the page of the case."""
    return _shown(slug, f"/c/{slug}")


@bp.get("/")
@requires(EDITOR)
def home(slug: str) -> ResponseReturnValue:
    """Show the list of campaigns as it will be with this one."""
    return _shown(slug, "/")


@bp.route("/<path:path>", methods=["GET", "POST"])
@requires(EDITOR, typed=True)
def page(slug: str, path: str) -> ResponseReturnValue:
    """Show any other page or file, and what follows from a form."""
    return _shown(slug, meant_path(f"/{path}") or f"/{path}")


@bp.get("/c/<case>/counter")
@requires(EDITOR, live=True)
def counter(slug: str, case: str) -> ResponseReturnValue:
    """Show the counter, for which an open page asks by itself."""
    return _shown(slug, f"/c/{case}/counter")


@bp.get("/mails")
@requires(EDITOR)
def mails(slug: str) -> ResponseReturnValue:
    """Show the mails that a signer gets."""
    campaign_or_404(slug)
    g.preview_bar = _bar(slug)
    with rehearsal():
        campaign = _as_if_public(slug)
        shown = _sample_mails(campaign)
        use_language(DEFAULT_LANGUAGE)
        answer = render_template("desk/preview/mails.html", campaign=campaign, mails=shown)
    return _for_nobody_else(slug, Response(answer))


def page_of(slug: str) -> Response:
    """Return the page of the case alone, without scripts, within a rehearsal of the caller."""
    asked = VisitorRequest("GET", f"/c/{slug}", "", [])
    answer = _for_nobody_else(slug, _answer(_as_if_public(slug), _root(slug), asked))
    answer.set_data(_SCRIPT.sub(b"", answer.get_data()))
    return answer


def _shown(slug: str, path: str) -> ResponseReturnValue:
    campaign_or_404(slug)
    g.preview_bar = _bar(slug)
    query = request.query_string.decode("latin1")
    asked = VisitorRequest(request.method, path, query, list(request.form.items(multi=True)))
    with rehearsal():
        answer = _answer(_as_if_public(slug), _root(slug), asked)
    return _for_nobody_else(slug, answer)


def _answer(campaign: Campaign, root: str, asked: VisitorRequest) -> Response:
    """Return the page that a visitor comes to: what was just stored is there no longer later."""
    for _step in range(MOST_REDIRECTS):
        answer = _ask(campaign, root, asked)
        to = urlsplit(answer.location or "")
        if answer.status_code not in {303, 307} or not to.path.startswith(f"{root}/"):
            break
        path = unquote(to.path.removeprefix(root))
        asked = asked._replace(path=path, query=to.query)
        if answer.status_code == 303:
            asked = asked._replace(method="GET", form=[])
    return answer


def _ask(campaign: Campaign, root: str, asked: VisitorRequest) -> Response:
    """Return the answer of the site, as if it began at `root`."""
    body = urlencode(asked.form).encode()
    environ = request.environ | {
        "REQUEST_METHOD": asked.method,
        "SCRIPT_NAME": root,
        "PATH_INFO": asked.path.encode().decode("latin1"),
        "QUERY_STRING": asked.query,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    with current_app.request_context(environ):
        values: dict[str, Any] = request.view_args or {}
        if values.get("slug", campaign.slug) != campaign.slug:
            public = current_app.url_map.bind("").build(request.endpoint or "", values)
            return current_app.make_response(redirect(public, 303))
        if "token" in values:
            _sign(campaign, values["token"])
        elif request.endpoint == "appeals.undo":
            _report(campaign, request.form.get("token", ""))
        try:
            if request.endpoint and request.blueprint not in SHOWN:
                abort(404)
            answer = current_app.preprocess_request() or current_app.dispatch_request()
        except Exception as error:
            answer = current_app.handle_user_exception(error)
        return current_app.make_response(answer)


def _for_nobody_else(slug: str, answer: Response) -> Response:
    """Return an answer that nothing stores: whole addresses lead here, forms have a token."""
    content = answer.get_data()
    if answer.mimetype == "text/html":
        whole, ours = f'href="{settings().base_url}/', f'href="{_root(slug)}/'
        content = content.replace(whole.encode(), ours.encode())
        content = content.replace(b"</form>", f"{form_token_field()}</form>".encode())
    response = Response(content, answer.status_code)
    for name in KEPT_HEADERS:
        if name in answer.headers:
            response.headers[name] = answer.headers[name]
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _root(slug: str) -> str:
    return PREVIEW.replace("<slug>", slug)


def _bar(slug: str) -> Markup:
    # Before the case is asked for, which has a language of its own.
    return Markup(render_template("desk/preview/_bar.html", slug=slug, root=_root(slug)))  # noqa: S704


def _as_if_public(slug: str) -> Campaign:
    """Return the campaign, public for as long as the rehearsal lasts."""
    campaign = campaign_or_404(slug, *WHOLE)
    state = campaign.state_before if campaign.state == TAKEN_DOWN else campaign.state
    campaign.state, campaign.is_hidden = OPEN if state == DRAFT else state, False
    campaign.title = campaign.title or _("No title yet")
    db.session.flush()
    return campaign


def _signature(campaign: Campaign, state: str) -> Signature:
    """Return somebody who has just signed, or has confirmed it."""
    signature = Signature(
        campaign_id=campaign.id,
        state=state,
        email_digest=b"preview",
        email=organiser().email,
        name=_("Alex Example"),
        country=campaign.country,
        comment="",
        visibility=HIDDEN,
        updates=True,
        consent_version=CONSENT_VERSION,
        signed_at=now(),
        confirmed_at=now() if state == CONFIRMED else None,
    )
    db.session.add(signature)
    db.session.flush()
    return signature


def _sign(campaign: Campaign, token: str) -> None:
    """Let somebody have signed whose mails have this token in their links."""
    digests = {token_digest(token, news=news) for news in (False, True)}
    if any(db.session.get(Link, digest) for digest in digests):
        return
    is_asked = (request.endpoint or "").startswith("signing.confirm")
    signature = _signature(campaign, PENDING if is_asked else CONFIRMED)
    links = (Link(digest=each, signature_id=signature.id, made_at=now()) for each in digests)
    db.session.add_all(links)


def _report(campaign: Campaign, token: str) -> None:
    """Let there be the report that is to be taken back."""
    number, values = undone_report(token), request.view_args or {}
    target = next((one for one in campaign.targets if one.slug == values["target_slug"]), None)
    stored = db.session.get(Report, number) if number else None
    if number and target and stored is None:
        report = Report(id=number, campaign_id=campaign.id, target_id=target.id, number=1)
        report.channel = values["channel_name"]
        db.session.add(report)


def _sample_mails(campaign: Campaign) -> list[SampleMail]:
    """Return the mails to somebody who signs: in their order, with links into the preview."""
    signature = _signature(campaign, PENDING)
    about: dict[str, Any] = {"signature": signature.id}
    found = [(CONFIRM_MAIL, composing.sample(CONFIRM_MAIL, about))]
    signature.state, signature.confirmed_at = CONFIRMED, now()
    db.session.flush()
    if campaign.updates:
        newest = campaign.updates[-1].id
        db.session.execute(delete(Mailing).where(Mailing.update_id == newest))
        found.append((NEWS_MAIL, composing.sample(NEWS_MAIL, about | {"update": newest})))
    found.append((ALREADY_MAIL, composing.sample(ALREADY_MAIL, about)))
    found.append((KEPT_MAIL, composing.sample(KEPT_MAIL, {"signatures": [signature.id]})))
    return [_sample_mail(kind, message) for kind, message in found if message]


def _sample_mail(kind: str, message: Message) -> SampleMail:
    mail = message_from_bytes(message.content, policy=default)
    parts = {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}
    text, whole = (parts[kind].get_content() for kind in ("text/plain", "text/html"))
    [(language, direction, html)] = _MAIL_PAGE.findall(whole)
    html = re.sub(r"(</?)h1>", r"\1h3>", html)  # the page has one already
    shown = Markup(nh3.clean(html, attributes=_ATTRIBUTES, link_rel=None))  # noqa: S704
    words = str(kind_in_words(kind)), str(mail["From"]), str(mail["Subject"])
    return SampleMail(*words, text, shown, language, direction)
