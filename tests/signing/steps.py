"""What people do in many of these tests."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from petitions.db import db
from petitions.signing.links import new_link
from tests.factories import sign_form
from tests.mails import link


def count_of(visitor, slug):
    """Give the number that the site shows to everyone."""
    return visitor.get(f"/c/{slug}/counter.json").response.json["signatures"]


def sign(visitor, slug, **changes):
    """Send the form; give the answer."""
    return visitor.post(f"/c/{slug}/sign", sign_form(**changes))


def signed(visitor, mailbox, slug, **changes):
    """Sign; give the mail that comes."""
    assert sign(visitor, slug, **changes).status == 303
    (mail,) = mailbox.receive()
    return mail


def confirmed(visitor, mailbox, slug, **changes):
    """Sign and confirm; give the mail with the links."""
    mail = signed(visitor, mailbox, slug, **changes)
    assert visitor.post(link(mail, "confirm")).status == 303
    return mail


def store_link(signature_id, *, news=False):
    """Store a link as composing a mail does, in the caller's transaction; give its token."""
    token, row = new_link(signature_id, news=news)
    db.session.add(row)
    return token


def at_once(works):
    """Do all at the same moment, each in a thread of its own; give the results in order."""
    start = Barrier(len(works))

    def do(work):
        start.wait()
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(do, works))
