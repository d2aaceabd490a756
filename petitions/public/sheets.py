"""The action sheet: the whole case on paper, for an evening of letter writing."""

from functools import lru_cache

from flask_babel import gettext as _

from petitions.campaigns.contacts import CONTACT_KINDS
from petitions.campaigns.markdown import as_blocks
from petitions.campaigns.models import CLOSED, PAUSED, WON, Campaign, Target
from petitions.campaigns.postal import address_block
from petitions.documents import sheets
from petitions.documents.content import Block, Layout, Official, Paper, Run, Section, Sheet
from petitions.web.i18n import country_name, day_in_words, direction_of

sheet_pdf, sheet_docx = lru_cache(32)(sheets.sheet_pdf), lru_cache(32)(sheets.sheet_docx)


def sheet(campaign: Campaign, address: str, paper: Paper) -> Sheet:
    """Give what the sheet of a campaign says; `address` is that of its page."""
    kicker = [country_name(campaign.country), campaign.reference]
    is_open = campaign.takes_appeals
    return Sheet(
        layout=Layout(campaign.language, direction_of(campaign.language), paper),
        kicker=" · ".join(filter(None, kicker)),
        title=campaign.title,
        lead=campaign.summary,
        deadline=_deadline(campaign) if is_open else _ended(campaign),
        demands=Section(_("What is asked"), _demands(campaign)),
        officials_title=_("Whom to write to"),
        officials=tuple(map(_official, campaign.targets)) if is_open else (),
        sections=tuple(_sections(campaign)),
        link=address,
        link_hint=(
            _("Sign the pledge, and tell us what you sent:") if is_open else _("Read the case:")
        ),
    )


def _deadline(campaign: Campaign) -> str:
    if campaign.deadline is None:
        words = _("There is no deadline. The sooner, the better.")
    elif campaign.is_past_deadline:
        day = day_in_words(campaign.deadline)
        words = _("The last day to write was %(day)s. Please ask before you write.", day=day)
    else:
        words = _("Write by %(day)s", day=day_in_words(campaign.deadline))
    return str(words)


def _ended(campaign: Campaign) -> str:
    """Say why nobody should write, in the organisers' words where they gave some."""
    words = {
        PAUSED: _("This campaign is paused: please do not write to the officials now."),
        WON: _("This campaign was won: nobody needs to write any more."),
        CLOSED: _("This campaign is closed: please do not write to the officials now."),
    }
    return " ".join(filter(None, (words[campaign.state], campaign.state_note)))


def _demands(campaign: Campaign) -> tuple[Block, ...]:
    return tuple(
        Block("numbered", (Run(demand.text),), demand.number) for demand in campaign.demands
    )


def _official(target: Target) -> Official:
    facts = [(_("Greeting"), target.salutation)] if target.salutation else []
    facts += [
        (str(kind.label), _with_note(kind.shown(contact.value), contact.note))
        for kind in CONTACT_KINDS.values()
        for contact in target.contacts_of(kind.name)
    ]
    lines = address_block(target)
    return Official(
        name=target.shown_name,
        role=target.role if target.name else "",
        address=tuple(line for line in lines if line not in {target.name, target.role}),
        facts=tuple(facts),
    )


def _with_note(value: str, note: str) -> str:
    return f"{value} ({note})" if note else value


def _copies(campaign: Campaign) -> tuple[Block, ...]:
    return tuple(
        Block("item", (Run(_with_note(copy["name"], copy["email"])),))
        for copy in campaign.copies_to
    )


def _sections(campaign: Campaign) -> list[Section]:
    advice = (
        _("Be polite and brief."),
        _("Use your own words."),
        _("Ask for what stands above, not more."),
    )
    how = tuple(Block("item", (Run(sentence),)) for sentence in advice)
    found = [Section(_("How to write"), how)] if campaign.takes_appeals else []
    if campaign.copies_to and campaign.takes_appeals:
        found.append(Section(_("Copies to"), _copies(campaign)))
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
