"""What texts suffer when they are copied, mailed and torn: each damage by its name.

A damage takes a text and a source of chance, and gives the text as it came out of it.
"""

import re
import unicodedata
from collections.abc import Callable
from random import Random

Damage = Callable[[str, Random], str]

PAGE_MARKS = ("2", "- 3 -", "Page 2 of 3", "2/3", "[4]", "Amnesty International", "Seite 2")
MENU = (
    "Home",
    "Our work",
    "News",
    "• Shop",
    "| Contact us",
    "EN | FR | ES",
    "Search this site",
    "Log in > Register",
)
BANNER = (
    "Your gift keeps our researchers on the road. Give 20 a month.",
    "Donate now: IBAN GB33 BUKB 2020 1555 5555 55",
    "Questions? Call us on +44 20 7946 0958 or write to supporters@gifts.example",
    "© 2024 · Privacy · Cookies · Follow us @givers_example",
)
_PLAINER = str.maketrans("łŁøØđĐı’‘“”–", "lLoOdDi''\"\"-")
_LABEL = re.compile(r"(?m)^[^\W\d_][\w &'’/().-]{1,60}?(?=\s?:)|^[A-ZÀ-Ý][A-ZÀ-Ý &'’,-]{4,60}$")


def join_some(text: str, chance: Random) -> str:
    """Lose some line breaks."""
    return re.sub(r"\n", lambda _: chance.choice(("\n", "\n", " ")), text)


def join_all(text: str, _: Random) -> str:
    """Lose all line breaks."""
    return " ".join(text.split("\n"))


def join_paragraphs(text: str, _: Random) -> str:
    """Lose the line breaks within paragraphs."""
    return re.sub(r"(?<!\n)\n(?!\n)", " ", text)


def double(text: str, _: Random) -> str:
    """Put a blank line behind each line."""
    return text.replace("\n", "\n\n")


def close_up(text: str, _: Random) -> str:
    """Lose the blank lines."""
    return re.sub(r"\n\s*\n", "\n", text)


def drop_accents(text: str, _: Random) -> str:
    """Lose accents, and the letters and marks that only some keyboards have."""
    bare = "".join(one for one in unicodedata.normalize("NFD", text) if not _is_accent(one))
    return bare.translate(_PLAINER)


def _is_accent(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn"


def cut_tail(text: str, chance: Random) -> str:
    """Lose the end, from any character on."""
    return text[: chance.randrange(len(text))]


def windows_breaks(text: str, _: Random) -> str:
    """End lines as Windows does."""
    return text.replace("\n", "\r\n")


def tabs(text: str, _: Random) -> str:
    """Put tabs for runs of spaces, and behind colons."""
    return re.sub(r"  +|(?<=:) ", "\t", text)


def indent(text: str, chance: Random) -> str:
    """Move all lines to the right."""
    space = " " * chance.randint(1, 12)
    return space + text.replace("\n", f"\n{space}")


def quote(text: str, _: Random) -> str:
    """Forward it in a mail."""
    return "> " + text.replace("\n", "\n> ")


def loud_labels(text: str, _: Random) -> str:
    """Write labels in capitals."""
    return _LABEL.sub(lambda label: label[0].upper(), text)


def quiet_labels(text: str, _: Random) -> str:
    """Write labels in small letters, the first of each word as it was."""
    return _LABEL.sub(lambda label: re.sub(r"(?<=\w)\w+", _lower, label[0]), text)


def _lower(letters: re.Match[str]) -> str:
    return letters[0].lower()


def number_pages(text: str, chance: Random) -> str:
    """Put the foot of a page between some lines."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        lines.insert(chance.randint(1, len(lines)), chance.choice(PAGE_MARKS))
    return "\n".join(lines)


def add_menu(text: str, chance: Random) -> str:
    """Copy the menu of the site with it."""
    return "\n".join([*MENU[: chance.randint(1, len(MENU))], text])


def add_banner(text: str, chance: Random) -> str:
    """Copy what the site wants to be given."""
    return "\n".join([text, "", *BANNER[: chance.randint(1, len(BANNER))]])


# In the order in which they may happen to a text together.
DAMAGES: dict[str, Damage] = {
    one.__name__: one
    for one in (
        loud_labels,
        quiet_labels,
        drop_accents,
        join_some,
        join_paragraphs,
        join_all,
        close_up,
        number_pages,
        add_menu,
        add_banner,
        cut_tail,
        double,
        indent,
        tabs,
        quote,
        windows_breaks,
    )
}


def damaged(text: str, names: set[str], chance: Random) -> str:
    """Give a text after these damages, in the order of the list."""
    for name, damage in DAMAGES.items():
        if name in names:
            text = damage(text, chance)
    return text
