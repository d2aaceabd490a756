"""Long lists, page by page: by the numbers of rows, which stay put while new rows come."""

LARGEST_ROW = 2**63 - 1  # what both databases can compare a number with


def row_number(text: str | None) -> int | None:
    """Give the number of a row from an address; nothing where no row can have it."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(LARGEST_ROW)):
        return None
    return int(text) if int(text) <= LARGEST_ROW else None
