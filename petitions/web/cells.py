"""Cells of spreadsheets that stay what they are: words."""

import csv
import re
from io import StringIO

import regex

# What a program may pass over before it looks for the first character: spaces of any width,
# zero-width characters, marks without a letter, letters that look empty; quotation marks, which
# stand round a cell where the separator is another one.
_EMPTY_LETTERS = r"\u115f\u1160\u3164\uffa0"
_UNSEEN = rf"(?:(?![\t\r\n])[\p{{Z}}\p{{C}}\p{{M}}{_EMPTY_LETTERS}\u2800\"])*"
# = + - @, their full-width, small, raised and lowered forms, and the minus sign.
_BEGINS = r"[\t\r\n=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−⩵⩶﬩]"
_A_FORMULA = regex.compile(rf"(?:^|(?<=[;\t\r\n]))(?={_UNSEEN}{_BEGINS})")

# No cell is a formula that begins with a letter or a digit, of whatever alphabet. Two quick looks
# find what else there is, and leave a little more than they must: in a million rows, in the cells
# of four columns 2 seconds instead of 6, in the whole CSV 0.8.
_NO_LETTER = rf"(?![^\W{_EMPTY_LETTERS}])"
_SUSPECT_CELL = re.compile(rf"(?:^|[;\t\r\n])[\" ]*{_NO_LETTER}[^\" ]")
_SUSPECT_RECORD = re.compile(rf"[,;\t\n][\" ]*{_NO_LETTER}[^\" ,\r]")


def harmless(words: str) -> str:
    """Give words that no spreadsheet takes for a formula: an apostrophe goes in front.

    After https://owasp.org/www-community/attacks/CSV_Injection: a cell that begins with = + - @,
    a tab or a line end is computed, or opens a link that carries the sheet's content away. So it
    is within a cell after `;`, a tab or a line end, where a program that expects another
    separator than the comma begins a new cell.
    """
    return str(_A_FORMULA.sub("'", words)) if _SUSPECT_CELL.search(words) else words


def harmless_csv(records: str, number: int) -> str:
    """Give the same records of CSV (RFC 4180) with harmless cells; each begins with a number.

    `number` says how many they are. Only what might not be harmless is read.
    """
    if records.count("\r") != number:  # one stands in a cell, and might seem to end a record
        return _rewritten(records)
    parts: list[str] = []
    done = 0
    for suspect in _SUSPECT_RECORD.finditer(records):
        place = suspect.end() - 1
        if place < done:
            continue
        end_before = records.rfind("\r\n", done, place)
        begin = done if end_before < 0 else end_before + 2
        end = records.index("\r\n", place) + 2
        parts += records[done:begin], _rewritten(records[begin:end])
        done = end
    return "".join((*parts, records[done:]))


def _rewritten(records: str) -> str:
    text = StringIO(newline="")
    table = csv.reader(StringIO(records, newline=""), strict=True)
    csv.writer(text).writerows(map(harmless, cells) for cells in table)
    return text.getvalue()
