"""Editors at work: they fill in what the page shows and press a button, as a browser does."""

from petitions.db import db
from tests.organisers import Desk
from tests.pages import Page

CASE = "/organise/campaigns/free-the-nurse"


def filled_in(page: Page, part: str) -> tuple[str, dict[str, str]]:
    """Give the address and the fields of the form of a part, as they stand on the page."""
    form = page.one("#editor" if page.all("#editor") else f"#form-{part}")
    fields = {}
    for control in form.query("input, select, textarea"):
        name = control.attrs.get("name")
        if control.name == "select":
            chosen = [o.attrs["value"] for o in control.query("option") if "selected" in o.attrs]
            fields[name] = chosen[0] if chosen else ""
        elif control.name == "textarea":
            fields[name] = control.to_text()
        elif control.attrs.get("type") == "checkbox":
            if "checked" in control.attrs:
                fields[name] = control.attrs["value"]
        elif name:
            fields[name] = control.attrs.get("value", "")
    return form.attrs.get("action", ""), fields


def presses(desk: Desk, page: Page, part: str, do: str = "save", **typed: str) -> Page:
    """Type into a section of the editor and press a button; `demands__0__text` names a field."""
    address, fields = filled_in(page, part)
    for name, text in typed.items():
        field = f"{part}-{name.replace('__', '-')}"
        assert field in fields or page.one(f"#{field}").attrs["type"] == "checkbox", field
        fields[field] = text
    if page.all("#editor") and do not in {"save", "publish", "duplicate"} and ":" not in do:
        do = f"{part}:{do}"
    return desk.post(address, fields | {"do": do})


def saves(desk: Desk, part: str, do: str = "save", **typed: str) -> Page:
    """Open the editor, type, press, and give the page that follows a save."""
    answer = presses(desk, desk.get(CASE), part, do, **typed)
    assert answer.status == 303, answer.text()
    return desk.get(answer.headers["Location"])


def entries(app) -> list[tuple[str, str, dict]]:
    """Give (verb, subject, details) of the audit log."""
    from petitions.accounts.audit import Entry

    with app.app_context():
        found = db.session.query(Entry).order_by(Entry.number)
        return [(entry.verb, entry.subject, entry.details) for entry in found]
