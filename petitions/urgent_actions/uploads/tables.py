"""How the cells of a table come one after the other."""


def laid_out(rows: list[list[str]]) -> str:
    """Give the text of a table; each cell may have several lines.

    Cells of one line each stay beside each other, a tab between: label and value, or columns
    that only a person can tell apart. Else each cell stands by itself, an empty line around it:
    officials side by side are never mixed.
    """
    if _is_columns(rows):
        rows = [list(column) for column in zip(*rows, strict=True)]
        return "\n\n".join(cell for column in rows for cell in column if cell)
    return "\n".join(filter(None, map(_row, rows))).strip("\n")


def _row(cells: list[str]) -> str:
    cells = list(filter(None, cells))
    if _is_labelled(cells):
        return " ".join(cells)
    if not any("\n" in cell for cell in cells):
        return "\t".join(cells)
    return "\n" + "\n\n".join(cells) + "\n"


def _is_labelled(cells: list[str]) -> bool:
    return len(cells) == 2 and cells[0].endswith(":") and "\n" not in cells[0]


def _is_columns(rows: list[list[str]]) -> bool:
    """Whether each column is to be read by itself: several have cells with several lines."""
    widths = {len(row) for row in rows}
    if len(widths) != 1 or any(map(_is_labelled, rows)):
        return False
    tall = sum(any("\n" in cell for cell in column) for column in zip(*rows, strict=True))
    return tall > 1
