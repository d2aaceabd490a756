"""Who may open which page: the gate before everything under /organise/.

Every view there states a role with `@requires(EDITOR)`, or `@requires(ANYONE)`; one without is
refused to everybody, and fails the tests.
"""

import hmac
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple, TypeVar, cast

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import select, update
from werkzeug.wrappers import Response as BaseResponse

from petitions.accounts import factors
from petitions.accounts.models import (
    ADMIN,
    EDITOR,
    IDLE,
    PENDING_LIFE,
    RECENT,
    SESSION_LIFE,
    VIEWER,
    Organiser,
    Session,
    digest_of,
)
from petitions.accounts.proof import FreshProofNeeded, proof_page, require_fresh_proof
from petitions.accounts.sessions import NewSession
from petitions.config import settings
from petitions.db import db, now, transaction
from petitions.web.forms import without_nul
from petitions.web.http import SAFE_METHODS
from petitions.web.limits import count_work, keyed_digest

PREFIX = "/organise"
ANYONE = "anyone"
DEVICE_LIFE = timedelta(days=180)
SEEN_STEP = timedelta(minutes=1)  # not one write a request

# What leads to a second factor, and out.
_WITHOUT_FACTOR = {"accounts"}
# Path and query, without a way up or out.
_OWN_PAGE = re.compile(rf"{PREFIX}/(?!.*(?:\.\.|//|\\))[\x21-\x7e]*")

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


class Access(NamedTuple):
    """What a view requires; see requires()."""

    role: str
    names: bool
    live: bool
    typed: bool
    proof: bool


class SecondFactorNeeded(Exception):
    """Without a second factor nobody invites others or, on a public site, does anything."""


class RecentLogInNeeded(Exception):
    """The last log-in is too long ago for changing who may come in."""


def requires(
    role: str,
    *,
    names: bool = False,
    live: bool = False,
    typed: bool = False,
    proof: bool = False,
) -> Callable[[View], View]:
    """State who may use a view: ANYONE, or VIEWER, EDITOR, ADMIN and those above.

    With `names` it shows or gives out names of signers, which tests hold to ADMIN. What is `live`
    is asked for by an open page, not by a person: it counts as nothing. What was `typed` into a
    form is not lost where its session is over: the answer gives it back, to be sent once more
    after logging in. With `proof` it does harm in wrong hands: to send it one has proved within
    RECENT who one is, or does so now.
    """

    def state(view: View) -> View:
        view.access = Access(role, names, live, typed, proof)  # type: ignore[attr-defined]
        return view

    return state


def init_app(app: Flask) -> None:
    """Put the gate before every page for organisers."""
    app.before_request(_gate)
    app.add_template_global(form_token_field)
    app.jinja_env.globals.update(VIEWER=VIEWER, EDITOR=EDITOR, ADMIN=ADMIN)

    @app.errorhandler(SecondFactorNeeded)
    def _second_factor_needed(_problem: SecondFactorNeeded) -> ResponseReturnValue:
        return render_template("accounts/factor_needed.html"), 403

    @app.errorhandler(RecentLogInNeeded)
    def _recent_log_in_needed(_problem: RecentLogInNeeded) -> ResponseReturnValue:
        return redirect(url_for("accounts.again", next=_page_before()), 303)

    app.register_error_handler(FreshProofNeeded, proof_page)

    @app.context_processor
    def _who() -> dict[str, Organiser | None]:
        return {"organiser": g.get("organiser")}


def organiser() -> Organiser:
    """Return the organiser of this request; only where the view requires a role."""
    return cast("Organiser", g.organiser)


def session() -> Session:
    """Return the session of this request; only where the view requires a role."""
    return cast("Session", g.session)


def require_recent_login() -> None:
    """Raise RecentLogInNeeded unless the organiser logged in, or did so again, within RECENT."""
    if now() - session().proved_at > RECENT:
        raise RecentLogInNeeded


def require_second_factor() -> None:
    """Raise SecondFactorNeeded unless the organiser has a second factor."""
    if not factors.has_factor(organiser()):
        raise SecondFactorNeeded


def visitor_session() -> tuple[Session, Organiser] | None:
    """Return who is behind the cookie of this request, whatever the view requires."""
    token = request.cookies.get(cookie_name())
    if not token:
        return None
    row = db.session.execute(
        select(Session, Organiser)
        .join(Organiser, Organiser.id == Session.organiser_id)
        .where(Session.digest == digest_of(token))
    ).first()
    if row is None:
        return None
    session, organiser = row
    life = PENDING_LIFE if session.is_pending_2fa else SESSION_LIFE
    is_over = now() > min(session.made_at + life, session.seen_at + IDLE)
    return None if is_over else (session, organiser)


