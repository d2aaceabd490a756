"""How long a mail waits between two tries."""

from datetime import timedelta

from petitions.mail.operations import retry_delay

MINUTE = timedelta(minutes=1)


def test_pauses_double_up_to_six_hours_and_no_two_are_alike():
    for tries, minutes in enumerate((1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360), 1):
        some = [retry_delay(tries) for _ in range(100)]
        assert minutes * MINUTE / 2 <= min(some) < max(some) <= minutes * MINUTE * 3 / 2
        assert len(set(some)) > 90
