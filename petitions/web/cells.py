"""Cells of spreadsheets that stay what they are: words."""

import regex

# What a program may pass over before it looks for the first character: spaces of any width,
# zero-width characters, marks without a letter, letters that look empty; quotation marks, which
# stand round a cell where the separator is another one.
_UNSEEN = r"(?:(?![\t\r\n])[\p{Z}\p{C}\p{M}\u115f\u1160\u3164\uffa0\u2800\"])*"
# = + - @, their full-width, small, raised and lowered forms, and the minus sign.
_BEGINS = r"[\t\r\n=+\-@＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−⩵⩶﬩]"
_AT_THE_START = regex.compile(rf"^(?={_UNSEEN}{_BEGINS})")
_AFTER_A_SEPARATOR = regex.compile(rf"(?<=[;\t\r\n])(?={_UNSEEN}{_BEGINS})")


def harmless(words: str) -> str:
    """Give words that no spreadsheet takes for a formula: an apostrophe goes in front.

    After https://owasp.org/www-community/attacks/CSV_Injection: a cell that begins with = + - @,
    a tab or a line end is computed, or opens a link that carries the sheet's content away. So it
    is within a cell after `;`, a tab or a line end, where a program that expects another
    separator than the comma begins a new cell.
    """
    return str(_AFTER_A_SEPARATOR.sub("'", _AT_THE_START.sub("'", words)))
