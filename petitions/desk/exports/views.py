"""Hand over: what the list holds, the files of it, and what was handed over before."""

from dataclasses import replace
from datetime import datetime
from io import SEEK_END
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from werkzeug.wsgi import FileWrapper
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs

from petitions.accounts import factors, passkeys
from petitions.accounts.access import SecondFactorNeeded, organiser, requires, session
from petitions.accounts.factors import WrongCode
from petitions.accounts.forms import FactorForm
from petitions.accounts.models import ADMIN
from petitions.accounts.proof import lists_open_until
from petitions.accounts.sessions import open_lists
from petitions.appeals.forms import PAPER_NAMES
from petitions.campaigns.contacts import responsible_for
from petitions.campaigns.models import Campaign
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.db import db, now
from petitions.desk.exports import operations
from petitions.desk.exports.operations import ExportRequest
from petitions.desk.exports.writers import FORMATS, HANDOVER, write_export
from petitions.desk.models import READY, Export
from petitions.desk.signatures import VISIBILITIES, filter_labels, reason_field
from petitions.documents.content import PAPERS
from petitions.signing.filters import Filters, confirmed_only, holdings, number_of
from petitions.signing.queries import statistics_of

bp = Blueprint("exports", __name__, url_prefix="/organise")

CAMPAIGN = "/campaigns/<slug>"
MOST_ID = 2**31 - 1
PIECE_BYTES = 64 * 1024
_CHOOSE_ONE = _l("Choose one of these.")


class ExportForm(FactorForm):
    """Why a list is made, with a second factor; for paper also to whom it goes, and on what."""

    reason = reason_field(_l("Enter a reason, such as: handing the list to the ministry."))
    target = SelectField(  # type: ignore[call-arg]  # newer than stubs
        _l("Who receives the signatures"), invalid_choice_message=_CHOOSE_ONE
    )
    paper = RadioField(  # type: ignore[call-arg]  # newer than stubs
        _l("Paper"),
        choices=[SelectChoice(paper, PAPER_NAMES[paper]) for paper in PAPERS],
        default=PAPERS[0],
        invalid_choice_message=_CHOOSE_ONE,
    )

    def prepare(self, campaign: Campaign, kind: str) -> None:
        """Offer the campaign's targets; ask only for what is needed."""
        if lists_open_until():
            del self.code, self.credential
        self.target.choices = [
            SelectChoice(target.slug, ", ".join(filter(None, (target.name, target.role))))
            for target in campaign.targets
        ]
        for field in (self.target, self.paper):
            field.validate_choice = kind == HANDOVER
        if not self.target.choices:
            del self.target


@bp.get(f"{CAMPAIGN}/handover", endpoint="overview", defaults={"kind": ""})
@bp.get(f"{CAMPAIGN}/signatures.csv", endpoint="csv", defaults={"kind": "csv"})
@bp.get(f"{CAMPAIGN}/signatures.xlsx", endpoint="xlsx", defaults={"kind": "xlsx"})
@bp.get(f"{CAMPAIGN}/signatures.jsonl", endpoint="jsonl", defaults={"kind": "jsonl"})
@bp.get(f"{CAMPAIGN}/handover.pdf", endpoint=HANDOVER, defaults={"kind": HANDOVER})
@requires(ADMIN, names=True)
def ask(slug: str, kind: str) -> ResponseReturnValue:
    """Say what the list will hold, and ask for what an export needs."""
    campaign = _campaign(slug)
    form = ExportForm(None)
    form.prepare(campaign, kind)
    return _page(campaign, kind, form)


@bp.post(f"{CAMPAIGN}/handover", endpoint="prove")
@requires(ADMIN, names=True)
def prove(slug: str) -> ResponseReturnValue:
    """Prove who one is, for all files; what was typed stays."""
    campaign = _campaign(slug)
    form = ExportForm(request.form)
    form.prepare(campaign, "")
    if not _is_proved(form):
        return _page(campaign, "", form, is_wrong=True), 422
    form = ExportForm(request.form)
    form.prepare(campaign, "")
    return _page(campaign, "", form)


@bp.post(f"{CAMPAIGN}/signatures.csv", endpoint="make_csv", defaults={"kind": "csv"})
@bp.post(f"{CAMPAIGN}/signatures.xlsx", endpoint="make_xlsx", defaults={"kind": "xlsx"})
@bp.post(f"{CAMPAIGN}/signatures.jsonl", endpoint="make_jsonl", defaults={"kind": "jsonl"})
@bp.post(f"{CAMPAIGN}/handover.pdf", endpoint="make_handover", defaults={"kind": HANDOVER})
@requires(ADMIN, names=True)
def export(slug: str, kind: str) -> ResponseReturnValue:
    """Return the list, or where it will be."""
    campaign = _campaign(slug)
    form = ExportForm(request.form)
    form.prepare(campaign, kind)
    paper = {name: form.data.get(name) for name in ("target", "paper")}
    wanted = ExportRequest.read(kind, campaign.id, request.args.to_dict() | paper)
    number = number_of(campaign.id, confirmed_only(wanted.filters))
    if not form.validate() or not number:
        return _page(campaign, kind, form), 422
    if not _is_proved(form):
        return _page(campaign, kind, form, is_wrong=True), 422
    reason = form.reason.data or ""
    if number > FORMATS[kind].at_once:
        export_id = operations.order(organiser(), campaign, wanted, number, reason)
        return redirect(url_for(".progress", number=export_id), 303)
    return _at_once(campaign, wanted, reason)


