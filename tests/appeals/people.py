"""A case with three officials, and what supporters do about it in many of these tests."""

from petitions.campaigns.drafts import ContactDraft, LetterDraft, TargetDraft
from tests.factories import a_campaign

SLUG = "free-the-nurse"
CHANNELS = ("letter", "email", "form", "fax", "call", "whatsapp", "telegram", "signal", "social")
# One of each kind: for what hangs on the name of a channel alone.
KINDS = ("letter", "email", "fax", "whatsapp", "social")
FILES = ("letter.pdf", "letter.docx", "letter.eml", "fax.pdf", "fax.docx")
ACTS = ("report", "undo", "failed")
ADDRESS = "Ministry of Health\n1 Main Street\nCapital"

# Everything is known of the minister, little of the ambassador, nothing of the judge.
MINISTER = TargetDraft(
    slug="minister",
    name="Ann Other",
    role="Minister of Health",
    salutation="Dear Minister",
    address=ADDRESS,
    contacts=[
        ContactDraft("email", "minister@example.org"),
        ContactDraft("email", "office@example.org"),
        ContactDraft("form", "https://health.example.org/contact?to=minister"),
        ContactDraft("fax", "+7 7172 506 402"),
        ContactDraft("phone", "+7 7172 506 403"),
        ContactDraft("whatsapp", "+7 701 111 2233"),
        ContactDraft("telegram", "@minister_of_health"),
        ContactDraft("signal", "+7 701 111 2244"),
        ContactDraft("social", "@minister"),
        ContactDraft("social", "@minister@social.example"),
    ],
)
AMBASSADOR = TargetDraft(
    slug="ambassador",
    name="",
    role="Ambassador",
    salutation="Your Excellency",
    address="",
    contacts=[ContactDraft("email", "embassy@example.org")],
)
JUDGE = TargetDraft(slug="judge", name="", role="Judge", salutation="Your Honour", address="")
TARGETS = [MINISTER, AMBASSADOR]
FRENCH = LetterDraft(
    language="fr", subject="Libérez l'infirmière", demands=["Libérez-la.", "Un médecin."]
)


def a_case(app, **changes):
    """Store a campaign with all channels, two demands and two languages; give its slug."""
    return a_campaign(app, **{"targets": TARGETS, "letters": [FRENCH]} | changes)


def at(channel="letter", act="", target="minister", slug=SLUG):
    """Give the address of an appeal, or of what one does there."""
    return f"/c/{slug}/appeals/{target}/{channel}" + (f"/{act}" if act else "")


def report(visitor, channel="letter", target="minister", **form):
    """Press "I sent it"; give the answer."""
    return visitor.post(at(channel, "report", target), form)


def composed(visitor, channel="letter", target="minister", **typed):
    """Compose an appeal; give what its page carries."""
    page = visitor.post(at(channel, target=target), typed)
    assert page.status == 200
    return page.one("#nonce").attrs["value"]


def back(visitor, answer):
    """Go where an answer sends a browser; give the page."""
    assert answer.status == 303
    return visitor.get(answer.headers["Location"].partition("#")[0])


def token(visitor, answer):
    """Give what the undo button on the thank-you line sends."""
    return back(visitor, answer).one('.undo [name="token"]').attrs["value"]


def undo(visitor, sealed, channel="letter"):
    """Press the undo button; give the answer."""
    return visitor.post(at(channel, "undo"), {"token": sealed})


def failed(visitor, contact, channel="email", target="minister"):
    """Press "This address failed"; give the answer."""
    return visitor.post(at(channel, "failed", target), {"contact": contact})


def numbers(visitor, slug=SLUG):
    """Give what the site tells everyone was reported, without what nobody did."""
    reports = visitor.get(f"/c/{slug}/counter.json").response.json["reports"]
    return {channel: number for channel, number in reports.items() if number}
