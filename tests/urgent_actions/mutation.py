"""Texts that nobody would send: mutated and random ones, made by a seed, and endless ones."""

from collections.abc import Callable, Sequence
from random import Random

ODD = (
    *"\0\x07\x1b\x7f\v\f\r\t\xa0\xad\u0301\u0327\u200b\u200e\u202e\u2028\u2029\ufeff\ue000\ufffd",
    *(
        "\U0001f468\u200d\U0001f469\u200d\U0001f466",
        "\U0001f3f4\U000e0067",
        "\u0645\u0646 \u0627\u0644\u0648\u0632\u064a\u0631",
        "\u05e9\u05e8",
        "\u6f22\u5b57",
        "\u0e20\u0e32\u0e29\u0e32",
        "\ud7b0",
        "\u1e9e",
        "\ufb01",
        "\u0130",
    ),
    *(
        "(",
        ")",
        "[",
        "]",
        "@",
        "/",
        ":",
        ";",
        ".",
        "-",
        "+",
        "•",
        "\\",
        "%",
        "<a>",
        "&amp;",
        "\n\n\n",
    ),
)
WORDS = (
    *("UA 115/16", "Index: MDE 16/9023/2018", "URGENT ACTION\n", "PLEASE WRITE IMMEDIATELY:\n"),
    *(
        "APPEALS TO:\n",
        "COPIES TO:\n",
        "Fax: +7 7172 506 402\n",
        "Email: a@b.example\n",
        "Dear Sir,\n",
    ),
    *(
        "24 October 2018",
        "3/4/2017",
        "Kazakhstan",
        "Minister of Justice\n",
        "Mr Ada Ben-Cleo\n",
        "• ",
    ),
    *(
        "BEFORE 1 MAY",
        "I urge you to release her.",
        "EMPFOHLENE AKTIONEN\n",
        "APPELS À :\n",
        "ESCRIBAN A:\n",
    ),
    *(
        "Salutation: ",
        "Tel: ",
        "Twitter: @ada",
        "Yours sincerely,\n",
        "1) ",
        "PO Box 30777\n",
        "\n",
        " ",
        " ",
    ),
)
LONG = 200_000  # characters
# What texts of one thing are made of.
UNITS = (
    *(
        "a",
        "7",
        "(",
        ")",
        "@",
        "\n",
        "-\n",
        "\t",
        ".",
        "'",
        "\u0301",
        "\u0301\u0327",
        "\u202e",
        "😀",
    ),
    *(
        "Fax: ",
        "From: a@b.example\n",
        "-- \n",
        "> \n",
        "On 3 May 10:30 he wrote:\n",
        "1 2 3 ",
        "1/",
        "Dear ",
        "Dear Sir, ",
        "• ",
        "(a) ",
        "S.E. M. ",
        "A   A\n",
        "a@",
        "a...@",
    ),
    *("APPEALS TO: ", "COPIES TO: ", "PLEASE WRITE IMMEDIATELY ", "AFR 11/111/2011 ", "UA 1/11 "),
    *(
        "from: a\nto: a\nsent: a\n\n",
        "Minister of Justice Ada Ben ",
        "Name\nMinister\nFax: +1 234 5678\n\n",
    ),
    *(
        "Background\nCopies to:\n",
        "1 May ",
        "page 1\n",
        "Email: a@b.example ",
        "BOTSCHAFT ",
        "and to ",
    ),
)
Mutation = Callable[[str, Random], str]


def lose(text: str, chance: Random) -> str:
    """Lose each character that chance picks."""
    share = chance.choice((0.005, 0.05, 0.3))
    return "".join(one for one in text if chance.random() > share)


def repeat(text: str, chance: Random) -> str:
    """Double each character that chance picks."""
    share = chance.choice((0.005, 0.05, 0.5))
    return "".join(one * (1 + (chance.random() < share)) for one in text)


def shuffle_lines(text: str, chance: Random) -> str:
    """Bring the lines into another order."""
    lines = text.split("\n")
    chance.shuffle(lines)
    return "\n".join(lines)


def shuffle_words(text: str, chance: Random) -> str:
    """Bring the words of a stretch into another order."""
    start = chance.randrange(len(text) + 1)
    words = text[start : start + 800].split(" ")
    chance.shuffle(words)
    return text[:start] + " ".join(words) + text[start + 800 :]


def strew(text: str, chance: Random) -> str:
    """Put odd characters anywhere."""
    for _ in range(chance.randint(1, 40)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(ODD) * chance.choice((1, 1, 3, 200)) + text[at:]
    return text


def swap_letters(text: str, chance: Random) -> str:
    """Put any letters of Unicode for some."""
    letters = list(text)
    for _ in range(min(len(letters), 60)):
        code = chance.randrange(0x30000)
        letters[chance.randrange(len(letters))] = chr(code if not 0xD800 <= code < 0xE000 else 63)
    return "".join(letters)


def stretch(text: str, chance: Random) -> str:
    """Make a word, or a stretch, very long."""
    start = chance.randrange(len(text) + 1)
    piece = text[start : start + chance.choice((1, 2, 7, 60))]
    return text[:start] + piece * chance.choice((50, 400, 3_000)) + text[start:]


def join(text: str, _: Random) -> str:
    """Lose all line breaks."""
    return text.replace("\n", " ")


def part(text: str, chance: Random) -> str:
    """Break lines anywhere."""
    return "".join(one + "\n" * (chance.random() < 0.03) for one in text)


def strew_words(text: str, chance: Random) -> str:
    """Put words that labels are made of anywhere."""
    for _ in range(chance.randint(1, 60)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(WORDS) + text[at:]
    return text


MUTATIONS: Sequence[Mutation] = (
    lose,
    repeat,
    shuffle_lines,
    shuffle_words,
    strew,
    swap_letters,
    stretch,
    join,
    part,
    strew_words,
)


def mutated(text: str, chance: Random) -> str:
    """Give a text after one to three mutations."""
    for mutation in chance.choices(MUTATIONS, k=chance.randint(1, 3)):
        text = mutation(text, chance)
    return text


def random_text(chance: Random) -> str:
    """Give a text of odd characters, words of labels and letters, in any order."""
    pieces = (
        lambda: chance.choice(ODD),
        lambda: chance.choice(WORDS),
        lambda: chr(chance.randrange(0x20, 0xD800)),
        lambda: chance.choice(WORDS) * chance.randrange(9),
    )
    return "".join(chance.choice(pieces)() for _ in range(chance.randrange(400)))


def hostile(texts: Sequence[str], seed: int) -> str:
    """Give the text that this seed makes of these: three of four are mutated, one is random."""
    chance = Random(seed)
    return random_text(chance) if seed % 4 == 0 else mutated(chance.choice(texts), chance)


def of_length(unit: str, characters: int = LONG) -> str:
    """Give a text of one thing over and over."""
    return (unit * (characters // len(unit) + 1))[:characters]


def asking(unit: str, characters: int = LONG) -> str:
    """Give a document with such a text at each place where something is expected."""
    much = of_length(unit, characters // 4)
    return (
        f"UA 1/11 URGENT ACTION\nJORDAN\n{much}\n\nPLEASE WRITE IMMEDIATELY in English:\n"
        f"- Calling on them to {much}\nAPPEALS TO:\n{much}\nCOPIES TO: {much}"
    )
