"""The dashboard: numbers of all campaigns and of one. It shows nobody's name.

Open pages ask for the routes that end in `live` again and again.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import ADMIN, EDITOR, VIEWER
from petitions.appeals.channels import CHANNELS, Channel
from petitions.appeals.models import CONTACT_CHARACTERS
from petitions.appeals.operations import FAILURE_LIFE, clear_failures
from petitions.appeals.queries import (
    FEW_FAILURES,
    Counts,
    Failed,
    counts_of,
    failing_addresses,
    reports_by_target,
    reports_of,
    unopened,
)
from petitions.appeals.rendering import mail_links
from petitions.campaigns.models import STATES, Campaign, Target
from petitions.campaigns.queries import (
    all_campaigns,
    campaign_or_404,
    counted_campaign_or_404,
)
from petitions.db import now, use_snapshot
from petitions.desk import charts
from petitions.desk.start import first_steps
from petitions.mail.queries import mail_trouble
from petitions.signing.lookalikes import surges
from petitions.signing.queries import (
    SignatureStatistics,
    confirmed_by_country,
    confirmed_by_day,
    statistics_of,
    undelivered,
)
from petitions.web.flags import flags
from petitions.web.forms import without_nul
from petitions.web.text import row_number

bp = Blueprint("dashboard", __name__, url_prefix="/organise")

WITH_CONTACTS = selectinload(Campaign.targets).joinedload(Target.contacts)
FEW_CAMPAIGNS = 20  # more get a search form
TOP_COUNTRIES = 10
SEARCH_CHARACTERS = 100
# Where the page of advice has its facts from: (id, address, title), in its order.
ADVICE_SOURCES = (
    (
        "parliament",
        "https://www.pcworld.com/article/457461/blocking-antiporn-ban-protest-mails-was-justified-european-parliament-president-says.html",
        "PC World, 2013: Blocking protest mails was justified, European Parliament president says",
    ),
    (
        "copies",
        "https://www.writetothem.com/about-guidelines",
        "WriteToThem: Campaigning, terms and conditions",
    ),
    (
        "congress",
        "https://www.theatlantic.com/politics/archive/2014/08/dead-letter/450657/",
        "The Atlantic, 2014: Dead Letter, on surveys of the Congressional Management Foundation",
    ),
    (
        "tips",
        "https://www.amnesty.org.uk/how-support-our-campaigns-writing-letters",
        "Amnesty International UK: How to support our campaigns by writing letters",
    ),
    (
        "paper",
        "https://ai-madison139.blogspot.com/2015/04/the-challenge-can-you-do-this-one-thing.html",
        "Amnesty International, group in Madison, 2015: tips of Amnesty International Australia",
    ),
)


@dataclass(frozen=True)
class CampaignFilters:
    """Which campaigns to list; empty means all."""

    search: str = ""
    state: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """Read the filters from a query string; an unknown state is left out."""
        search, state = without_nul(given.get("search")), given.get("state") or ""
        return cls(search.strip()[:SEARCH_CHARACTERS], state if state in STATES else "")

    def matches(self, campaign: Campaign) -> bool:
        """Return True if the filters find a campaign."""
        is_found = self.search.casefold() in campaign.title.casefold()
        return is_found and self.state in ("", campaign.state)

    def as_query(self) -> dict[str, str]:
        """Return the filters that are set, as values of a query string."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class CampaignRow:
    """One campaign and how it goes; `signatures` is what the public counter shows."""

    campaign: Campaign
    signatures: int
    figures: SignatureStatistics
    counts: Counts


@bp.get("/")
@requires(VIEWER)
def overview() -> ResponseReturnValue:
    """List every campaign with its numbers; on an admin's first day below what to do first."""
    steps = first_steps() if organiser().may(ADMIN) else []
    return _overview("desk/numbers/overview.html", steps=steps)


@bp.get("/live")
@requires(VIEWER, live=True)
def overview_live() -> ResponseReturnValue:
    """Answer with the list alone."""
    return _overview("desk/numbers/_overview.html")


@bp.get("/advice")
@requires(VIEWER)
def advice() -> ResponseReturnValue:
    """Say what makes a letter be read, for whoever writes the words of a campaign."""
    return render_template("desk/advice.html", sources=ADVICE_SOURCES)


@bp.get("/campaigns/<slug>/numbers")
@requires(VIEWER)
def numbers(slug: str) -> ResponseReturnValue:
    """Show the numbers of one campaign."""
    return _numbers("desk/numbers/numbers.html", slug, is_whole=True)


