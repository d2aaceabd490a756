"""Every accent can be read, by light and by dark: its contrast is that of WCAG 2.2, 1.4.3."""

import re

import pytest

from petitions.config import ROOT
from petitions.organisation.models import ACCENTS

LEAST = 4.5
TINTS = ("act", "warn", "fail", "good")
# Words and the ground that they stand on.
PAIRS = [
    ("--act", "--paper"),
    ("--act", "--sheet"),
    ("--act-pressed", "--paper"),
    ("--on-act", "--act"),
    ("--on-act", "--act-pressed"),
    ("--on-fail", "--fail"),
    *((colour, "--paper") for colour in ("--warn", "--fail", "--good")),
    *((ink, f"--{tint}-tint") for ink in ("--ink", "--ink-soft") for tint in TINTS),
    *((f"--{tint}", f"--{tint}-tint") for tint in TINTS),
    *(("--act", f"--{tint}-tint") for tint in TINTS),  # a link in a notice
]
STYLES = ROOT / "static" / "css"
CSS = "".join((STYLES / f"{name}.css").read_text("utf-8") for name in ("tokens", "accents"))


def colours(accent, *, dark):
    """Give {token: colour} as a browser computes them: of two rules the later one counts."""
    found, is_for_dark, is_ours = {}, False, False
    for line in CSS.splitlines():
        if line.startswith("@media"):
            is_for_dark = True
        elif line == "}" and not is_ours:
            is_for_dark = False
        elif line.endswith(" {"):
            is_ours = line.strip(" {") in {":root", f'[data-accent="{accent}"]'}
        elif line.strip() == "}":
            is_ours = False
        elif is_ours and (dark or not is_for_dark):
            found |= dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", line))
    return found


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("accent", ACCENTS)
def test_each_pair_can_be_read(accent, dark):
    tokens = colours(accent, dark=dark)
    weak = {pair: contrast(*map(tokens.get, pair)) for pair in PAIRS}
    assert {pair: found for pair, found in weak.items() if found < LEAST} == {}


def test_no_two_accents_are_the_same():
    for dark in (False, True):
        assert len({colours(accent, dark=dark)["--act"] for accent in ACCENTS}) == len(ACCENTS)
