"""What all forms of public pages have in common."""

from flask_wtf import FlaskForm


class PublicForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form without a token: public pages know no session, and web.origin protects them."""

    class Meta:
        """How WTForms builds such a form."""

        csrf = False


def without_nul(text: str | None) -> str:
    """Leave out the one character that a page has no way to give back."""
    return (text or "").replace("\0", "")
