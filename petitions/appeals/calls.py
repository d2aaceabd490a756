"""Appeals by phone: what to say."""

from dataclasses import dataclass

from flask_babel import gettext as _

from petitions.appeals.composing import Appeal, as_sentence
from petitions.campaigns.contacts import dialling_link, international
from petitions.web.i18n import is_translated


@dataclass(frozen=True)
class Number:
    """A number as one reads it, the link that dials it, and what the organisers say of it."""

    shown: str
    link: str
    note: str


def numbers(appeal: Appeal) -> list[Number]:
    """Give the target's phone numbers."""
    return [
        Number(international(one.value), dialling_link(one.value), one.note)
        for one in appeal.target.contacts_of("phone")
    ]


def script(appeal: Appeal) -> list[str]:
    """Give what to say, sentence by sentence.

    In a language that the site does not speak, the case and the demand stand alone.
    """
    title, demand = appeal.campaign.title, appeal.demands[0]
    if not is_translated(appeal.campaign.language):
        return [title, demand, *filter(None, [appeal.choices.words])]
    about = _("I am calling about this case: %(title)s", title=as_sentence(title))
    ask = _("I ask you, with respect: %(demand)s", demand=demand)
    return [_hello(appeal), about, ask, *filter(None, [appeal.choices.words])]


def _hello(appeal: Appeal) -> str:
    name, town = appeal.choices.name, appeal.choices.town
    if name and town:
        words = _("Hello, my name is %(name)s, and I call from %(town)s.", name=name, town=town)
    elif name:
        words = _("Hello, my name is %(name)s.", name=name)
    else:
        words = _("Hello, I am calling as a private person.")
    return str(words)
