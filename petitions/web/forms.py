"""What all forms have in common."""

from flask_wtf import FlaskForm


class SiteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form without WTForms' token.

    Public pages know no session, and web.origin protects them; what organisers send is checked
    at the gate, before any form is read (accounts.access).
    """

    class Meta:
        """How WTForms builds such a form."""

        csrf = False


def without_nul(text: str | None) -> str:
    """Leave out the one character that a page has no way to give back."""
    return (text or "").replace("\0", "")
