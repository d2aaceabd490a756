"""`recount` compares the public numbers with the signatures, and sets them right."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from petitions.db import transaction
from petitions.db.tally import Total, count, fold
from petitions.signing.models import Signature
from petitions.signing.operations import confirm, sign, withdraw
from tests.conftest import both_databases
from tests.factories import ADA, a_campaign
from tests.signing.steps import store_link

pytestmark = both_databases

KEY = "campaign/1/signatures"


def recount(app, *options):
    answer = app.test_cli_runner().invoke(args=["recount", *options])
    return answer.exit_code, answer.output.strip()


def signed(app, number):
    """Let people sign; give the tokens of their links."""
    slug = a_campaign(app)
    with app.app_context():
        for n in range(number):
            sign(slug, replace(ADA, email=f"ada{n}@example.org"), bytes(32))
        with transaction() as session:
            return [store_link(signature) for signature in session.scalars(select(Signature.id))]


def each(app, operation, tokens):
    with app.app_context():
        for token in tokens:
            operation(token)


def drifted(app, amount):
    with app.app_context(), transaction():
        count(KEY, amount)


def shown(visitor):
    return visitor.get("/c/free-the-nurse/counter.json").response.json["signatures"]


def test_an_empty_site_is_right(app):
    assert recount(app, "--check") == (0, "every number is right")


def test_confirmed_and_withdrawn_signatures_add_up(app):
    tokens = signed(app, 4)
    each(app, confirm, tokens[:3])
    each(app, withdraw, tokens[2:])
    assert recount(app, "--check") == (0, "every number is right")


def test_folding_leaves_it_right(app):
    each(app, confirm, signed(app, 2))
    with app.app_context():
        fold()
    assert recount(app, "--check")[0] == 0


def test_a_number_too_high_is_found_and_left_alone(app):
    each(app, confirm, signed(app, 2))
    drifted(app, +5)
    for _ in range(2):
        assert recount(app, "--check") == (1, f"{KEY}: shown 7, counted 2")


def test_a_lost_signature_is_found(app):
    each(app, confirm, signed(app, 2))
    with app.app_context(), transaction() as session:
        session.execute(update(Signature).where(Signature.id == 1).values(state="pending"))
    assert recount(app, "--check") == (1, f"{KEY}: shown 2, counted 1")


def test_a_changed_total_is_found(app):
    each(app, confirm, signed(app, 2))
    with app.app_context():
        fold()
        with transaction() as session:
            session.execute(update(Total).values(value=1_000_000))
    assert recount(app, "--check") == (1, f"{KEY}: shown 1000000, counted 2")


def test_a_number_of_no_campaign_is_found(app):
    drifted(app, 3)
    assert recount(app, "--check") == (1, f"{KEY}: shown 3, counted 0")


def test_recount_sets_it_right_and_says_so(app, visitor):
    each(app, confirm, signed(app, 2))
    drifted(app, -1)
    assert recount(app) == (0, f"{KEY}: shown 1, counted 2")
    assert recount(app, "--check") == recount(app) == (0, "every number is right")
    assert shown(visitor) == 2


def test_a_check_while_people_confirm_raises_no_false_alarm(app):
    tokens = signed(app, 60)
    with ThreadPoolExecutor(2) as pool:
        parts = [pool.submit(each, app, confirm, tokens[n::2]) for n in range(2)]
        answers = {
            recount(app, "--check") for _ in iter(lambda: all(p.done() for p in parts), True)
        }
    assert answers == {(0, "every number is right")}


def test_people_who_confirm_meanwhile_are_neither_lost_nor_counted_twice(app, visitor):
    tokens = signed(app, 20)
    drifted(app, +7)
    with ThreadPoolExecutor(3) as pool:
        parts = [pool.submit(each, app, confirm, tokens[n::2]) for n in range(2)]
        answers = [pool.submit(recount, app).result() for _ in range(4)]
        [part.result() for part in parts]
    assert [code for code, _ in answers] == [0] * 4
    assert recount(app, "--check") == (0, "every number is right")
    assert shown(visitor) == 20


def test_it_leaves_other_numbers_alone(app):
    a_campaign(app)
    with app.app_context(), transaction():
        count("campaign/1/visits", 12)
    assert recount(app) == (0, "every number is right")


@pytest.mark.parametrize("words", [["recount", "--check"], ["audit", "--check"]])
def test_checking_holds_nobody_up(app, words):
    signed(app, 1)
    with app.app_context(), transaction(), ThreadPoolExecutor(1) as other:
        assert other.submit(app.test_cli_runner().invoke, args=words).result().exit_code == 0
