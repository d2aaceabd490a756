"""Editors who paste a text, and send what the page then shows."""

from io import BytesIO

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from petitions.campaigns.models import Campaign
from petitions.db import db
from tests.desk.editing import filled_in
from tests.organisers import Desk
from tests.pages import Page
from tests.urgent_actions.atyrau import TEXT

IMPORT = "/organise/campaigns/import"


def pastes(desk: Desk, text: str = TEXT, **more: object) -> Page:
    """Paste a text and have it read."""
    return desk.post(IMPORT, {"text": text} | more)


def uploads(desk: Desk, content: bytes, name: str = "case.txt", text: str = "") -> Page:
    """Upload a file, with or without a text beside it."""
    file = FileStorage(BytesIO(content), name)
    # Encoded here: the test client leaves the file open that it makes of a large form.
    boundary, body = encode_multipart({"csrf_token": desk.token(), "text": text, "file": file})
    kind = f"multipart/form-data; boundary={boundary}"
    return desk.ask("POST", IMPORT, data=body, content_type=kind)


def sends(desk: Desk, page: Page, form: str = "review", *, address: str = "", **typed: str) -> Page:
    """Type into the form that a page shows, and send it; `target-0-name` as `target_0_name`.

    A button of the form can have another `address`.
    """
    own, fields = filled_in(page, form)
    fields = {name: value for name, value in fields.items() if not is_box(page, name)}
    return desk.post(
        address or own, fields | {name.replace("_", "-"): text for name, text in typed.items()}
    )


def shows(desk: Desk, page: Page, **typed: str) -> Page:
    """Type into the review, and have the letters shown that it makes."""
    return sends(desk, page, address=f"{IMPORT}/letters", **typed)


def is_box(page: Page, name: str) -> bool:
    """Tell whether a control is a box, which sends nothing until it is ticked."""
    return any(one.attrs.get("type") == "checkbox" for one in page.all(f'[name="{name}"]'))


def campaigns(app) -> list[Campaign]:
    """Give all campaigns, whole."""
    with app.app_context():
        found = list(db.session.query(Campaign).order_by(Campaign.id))
        for one in found:
            list(one.demands), [list(target.contacts) for target in one.targets], list(one.updates)
        return found
