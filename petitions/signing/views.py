"""Pages of the pledge: the form, "check your e-mail", confirm, withdraw."""

import logging
from typing import Any

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from wtforms.validators import ValidationError

from petitions.campaigns.contacts import responsible_for
from petitions.campaigns.models import Campaign
from petitions.campaigns.queries import public_campaign_or_404
from petitions.db import now
from petitions.mail.composing import sender_of
from petitions.signing import operations
from petitions.signing.forms import (
    ConfirmForm,
    MailboxForm,
    SignForm,
    read_changes,
    read_signer,
    seal,
    unseal,
)
from petitions.signing.links import LinkProblem, TokenMatch, signature_for_token
from petitions.signing.operations import AnotherCounted, NotSignable, Signer
from petitions.signing.queries import kept_about
from petitions.web.addresses import typed_address
from petitions.web.errors import RETRY_SECONDS, is_transient
from petitions.web.flags import flags
from petitions.web.http import public
from petitions.web.i18n import use_language
from petitions.web.limits import TooManyAttempts, count_work, network_digest
from petitions.web.links import redirect_to_meant

log = logging.getLogger(__name__)
bp = Blueprint("signing", __name__)

MAX_AGE_SECONDS, RESTING_MAX_AGE_SECONDS = 60, 5
REST_SECONDS = 300  # after which one may ask again whether signing is on


@bp.get("/c/<slug>/sign")
def form(slug: str) -> ResponseReturnValue:
    """Show the form alone."""
    campaign = public_campaign_or_404(slug).campaign
    if not campaign.takes_signatures:
        return _not_signable(campaign)
    seconds = MAX_AGE_SECONDS if flags().signing else RESTING_MAX_AGE_SECONDS
    return public(_form_page(campaign, SignForm()), seconds)


@bp.get("/c/<slug>/sign/<sealed>")
def change(slug: str, sealed: str) -> ResponseReturnValue:
    """Show the form with what was typed before, so that a slip in it can be corrected."""
    campaign = public_campaign_or_404(slug).campaign
    if not campaign.takes_signatures:
        return _not_signable(campaign)
    signer = unseal(slug, sealed)
    form = SignForm(None, obj=signer, consent=signer is not None)
    return _form_page(campaign, form, is_change=signer is not None)


@bp.post("/c/<slug>/sign")
def sign(slug: str) -> ResponseReturnValue:
    """Take a signature; the answer is the same whether or not the address has signed before."""
    if not flags().signing:
        return _form_again(slug, 503, REST_SECONDS)
    try:
        signer = read_signer(request.form)
    except ValidationError:
        return _form_again(slug, 422)
    try:
        operations.sign(slug, signer, network_digest(request.remote_addr, now().date()))
    except NotSignable:
        return _form_again(slug, 410)
    except TooManyAttempts as error:
        return _form_again(slug, 429, int(error.wait.total_seconds()) + 1)
    except SQLAlchemyError as error:
        if not is_transient(error):
            raise
        log.error("a signature could not be stored now", exc_info=error)
        return _form_again(slug, 503, RETRY_SECONDS)
    if not (sealed := seal(slug, signer)):
        return redirect(url_for(".check_mail", slug=slug), 303)
    again: dict[str, Any] = {"again": 1} if "again" in request.form else {}
    return redirect(url_for(".check_typed", slug=slug, sealed=sealed, **again), 303)


@bp.get("/c/<slug>/check-mail")
def check_mail(slug: str) -> ResponseReturnValue:
    """Say what happens next, in the same words to everyone."""
    return public(_check_page(slug), MAX_AGE_SECONDS)


@bp.get("/c/<slug>/check-mail/<sealed>")
def check_typed(slug: str, sealed: str) -> ResponseReturnValue:
    """Say so with the address that the mail goes to: for an hour, to whoever has typed it."""
    signer = unseal(slug, sealed)
    return _check_page(slug, signer, sealed=sealed, is_again="again" in request.args)


@bp.get("/confirm/<token>")
def confirm_form(token: str) -> ResponseReturnValue:
    """Show what is confirmed, and one button. Mail scanners open links: nothing changes here."""
    match = _confirmable(token)
    shown = match.shown
    form = ConfirmForm(None, name=shown.name, visibility=shown.visibility)
    return _link_page("confirm", token, match, form=form)


@bp.post("/confirm/<token>")
def confirm(token: str) -> ResponseReturnValue:
    """Count the signature as the page shows it; pressed twice, it counts once, thanks twice."""
    try:
        slug = operations.confirm(token, **read_changes(request.form))
    except ValidationError:
        form = ConfirmForm(request.form)
        form.validate()
        return _link_page("confirm", token, _confirmable(token), form=form), 422
    except AnotherCounted:
        return redirect(url_for(".confirm_form", token=token), 303)
    return redirect(url_for("public.thanks", slug=slug), 303)


@bp.get("/withdraw")
def links_form() -> ResponseReturnValue:
    """Ask for the address whose links are to be mailed."""
    return public(render_template("signing/links.html", form=MailboxForm(None)), MAX_AGE_SECONDS)


@bp.post("/withdraw")
def ask_for_links() -> ResponseReturnValue:
    """Mail the links of all that is kept about a mailbox; the answer is the same for everyone."""
    form = MailboxForm(request.form)
    if not form.validate():
        return render_template("signing/links.html", form=form), 422
    address = typed_address(form.email.data or "", form.email.asked)
    try:
        operations.ask_for_links(address, network_digest(request.remote_addr, now().date()))
    except TooManyAttempts as error:
        return _links_again(form, 429, int(error.wait.total_seconds()) + 1)
    except SQLAlchemyError as error:
        if not is_transient(error):
            raise
        log.error("links could not be asked for now", exc_info=error)
        return _links_again(form, 503, RETRY_SECONDS)
    return redirect(url_for(".links_asked"), 303)


