"""The campaign on paper: the action sheet for an evening of letter writing, and a poster."""

from collections.abc import Callable
from functools import lru_cache

from babel import Locale
from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from petitions.appeals.channels import PDF, WORD
from petitions.campaigns.contacts import CONTACT_KINDS, address_block, responsible_for
from petitions.campaigns.markdown import as_blocks
from petitions.campaigns.models import CLOSED, PAUSED, WON, Campaign, Target
from petitions.campaigns.queries import WHOLE, public_campaign_or_404
from petitions.documents import action_sheet
from petitions.documents.content import (
    PAPERS,
    Block,
    Layout,
    Paper,
    Run,
    Sheet,
    SheetOfficial,
    SheetSection,
    usual_paper,
)
from petitions.public.pages import campaign_address, photo_of
from petitions.web.http import public
from petitions.web.i18n import country_name, day_in_words, direction_of, place_of

bp = Blueprint("paper", __name__)
sheet_pdf = lru_cache(32)(action_sheet.sheet_pdf)
sheet_docx = lru_cache(32)(action_sheet.sheet_docx)

MAX_AGE_SECONDS = 60


@bp.get("/c/<slug>.pdf")
def sheet_as_pdf(slug: str) -> ResponseReturnValue:
    """Return the action sheet to print."""
    return _sheet_file(slug, PDF, sheet_pdf)


@bp.get("/c/<slug>.docx")
def sheet_as_docx(slug: str) -> ResponseReturnValue:
    """Return the action sheet for Word."""
    return _sheet_file(slug, WORD, sheet_docx)


@bp.get("/c/<slug>/poster")
def poster(slug: str) -> ResponseReturnValue:
    """Show a poster to print, with a QR code and strips to tear off."""
    campaign = public_campaign_or_404(slug).campaign
    address = campaign_address(campaign)
    page = render_template("public/poster.html", campaign=campaign, address=address)
    return public(page, MAX_AGE_SECONDS)


def _sheet_file(slug: str, mimetype: str, render: Callable[[Sheet], bytes]) -> ResponseReturnValue:
    campaign = public_campaign_or_404(slug, *WHOLE).campaign
    paper = request.args.get("paper", _usual_paper(campaign))
    if paper not in PAPERS:
        abort(404)
    answer = Response(render(sheet_of(campaign, paper)), mimetype=mimetype)
    return public(answer, MAX_AGE_SECONDS, varies_by_query=True)


def _usual_paper(campaign: Campaign) -> Paper:
    """Return US Letter where all officials write on it, or the campaign's language has it."""
    region = Locale.parse(campaign.language, sep="-").territory or ""
    countries = {target.country or campaign.country for target in campaign.targets}
    papers = {usual_paper(country, region) for country in countries or {campaign.country}}
    return papers.pop() if len(papers) == 1 else PAPERS[0]


def sheet_of(campaign: Campaign, paper: Paper) -> Sheet:
    """Return what the sheet of a campaign says."""
    kicker = [country_name(campaign.country), campaign.reference]
    is_open = campaign.takes_appeals
    return Sheet(
        layout=Layout(campaign.language, direction_of(campaign.language), paper),
        kicker=" · ".join(filter(None, kicker)),
        title=campaign.title,
        lead=campaign.summary,
        responsible=responsible_for(campaign).line,
        photo=photo_of(campaign),
        deadline=_deadline(campaign),
        demands=SheetSection(
            _("What is asked"),
            tuple(
                Block("numbered", (Run(demand.text),), demand.number) for demand in campaign.demands
            ),
        ),
        officials_title=_("Whom to write to"),
        officials=tuple(map(_official, campaign.targets)) if is_open else (),
        sections=tuple(_sections(campaign)),
        link=campaign_address(campaign),
        link_hint=(_("Sign, and tell us what you sent:") if is_open else _("Read the story:")),
    )


def _deadline(campaign: Campaign) -> str:
    """Say by when to write, or why nobody should, in the organisers' words where they gave some."""
    if not campaign.takes_appeals:
        reasons = {
            PAUSED: _("This campaign is paused: please do not write to the officials now."),
            WON: _("This campaign was won: nobody needs to write any more."),
            CLOSED: _("This campaign is closed: please do not write to the officials now."),
        }
        words = " ".join(filter(None, (reasons[campaign.state], campaign.state_note)))
    elif campaign.deadline is None:
        words = _("There is no deadline. The sooner, the better.")
    elif campaign.is_past_deadline:
        day, place = day_in_words(campaign.deadline), place_of(campaign.time_zone)
        words = _(
            "The last day to write was %(day)s. It ended at midnight, %(place)s time. "
            "Please ask before you write.",
            day=day,
            place=place,
        )
    else:
        day, place = day_in_words(campaign.deadline), place_of(campaign.time_zone)
        words = _("Write by %(day)s, %(place)s time", day=day, place=place)
    return words


def _official(target: Target) -> SheetOfficial:
    facts = [(_("Greeting"), target.salutation)] if target.salutation else []
    for kind in CONTACT_KINDS.values():
        for contact in target.contacts_of(kind.name):
            note = f" ({contact.note})" if contact.note else ""
            facts.append((str(kind.label), kind.shown(contact.value) + note))
    lines = address_block(target)
    return SheetOfficial(
        name=target.shown_name,
        role=target.role if target.name else "",
        address=tuple(line for line in lines if line not in {target.name, target.role}),
        facts=tuple(facts),
    )


def _sections(campaign: Campaign) -> list[SheetSection]:
    sections, address = [], campaign_address(campaign)
    if campaign.takes_appeals:
        advice = [
            _("Be polite and brief."),
            _("Use your own words."),
            _("Ask for what stands above, not more."),
        ]
        if not all(target.contacts_of("email") for target in campaign.targets):
            advice.append(_("Where no e-mail address stands above, the page has a text to copy."))
        if not all(target.contacts_of("social") for target in campaign.targets):
            advice.append(_("Where no account stands above, a public post names the official."))
        how = tuple(Block("item", (Run(sentence),)) for sentence in advice)
        sections.append(SheetSection(_("How to write"), how))
    if campaign.copies_to and campaign.takes_appeals:
        copies = [
            f"{copy['name']} ({copy['email']})" if copy["email"] else copy["name"]
            for copy in campaign.copies_to
        ]
        blocks = tuple(Block("item", (Run(copy),)) for copy in copies)
        sections.append(SheetSection(_("Copies to"), blocks))
    sections.append(SheetSection(_("The whole story"), as_blocks(campaign.story, address)))
    timeline: list[Block] = []
    for update in campaign.updates:
        day = Run(f"{day_in_words(update.dated)}  ", strong=True)
        first, *others = as_blocks(update.text, address) or (Block("paragraph", ()),)
        timeline += [Block("item", (day, *first.runs)), *others]
    if timeline:
        sections.append(SheetSection(_("Timeline"), tuple(timeline)))
    return sections