@bp.get("/campaigns/<slug>/numbers/live")
@requires(VIEWER, live=True)
def numbers_live(slug: str) -> ResponseReturnValue:
    """Answer with the numbers alone."""
    return _numbers("desk/numbers/_numbers.html", slug)


@bp.post("/campaigns/<slug>/numbers/failing")
@requires(EDITOR)
def clear_failing(slug: str) -> ResponseReturnValue:
    """Take the mark of an address that works after all."""
    target_id = row_number(request.form.get("target"))
    campaign = campaign_or_404(slug, WITH_CONTACTS)
    target = next((target for target in campaign.targets if target.id == target_id), None)
    if target is None:
        abort(404)
    channel, contact = request.form.get("channel", ""), request.form.get("contact", "")
    contact = contact.replace("\r\n", "\n")  # as browsers send lines
    clear_failures(
        campaign, target, without_nul(channel), without_nul(contact), actor=organiser().email
    )
    return redirect(url_for(".numbers", slug=slug, done="cleared", _anchor="failing"), 303)


def _overview(template: str, **more: Any) -> str:
    use_snapshot()
    filters = CampaignFilters.read(request.args)
    every_campaign = all_campaigns()
    chosen = [counted for counted in every_campaign if filters.matches(counted.campaign)]
    ids = [counted.campaign.id for counted in chosen]
    statistics, reports = statistics_of(ids), reports_of(ids)
    rows = [
        CampaignRow(*counted, statistics[counted.campaign.id], reports[counted.campaign.id])
        for counted in chosen
    ]
    return render_template(
        template,
        # By state; within one the newest stay first.
        rows=sorted(rows, key=lambda row: STATES.index(row.campaign.state)),
        total=len(every_campaign),
        filters=filters,
        is_long=len(every_campaign) > FEW_CAMPAIGNS,
        states=STATES,
        trouble=mail_trouble(),
        poll_seconds=flags().poll_seconds,
        **more,
    )


def _numbers(template: str, slug: str, *, is_whole: bool = False) -> str:
    use_snapshot()
    counted = counted_campaign_or_404(slug, WITH_CONTACTS)
    campaign = counted.campaign
    countries = confirmed_by_country(campaign.id)
    # Signatures whose country is no longer kept are no country.
    top_countries = [(code, number) for code, number in countries if code][:TOP_COUNTRIES]
    widths = charts.widths([number for _code, number in top_countries])
    figures = statistics_of([campaign.id])[campaign.id]
    return render_template(
        template,
        campaign=campaign,
        row=CampaignRow(*counted, figures, counts_of(campaign, [])),
        series=charts.Series.of(confirmed_by_day(campaign.id), now().date()),
        charts=charts,
        countries=countries,
        country_bars=[(*row, width) for row, width in zip(top_countries, widths, strict=True)],
        reports=_reports_to_targets(campaign),
        failing=_failing_contacts(campaign),
        few_failures=FEW_FAILURES,
        failure_days=FAILURE_LIFE.days,
        undelivered=undelivered(campaign.id),
        surges=surges(campaign.id) if is_whole else [],
        unopened=unopened(campaign.id) if is_whole else 0,
        mail_links=mail_links(campaign) if is_whole else [],
        poll_seconds=flags().poll_seconds,
    )


def _reports_to_targets(campaign: Campaign) -> list[tuple[Target | None, Counts]]:
    """Return the reports to each target by channel; None are the targets that were removed."""
    targets = {target.id: target for target in campaign.targets}
    sent = {target_id: _no_reports() for target_id in (*targets, None)}
    for target_id, channel, number, by_groups in reports_by_target(campaign.id):
        if channel in CHANNELS:
            sent[target_id].reports[channel] = number
            sent[target_id].by_groups[channel] = by_groups
    if not sent[None].any_reports:
        del sent[None]
    return [(targets.get(target_id or 0), counts) for target_id, counts in sent.items()]


def _no_reports() -> Counts:
    return Counts(dict.fromkeys(CHANNELS, 0))


def _failing_contacts(campaign: Campaign) -> list[tuple[Failed, Target, Channel | None, bool]]:
    """Return what was reported as failing, and whether its target still has that contact."""
    targets = {target.id: target for target in campaign.targets}
    failing = []
    for failed in failing_addresses(campaign.id):
        if target := targets.get(failed.target_id):
            channel = CHANNELS.get(failed.channel)
            contacts = channel.contacts(target) if channel else []
            is_in_use = failed.contact in [one.value[:CONTACT_CHARACTERS] for one in contacts]
            failing.append((failed, target, channel, is_in_use))
    return failing
