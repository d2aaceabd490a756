"""The campaign on paper: the action sheet, and a poster."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from petitions.appeals.files import PDF, WORD
from petitions.campaigns.queries import WHOLE, public_campaign_or_404
from petitions.documents.content import PAPERS, Sheet
from petitions.public.sheets import sheet, sheet_docx, sheet_pdf
from petitions.web.http import absolute_address, public

bp = Blueprint("paper", __name__)

MAX_AGE_SECONDS = 60


@bp.get("/c/<slug>.pdf")
def sheet_as_pdf(slug: str) -> ResponseReturnValue:
    """Give the action sheet to print."""
    return _sheet(slug, PDF, sheet_pdf)


@bp.get("/c/<slug>.docx")
def sheet_as_docx(slug: str) -> ResponseReturnValue:
    """Give the action sheet for Word."""
    return _sheet(slug, WORD, sheet_docx)


@bp.get("/c/<slug>/poster")
def poster(slug: str) -> ResponseReturnValue:
    """Show a poster to print, with a QR code and strips to tear off."""
    campaign = public_campaign_or_404(slug).campaign
    address = absolute_address("public.campaign", slug=slug)
    page = render_template("public/poster.html", campaign=campaign, address=address)
    return public(page, MAX_AGE_SECONDS)


def _sheet(slug: str, mimetype: str, make: Callable[[Sheet], bytes]) -> ResponseReturnValue:
    campaign = public_campaign_or_404(slug, *WHOLE).campaign
    paper = request.args.get("paper", PAPERS[0])
    if paper not in PAPERS:
        abort(404)
    address = absolute_address("public.campaign", slug=slug)
    answer = Response(make(sheet(campaign, address, paper)), mimetype=mimetype)
    return public(answer, MAX_AGE_SECONDS, varies_by_query=True)
