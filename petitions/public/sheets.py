"""The action sheet: the whole case on paper, for an evening of letter writing."""

from functools import lru_cache

from flask_babel import gettext as _

from petitions.appeals.channels import CHANNELS
from petitions.appeals.contacts import ADDRESS
from petitions.appeals.postal import address_block
from petitions.campaigns.markdown import as_blocks
from petitions.campaigns.models import Campaign, Target
from petitions.documents import sheets
from petitions.documents.content import Block, Layout, Official, Paper, Run, Section, Sheet
from petitions.web.i18n import country_name, day_in_words, direction_of

sheet_pdf, sheet_docx = lru_cache(32)(sheets.sheet_pdf), lru_cache(32)(sheets.sheet_docx)


def sheet(campaign: Campaign, address: str, paper: Paper) -> Sheet:
    """Give what the sheet of a campaign says; `address` is that of its page."""
    kicker = [country_name(campaign.country), campaign.reference]
    return Sheet(
        layout=Layout(campaign.language, direction_of(campaign.language), paper),
        kicker=" · ".join(filter(None, kicker)),
        title=campaign.title,
        lead=campaign.summary,
        deadline=_deadline(campaign),
        demands=Section(_("What is asked"), _demands(campaign)),
        officials_title=_("Whom to write to"),
        officials=tuple(_official(target) for target in campaign.targets),
        sections=tuple(_sections(campaign)),
        link=address,
        link_hint=_("Sign the pledge, and tell us what you sent:"),
    )


def _deadline(campaign: Campaign) -> str:
    if not campaign.takes_appeals:
        words = _("Please do not write to the officials now.")
    elif campaign.deadline is None:
        words = _("There is no deadline. The sooner, the better.")
    elif campaign.is_past_deadline:
        day = day_in_words(campaign.deadline)
        words = _("The last day to write was %(day)s. Please ask before you write.", day=day)
    else:
        words = _("Write by %(day)s", day=day_in_words(campaign.deadline))
    return str(words)


def _demands(campaign: Campaign) -> tuple[Block, ...]:
    return tuple(
        Block("numbered", (Run(demand.text),), demand.number) for demand in campaign.demands
    )


def _official(target: Target) -> Official:
    kinds = {one.kind.name: one.kind for one in CHANNELS.values() if one.kind is not ADDRESS}
    facts = [(_("Greeting"), target.salutation)] if target.salutation else []
    facts += [
        (str(kind.label), kind.shown(contact.value))
        for kind in kinds.values()
        for contact in target.contacts_of(kind.name)
    ]
    lines = address_block(target)
    return Official(
        name=target.name,
        role=target.role,
        address=tuple(line for line in lines if line not in {target.name, target.role}),
        facts=tuple(facts),
    )


def _sections(campaign: Campaign) -> list[Section]:
    advice = (
        _("Be polite and brief."),
        _("Use your own words."),
        _("Ask for what stands above, not more."),
    )
    how = tuple(Block("item", (Run(sentence),)) for sentence in advice)
    found = [Section(_("How to write"), how)] if campaign.takes_appeals else []
    found.append(Section(_("The whole story"), as_blocks(campaign.story)))
    if campaign.updates:
        found.append(Section(_("Timeline"), tuple(_timeline(campaign))))
    return found


def _timeline(campaign: Campaign) -> list[Block]:
    blocks = []
    for update in campaign.updates:
        day = Run(f"{day_in_words(update.dated)}  ", strong=True)
        first, *others = as_blocks(update.text) or (Block("paragraph", ()),)
        blocks += [Block("item", (day, *first.runs)), *others]
    return blocks
