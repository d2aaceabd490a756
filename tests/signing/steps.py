"""What people do in many of these tests."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Barrier, Thread

from petitions.db import db
from petitions.signing.links import new_link
from tests.factories import sign_form
from tests.mails import link
from tests.pages import Visitor


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


def signing(app, slug, who, **changes):
    """Give what somebody does who signs from a network of their own; gives the status."""
    visitor = Visitor(app, f"192.0.2.{sum(who.encode()) % 250}")
    return lambda: sign(visitor, slug, **{"email": f"{who}@example.org"} | changes).status


@contextmanager
def one_group(app):
    """Hold up who writes, so that all who are sent in here make one group after it.

    Gives a function that does `work` in a thread of its own, and {name: answer}, for afterwards.
    """
    line, answers, threads = app.extensions["petitions.write_queue"], {}, []
    batchers = app.extensions["petitions.batchers"]

    def waiting():
        return sum(len(batcher.waiting) for batcher in list(batchers.values()))

    def send(name, work):
        before = waiting()
        threads.append(Thread(target=lambda: answers.update({name: work()})))
        threads[-1].start()
        while waiting() == before:
            assert threads[-1].is_alive()

    with ExitStack() as held:
        while line.active.acquire(blocking=False):
            held.callback(line.active.release)
        yield send, answers
    for thread in threads:
        thread.join()