@bp.get(f"{CAMPAIGN}/handover/<int:number>")
@requires(ADMIN)
def receipt(slug: str, number: int) -> ResponseReturnValue:
    """Show the receipt of a list that was given out, for printing."""
    campaign = campaign_or_404(slug)
    given = _receipt_or_404(campaign, number)
    return render_template(
        "desk/exports/receipt.html",
        campaign=campaign,
        export=given,
        responsible=responsible_for(campaign),
        kind=FORMATS[given.kind],
        name=_file_name(campaign, given.kind, given.rows, given.given_at or given.made_at),
        filter_labels=_labels(Filters.read(given.filters)),
    )


@bp.get("/exports/<int:number>")
@requires(ADMIN, names=True, live=True)
def progress(number: int) -> ResponseReturnValue:
    """Show how far the making of a list is."""
    export, campaign = _export_or_404(number)
    if operations.has_expired(export, organiser()):
        return _gone(campaign)
    return render_template(
        "desk/exports/export_progress.html",
        export=export,
        campaign=campaign,
        kind=FORMATS[export.kind],
        filters=Filters.read(export.filters).as_query(),
        minutes=int(operations.FILE_LIFE.total_seconds() // 60),
    )


@bp.route("/exports/<int:number>/file", methods=["GET", "POST"])
@requires(ADMIN, names=True)
def file(number: int) -> ResponseReturnValue:
    """Return the list that the worker has made, once; a GET leads to the button."""
    export, campaign = _export_or_404(number)
    if operations.has_expired(export, organiser()):
        return _gone(campaign)
    if request.method == "GET" or export.state != READY:
        return redirect(url_for(".progress", number=number), 303)
    kind, rows = export.kind, export.rows
    opened = operations.hand_out(number)
    return _download(opened, campaign, kind, rows) if opened else _gone(campaign)


def _campaign(slug: str) -> Campaign:
    if not factors.has_factor(organiser()):
        raise SecondFactorNeeded
    return campaign_or_404(slug, *WHOLE)


def _at_once(campaign: Campaign, wanted: ExportRequest, reason: str) -> Response:
    """Make the list whole before any of it is sent: half a list would look like all of it."""
    # The answer closes it.
    opened = cast("BinaryIO", TemporaryFile(dir=operations.export_folder()))  # noqa: SIM115
    try:
        number = write_export(wanted, opened, lambda _done: None)
        sha256 = operations.sha256_of(opened)
        operations.note_given(organiser(), campaign, wanted, number, reason, sha256=sha256)
    except BaseException:
        opened.close()
        raise
    return _download(opened, campaign, wanted.kind, number)


def _download(opened: BinaryIO, campaign: Campaign, kind: str, number: int) -> Response:
    """Send a file bit by bit, however long it is."""
    name = _file_name(campaign, kind, number, now())
    size = opened.seek(0, SEEK_END)
    opened.seek(0)
    answer = Response(FileWrapper(opened, PIECE_BYTES), mimetype=FORMATS[kind].mimetype_of(number))
    answer.call_on_close(opened.close)
    answer.content_length = size
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _file_name(campaign: Campaign, kind: str, number: int, at: datetime) -> str:
    suffix = "-hand-over" if kind == HANDOVER else ""
    return f"{campaign.slug}{suffix}-{at.date()}.{FORMATS[kind].extension(number)}"


def _is_proved(form: ExportForm) -> bool:
    """Return True if this session may take lists along, or proves now that it may."""
    if lists_open_until():
        return True
    try:
        open_lists(session(), organiser(), *form.answer())
    except WrongCode:
        return False
    return True


def _labels(filters: Filters) -> list[tuple[str, str]]:
    return filter_labels(replace(filters, state=""))  # a list holds confirmed signatures alone


def _page(campaign: Campaign, kind: str, form: ExportForm, *, is_wrong: bool = False) -> str:
    filters = replace(Filters.read(request.args), state="")
    if form.code:
        form.code.data = ""  # each works once
    return render_template(
        "desk/exports/handover.html",
        campaign=campaign,
        kind=kind,
        # What Return asks for comes first.
        kinds=sorted(FORMATS.values(), key=lambda one: one.name != kind),
        form=form,
        is_wrong=is_wrong,
        open_until=lists_open_until(),
        holdings=holdings(campaign.id, filters),
        visibilities=VISIBILITIES,
        figures=statistics_of([campaign.id])[campaign.id],
        as_of=now(),
        receipts=operations.receipts(campaign.id),
        formats=FORMATS,
        filters=filters.as_query(),
        filter_labels=_labels(filters),
        has_app=organiser().totp_secret is not None,
        passkey=passkeys.authentication_options(session(), organiser()),
    )


def _export_or_404(number: int) -> tuple[Export, Campaign]:
    """Return an export of whoever asks; those of others are not there."""
    export = db.session.get(Export, number) if number <= MOST_ID else None
    if export is None or export.organiser_id != organiser().id or export.kind not in FORMATS:
        abort(404)
    return export, db.session.get_one(Campaign, export.campaign_id)


def _gone(campaign: Campaign) -> ResponseReturnValue:
    return render_template("desk/exports/export_gone.html", campaign=campaign), 410


def _receipt_or_404(campaign: Campaign, number: int) -> Export:
    found = operations.receipt(campaign.id, number) if number <= MOST_ID else None
    return found or abort(404)