@bp.get("/withdraw/asked")
def links_asked() -> ResponseReturnValue:
    """Say what happens next, in the same words to everyone."""
    return public(render_template("signing/links_asked.html"), MAX_AGE_SECONDS)


@bp.get("/withdraw/<token>/kept.json")
def kept_file(token: str) -> ResponseReturnValue:
    """Give what is kept about the signer of this link as a file."""
    response = jsonify(kept_about(signature_for_token(token)))
    response.headers["Content-Disposition"] = 'attachment; filename="kept.json"'
    return response


@bp.get("/withdraw/<token>")
def withdraw_form(token: str) -> ResponseReturnValue:
    """Show one button that erases the signature."""
    return _link_page("withdraw", token, signature_for_token(token))


@bp.post("/withdraw/<token>")
def withdraw(token: str) -> ResponseReturnValue:
    """Erase the signature, and say so; pressed twice, it says so twice."""
    operations.withdraw(token)
    return redirect(url_for(".withdraw_form", token=token), 303)


@bp.get("/waiting/<token>")
def waiting(token: str) -> ResponseReturnValue:
    """Show one button that sends what waits for the mailbox of this link."""
    return _link_page("waiting", token, signature_for_token(token))


@bp.post("/waiting/<token>")
def send_waiting(token: str) -> ResponseReturnValue:
    """Send it, and say so; pressed twice, nothing waits any more."""
    sent = int(operations.send_waiting(token))
    return redirect(url_for(".waiting", token=token, sent=sent), 303)


@bp.get("/unsubscribe/<token>")
def unsubscribe_form(token: str) -> ResponseReturnValue:
    """Show one button that ends the news. Mail scanners open links: nothing changes here."""
    return _link_page("unsubscribe", token, signature_for_token(token, news=True))


@bp.post("/unsubscribe/<token>")
def unsubscribe(token: str) -> ResponseReturnValue:
    """End the news, and say so at once: mail programs press here, and must not be sent on.

    That is RFC 8058, 3.1; their press has no Origin, no cookie, and waits for 200.
    """
    operations.set_news(token, wanted=False)
    match = signature_for_token(token, news=True)
    return _link_page("unsubscribe", token, match, is_answer=True)


@bp.post("/unsubscribe/<token>/undo")
def subscribe_again(token: str) -> ResponseReturnValue:
    """Send news again."""
    operations.set_news(token, wanted=True)
    return redirect(url_for(".unsubscribe_form", token=token, again=1), 303)


@bp.errorhandler(LinkProblem)
def link_problem(problem: LinkProblem) -> ResponseReturnValue:
    """Say why the link does nothing, and what to do."""
    if problem.campaign is not None:
        use_language(problem.campaign.language)
    elif meant := redirect_to_meant():
        return meant
    status = 410 if problem.campaign else 404
    return render_template("signing/link_problem.html", problem=problem), status


def _form_page(campaign: Campaign, form: SignForm, **trouble: int) -> str:
    """Return the page with the form and what was typed."""
    values = {"campaign": campaign, "form": form, "signing_rests": not flags().signing}
    return render_template("signing/sign.html", **values, **trouble)


def _check_page(slug: str, signer: Signer | None = None, **values: Any) -> str:
    campaign = public_campaign_or_404(slug).campaign
    values["sender"] = sender_of(responsible_for(campaign), is_discreet=campaign.is_discreet)
    return render_template("signing/check_mail.html", campaign=campaign, signer=signer, **values)


def _form_again(slug: str, status: int, wait_seconds: int = 0) -> ResponseReturnValue:
    """Return the form, filled in and in the campaign's language, with what went wrong."""
    count_work()
    campaign = public_campaign_or_404(slug).campaign
    if not campaign.takes_signatures:
        return _not_signable(campaign)
    form = SignForm(request.form)  # not files or JSON, which Flask-WTF would take as well
    if status == 422:
        form.validate()
    wait_minutes = -(-wait_seconds // 60)  # rounded up
    page = _form_page(campaign, form, trouble=status, wait_minutes=wait_minutes)
    response = make_response(page, status)
    if wait_seconds:
        response.headers["Retry-After"] = str(wait_seconds)
    return response


def _confirmable(token: str) -> TokenMatch:
    """Return what a link is for, that was confirmed or can be; raise the LinkProblem if not."""
    match = signature_for_token(token)
    if match.problem:
        raise match.problem
    return match


def _links_again(form: MailboxForm, status: int, wait_seconds: int) -> ResponseReturnValue:
    """Return the form, filled in, with what went wrong."""
    wait_minutes = -(-wait_seconds // 60)
    values = {"form": form, "trouble": status, "wait_minutes": wait_minutes}
    response = make_response(render_template("signing/links.html", **values), status)
    response.headers["Retry-After"] = str(wait_seconds)
    return response


def _link_page(name: str, token: str, match: TokenMatch, **values: Any) -> str:
    """Return the page behind a link, in the language of its campaign."""
    use_language(match.campaign.language)
    values |= match._asdict() | {"shown": match.shown, "is_counted": match.is_counted}
    return render_template(f"signing/{name}.html", token=token, **values)


def _not_signable(campaign: Campaign) -> ResponseReturnValue:
    return render_template("signing/sign.html", campaign=campaign), 410
