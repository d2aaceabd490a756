"""What an admin sends to change how often open pages ask."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from petitions.web.flags import MOST_POLL_SECONDS
from petitions.web.forms import PositiveInt, SiteForm, without_nul


class PollForm(SiteForm):
    """How long an open page waits between two looks at its numbers."""

    poll_seconds = StringField(
        _l("Seconds between two looks"),
        [
            PositiveInt(
                MOST_POLL_SECONDS, _l("Write a number from 1 to 300, or leave the field empty.")
            )
        ],
        filters=[without_nul, str.strip],
        default="",
    )

    def answer(self) -> int | None:
        """Return the seconds, or None for as the server is set; only after it was found valid."""
        return int(self.poll_seconds.data) if self.poll_seconds.data else None
