"""The site's own sentences in letters, in each language that has some."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from babel import Locale
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from petitions.web.i18n import is_translated

FOLDER = Path(__file__).with_name("letters")
# In the languages of the site. An empty one: at first there is none there.
OWN: dict[str, tuple[LazyString | str, ...]] = {
    "first": (
        _l("I am writing to you about a case that troubles me."),
        _l("Please allow me to write to you about a case that I follow with concern."),
        _l("I turn to you because of a case that I have read about."),
        _l("A case has come to my attention, and I would like to bring it to yours."),
        _l("I have learned of this case, and it stays on my mind."),
    ),
    "concern": (
        "",
        _l("I cannot read this and say nothing."),
        _l("This should not be left as it is."),
        _l("What happens in this case matters to me, and to many others."),
        _l("I hope that you will look into this case yourself."),
    ),
    "ask": (
        _l("With respect, I ask you to do what you can for this:"),
        _l("I therefore ask you, respectfully:"),
        _l("Please use the powers of your office for this:"),
        _l("I would be grateful if you would see to the following:"),
        _l("What I ask of you is this:"),
    ),
    "weight": (
        "",
        _l("I ask for no more than what human rights require."),
        _l("I will follow closely what becomes of this."),
        _l("Please do not let this wait."),
        _l("Much depends on what your office does now."),
    ),
    "thanks": (
        "",
        _l("Thank you for taking the time to read this."),
        _l("I would be grateful for a reply."),
        _l("Please let me know what is being done."),
        _l("I thank you for your attention to this case."),
    ),
    "closing": (
        _l("Yours sincerely,"),
        _l("Respectfully,"),
        _l("With respect,"),
        _l("Sincerely,"),
        _l("Yours respectfully,"),
    ),
}


def own_sentences(language: str) -> Mapping[str, Sequence[LazyString | str]]:
    """Return the sentences of each part in a language, nothing where there are none.

    Those of the site, or else of a file in `letters/`: letters speak more languages than pages.
    """
    return OWN if is_translated(language) else _of_file(Locale.parse(language, sep="-").language)


@cache
def _of_file(language: str) -> dict[str, list[str]]:
    """Return also what ends a greeting, as `greeting`."""
    path = FOLDER / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
