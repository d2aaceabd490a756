"""A signature counts when a person presses the button that the mail's link shows."""

from tests.factories import a_campaign, sign_form
from tests.mails import link


def count_of(visitor, slug):
    return visitor.get(f"/c/{slug}/counter.json").response.json["signatures"]


def signed(app, visitor, mailbox):
    slug = a_campaign(app)
    visitor.post(f"/c/{slug}/sign", sign_form())
    return slug, link(mailbox.receive()[0], "confirm")


def test_signing_alone_counts_nothing(app, visitor, mailbox):
    slug, _ = signed(app, visitor, mailbox)
    assert count_of(visitor, slug) == 0


def test_opening_the_link_counts_nothing(app, visitor, mailbox):
    slug, confirm = signed(app, visitor, mailbox)
    for method in ("GET", "HEAD", "OPTIONS"):
        assert visitor.ask(method, confirm).status == 200
    assert count_of(visitor, slug) == 0


def test_the_button_counts_once(app, visitor, mailbox):
    slug, confirm = signed(app, visitor, mailbox)
    for _ in range(2):
        answer = visitor.post(confirm)
        assert (answer.status, answer.headers["Location"]) == (303, f"/c/{slug}/thanks")
    assert count_of(visitor, slug) == 1