def cookie_name() -> str:
    """Return the cookie's name; over TLS browsers then send it to this host alone."""
    return "__Host-petitions" if settings().https else "petitions"


def set_session_cookie(response: BaseResponse, new: NewSession) -> BaseResponse:
    """Log this browser in; the cookie ends with it. By another one it is known for longer.

    That one goes to organisers' pages alone: public pages know no visitor.
    """
    options: dict[str, Any] = {"secure": settings().https, "httponly": True, "samesite": "Lax"}
    response.set_cookie(cookie_name(), new.cookie, path="/", **options)
    if new.device:
        name = device_cookie_name()
        response.set_cookie(name, new.device, max_age=DEVICE_LIFE, path=PREFIX, **options)
    return response


def device_cookie_name() -> str:
    """Return the name of the cookie by which a browser is known; over TLS only we can set it."""
    return "__Secure-petitions-device" if settings().https else "petitions-device"


def device_cookie() -> str:
    """Return by what this browser is known, as it claims."""
    return request.cookies.get(device_cookie_name(), "")


def delete_session_cookie(response: BaseResponse) -> BaseResponse:
    """Log this browser out."""
    response.delete_cookie(
        cookie_name(), secure=settings().https, httponly=True, samesite="Lax", path="/"
    )
    return response


def form_token() -> str:
    """Return what each form of an organiser carries: only their own pages know it.

    It outlives the session, so that a form that stayed open can be sent after logging in again;
    a new passphrase makes a new one.
    """
    return _form_tokens()[0] if g.get("session") else ""


def _form_tokens() -> list[str]:
    """Return the token, and those of forms that were opened before the secret key was changed."""
    owner = f"{organiser().id} {organiser().passphrase_hash}"
    keys = settings().secret_keys
    return [keyed_digest("form token", owner, key).hex() for key in keys]


def form_token_field() -> Markup:
    """Return the hidden field that stands in each form of an organiser."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(form_token())


def safe_next(address: str | None) -> str:
    """Return the address if it is an organisers' page, else their first page."""
    return address if address and _OWN_PAGE.fullmatch(address) else f"{PREFIX}/"


def _gate() -> ResponseReturnValue | None:
    if not f"{request.path}/".startswith(f"{PREFIX}/") or request.endpoint is None:
        return None  # the router says 404 or 405
    access = getattr(current_app.view_functions[request.endpoint], "access", None)
    if access is None:
        abort(403)
    if access.role == ANYONE:
        return None
    visitor = visitor_session()
    if visitor is None or visitor[0].is_pending_2fa:
        return _give_back() if access.typed and request.form else _to_log_in()
    g.session, g.organiser = visitor
    if request.method not in SAFE_METHODS:
        token = request.form.get("csrf_token", "").encode()
        if not any(hmac.compare_digest(token, right.encode()) for right in _form_tokens()):
            abort(403)
    if not g.organiser.may(access.role):
        return render_template("accounts/not_allowed.html", needed=access.role), 403
    if settings().is_public and request.blueprint not in _WITHOUT_FACTOR:
        require_second_factor()
    if access.proof and request.method not in SAFE_METHODS:
        require_fresh_proof()
    moment = now()
    if not access.live and moment - g.session.seen_at > SEEN_STEP:
        this = update(Session).where(Session.digest == g.session.digest)
        with transaction() as session:
            session.execute(this.values(seen_at=moment))
    return None


def _to_log_in() -> ResponseReturnValue:
    """Send to the log-in page, by htmx too: a part cut out of that page would be blank."""
    destination = request.full_path.rstrip("?") if request.method == "GET" else _page_before()
    address = url_for("accounts.log_in", next=destination)
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": address})
    return redirect(address, 302)


def _give_back() -> ResponseReturnValue:
    """Return what was typed, to be sent once more; htmx leaves the form as it stands."""
    if "HX-Request" in request.headers:
        return Response(status=401)
    count_work()
    typed = [(name, without_nul(value)) for name, value in request.form.items(multi=True)]
    return render_template("accounts/logged_out.html", kept=typed, action=request.path), 401


def _page_before() -> str:
    return safe_next((request.referrer or "").removeprefix(request.host_url.rstrip("/")))
