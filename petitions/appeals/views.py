"""Pages of an appeal: compose it, open it, report it. What is typed is answered, never kept."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from petitions.appeals import operations
from petitions.appeals.channels import (
    CHANNELS,
    FAX,
    FILES,
    Channel,
    file_content,
    next_offer,
    offers,
)
from petitions.appeals.composing import another_deal, compose
from petitions.appeals.forms import ALL, AppealForm, ReportForm
from petitions.appeals.operations import new_nonce, nonce_digest, undo_token, undone_report
from petitions.appeals.queries import counts_of, report_of
from petitions.campaigns.models import Campaign, Target
from petitions.campaigns.queries import OF_LETTERS, public_campaign_or_404
from petitions.config import settings
from petitions.db import now, transaction
from petitions.documents.typesetting import NoFont
from petitions.web.flags import flags
from petitions.web.http import public
from petitions.web.limits import count_attempt, count_work, network_digest

bp = Blueprint("appeals", __name__, url_prefix="/c/<slug>/appeals/<target_slug>")

MAX_AGE_SECONDS = 30
REST_SECONDS = 300  # after which one may ask again whether reports are on
AGAIN = "again"  # thanks for a report that was counted before
NOTED = "noted"  # thanks for telling that an address failed
# What is said of a letter, from how many per cent of one's own words.
OWN_WORDS = {
    0: _l("None of this letter is in your own words yet."),
    1: _l("A little of this letter is in your own words."),
    18: _l("About a quarter of this letter is in your own words."),
    29: _l("About a third of this letter is in your own words."),
    42: _l("About half of this letter is in your own words."),
    60: _l("Most of this letter is in your own words."),
}


@bp.before_request
def _count_work() -> None:
    """Count whatever is composed for one visitor, or refused, before it is looked at."""
    if request.method == "POST":
        count_work()


class Addressed(NamedTuple):
    """A target of a campaign that takes appeals, and a channel that reaches it."""

    campaign: Campaign
    target: Target
    channel: Channel


def target_or_404(slug: str, target_slug: str) -> tuple[Campaign, Target]:
    """Return a campaign and one of its targets, or a page that says why nobody should write now."""
    campaign = public_campaign_or_404(slug, *OF_LETTERS).campaign
    target = next((target for target in campaign.targets if target.slug == target_slug), None)
    if target is None:
        abort(404)
    if not campaign.takes_appeals:
        abort(make_response(render_template("appeals/closed.html", campaign=campaign), 410))
    return campaign, target


def addressed_or_404(slug: str, target_slug: str, channel_name: str) -> Addressed:
    """Return what an address names, or a page that says why one cannot write there."""
    campaign, target = target_or_404(slug, target_slug)
    channel = CHANNELS.get(channel_name)
    if channel is None:
        abort(404)
    if not channel.reaches(target):
        page = render_template(
            "appeals/unreachable.html",
            campaign=campaign,
            target=target,
            channel=channel,
            offers=offers(campaign, target),
        )
        abort(make_response(page, 404))
    return Addressed(campaign, target, channel)


@bp.get("/<channel_name>")
def appeal(slug: str, target_slug: str, channel_name: str) -> ResponseReturnValue:
    """Show the appeal with the name left open; after a report, with thanks for it."""
    addressed = addressed_or_404(slug, target_slug, channel_name)
    form = _open_form(addressed.campaign, addressed.channel.asks, addressed.target)
    if not form.validate():
        abort(404)
    page = _page(addressed, form)
    if "reported" in request.args:
        return page
    return public(page, MAX_AGE_SECONDS, varies_by_query=True)


@bp.post("/<channel_name>")
def write(slug: str, target_slug: str, channel_name: str) -> ResponseReturnValue:
    """Show the appeal with what the visitor added, and the links that send it."""
    addressed = addressed_or_404(slug, target_slug, channel_name)
    campaign, target, channel = addressed
    form = AppealForm(request.form, campaign, channel.asked_for(target), target)
    if not form.validate():
        return _page(addressed, form), 422
    if "other_words" in request.form:
        form.deal.data = str(another_deal(campaign, target, form.chosen()))
    # The nonce that the page came with stays, so that refreshing it allows no second report.
    nonce = form.nonce.data or ""
    if not nonce_digest(nonce, target.id, channel.name):
        nonce = new_nonce(target.id, channel.name)
    return _page(addressed, form, nonce=nonce)


@bp.post("/<channel_name>/report")
def report(slug: str, target_slug: str, channel_name: str) -> ResponseReturnValue:
    """Count "I sent it" once, and thank for it in any case."""
    addressed = addressed_or_404(slug, target_slug, channel_name)
    form = ReportForm(request.form)
    nonce = form.nonce.data or ""
    if not flags().reports:
        return _reports_rest(addressed, nonce)
    if not form.validate():
        return _page(addressed, _sent_form(addressed), nonce=nonce, report_form=form), 422
    try:
        report_id = operations.report(
            addressed.campaign,
            addressed.target,
            addressed.channel.name,
            number=int((form.number.data or "").strip() or 1),
            nonce=nonce,
            visitor=_visitor(),
        )
    except operations.TooMuchReported as problem:
        return _too_much(addressed, form, problem)
    return _back(addressed, undo_token(report_id) if report_id else AGAIN)


@bp.post("/<channel_name>/undo")
def undo(slug: str, target_slug: str, channel_name: str) -> ResponseReturnValue:
    """Take a report back."""
    addressed = addressed_or_404(slug, target_slug, channel_name)
    token = request.form.get("token", "")
    operations.undo(token, _visitor())
    return _back(addressed, token)


@bp.post("/<channel_name>/failed")
def failed(slug: str, target_slug: str, channel_name: str) -> ResponseReturnValue:
    """Note that an address failed."""
    addressed = addressed_or_404(slug, target_slug, channel_name)
    if not flags().reports:
        return _reports_rest(addressed)
    _, target, channel = addressed
    contact = request.form.get("contact", "").replace("\r\n", "\n")  # as browsers send lines
    if contact not in {known.value for known in channel.contacts(target)}:
        abort(422)
    operations.report_failure(target, channel.name, contact, _visitor())
    return _back(addressed, NOTED)


@bp.post("/email/unopened")
def unopened(slug: str, target_slug: str) -> ResponseReturnValue:
    """Note that a browser saw no mail program open; nothing else about it is known."""
    campaign, _target = target_or_404(slug, target_slug)
    if flags().reports:
        operations.note_unopened(campaign, _visitor())
    return "", 204


def file(slug: str, target_slug: str, name: str) -> ResponseReturnValue:
    """Return the appeal as a file: open to be filled in by hand, or with what the visitor sent."""
    if name.startswith("fax"):
        campaign, target, _ = addressed_or_404(slug, target_slug, FAX.name)
    else:
        campaign, target = target_or_404(slug, target_slug)
    is_open = request.method != "POST"
    form = (
        _open_form(campaign, ALL, target)
        if is_open
        else AppealForm(request.form, campaign, ALL, target)
    )
    if not form.validate():
        abort(404 if is_open else 422)
    if not is_open:
        with transaction():
            count_attempt("file", _visitor(), settings().document_limit)
    appeal = compose(campaign, target, form.chosen())
    response = Response(file_content(name, appeal, is_open=is_open), mimetype=FILES[name])
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{target_slug}-{name}"'
    return public(response, MAX_AGE_SECONDS, varies_by_query=True) if is_open else response


for _name in FILES:
    bp.add_url_rule(
        f"/{_name}",
        _name.replace(".", "_"),
        file,
        methods=["GET", "POST"],
        defaults={"name": _name},
    )


@bp.errorhandler(operations.UnknownReport)
def unknown_report(_error: operations.UnknownReport) -> ResponseReturnValue:
    """Say that a report can no longer be taken back."""
    return render_template("appeals/unknown_report.html"), 410


@bp.app_errorhandler(NoFont)
def no_font(error: NoFont) -> ResponseReturnValue:
    """Say which letters cannot be printed here, and offer the file for Word instead."""
    return render_template("appeals/no_font.html", characters=error.characters), 422


def _open_form(campaign: Campaign, asks: Iterable[str], target: Target) -> AppealForm:
    """Return the form as nobody has filled it in; what is no secret may come from the address."""
    values = {name: request.args[name] for name in ("language", "paper") if name in request.args}
    form = AppealForm(MultiDict(values), campaign, asks, target)
    form.deal.data = ""  # the first wordings, the same for everyone
    return form


def _sent_form(addressed: Addressed) -> AppealForm:
    """Return the form with what came along with a report, for the page that refuses it."""
    form = AppealForm(request.form, addressed.campaign, addressed.channel.asks, addressed.target)
    form.validate()
    return form


def _too_much(
    addressed: Addressed, form: ReportForm, problem: operations.TooMuchReported
) -> Response:
    """Say that nothing was counted, why, and what to do with a large number."""
    form.number.errors = [
        _(
            "This was not counted: from one network we take %(num)s a day, since nobody can prove "
            "what was sent. If you did send more, please write to the organisers.",
            num=operations.SUM.limit,
        )
    ]
    page = _page(addressed, _sent_form(addressed), nonce=form.nonce.data or "", report_form=form)
    response = make_response(page, 429)
    response.headers["Retry-After"] = str(int(problem.wait.total_seconds()) + 1)
    return response


def _reports_rest(addressed: Addressed, nonce: str = "") -> Response:
    """Say that nothing is counted now; the appeal itself stands there as before."""
    page = _page(addressed, _sent_form(addressed), nonce=nonce, is_refused=True)
    response = make_response(page, 503)
    response.headers["Retry-After"] = str(REST_SECONDS)
    return response


def _page(
    addressed: Addressed,
    form: AppealForm,
    nonce: str = "",
    report_form: ReportForm | None = None,
    *,
    is_refused: bool = False,
) -> str:
    campaign, target, channel = addressed
    written = None if form.errors else compose(campaign, target, form.chosen())
    reported = request.args.get("reported", "")
    return render_template(
        "appeals/appeal.html",
        campaign=campaign,
        target=target,
        channel=channel,
        contacts=channel.contacts(target),
        counts=counts_of(campaign, [target]),
        form=form,
        report_form=report_form or ReportForm(formdata=None),
        reports_rest=is_refused or not flags().reports,
        is_refused=is_refused,
        appeal=written,
        own_words={least: str(words) for least, words in OWN_WORDS.items()},
        nonce=nonce,
        is_dealt_again="other_words" in request.form,
        reported=reported,
        report=report_of(undone_report(reported), target.id, channel.name),
        next=next_offer(campaign, target, channel),
        ways=[offer for offer in offers(campaign, target) if offer.channel is not channel],
        **(channel.opens(written) if written else {}),
    )


def _back(addressed: Addressed, reported: str) -> ResponseReturnValue:
    """Send the visitor back to the appeal, with a word about what they did.

    What they typed and their letter's words go along: 307 makes the browser send the same again.
    """
    here = request.view_args or {}
    address = url_for(".appeal", **here, reported=reported, _anchor="report")
    typed = AppealForm(request.form, addressed.campaign, ALL, addressed.target).typed
    is_carried = typed or "deal" in request.form
    return redirect(address, 307 if is_carried else 303)


def _visitor() -> bytes:
    return network_digest(request.remote_addr, now().date())
