"""Mails that went to files, to read here: for trying the site without a mail server.

They hold addresses, and links that work: for admins alone.
"""

from pathlib import Path

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import ADMIN
from petitions.mail import files
from petitions.mail.files import NoSuchFile
from petitions.web.text import whole_number

bp = Blueprint("mail_files", __name__, url_prefix="/organise/mail/files")

MAX_PAGE = 10**6 - 1


@bp.get("")
@requires(ADMIN, names=True)
def mails() -> ResponseReturnValue:
    """List the mails, the newest first."""
    place = _folder_or_404()
    page = whole_number(request.args.get("page"), MAX_PAGE) or 0
    names, has_more = files.names(place, page)
    found = [files.read(place, name) for name in names]
    shown = {"page": page, "has_more": has_more}
    return render_template("desk/mail/mail_files.html", mails=found, **shown)


@bp.get("/<name>")
@requires(ADMIN, names=True)
def mail(name: str) -> ResponseReturnValue:
    """Show one mail as its receiver sees it, with the links of this site to press."""
    try:
        found = files.read(_folder_or_404(), name)
    except NoSuchFile:
        abort(404)
    return render_template("desk/mail/mail_file.html", mail=found, parts=files.parts(found.text))


def mail_goes_to_files() -> bool:
    """Tell whether nobody gets any mail, because it goes to files: pages warn of it."""
    return files.folder() is not None


def _folder_or_404() -> Path:
    place = files.folder()
    if place is None:
        abort(404)
    return place
