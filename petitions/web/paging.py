"""Long lists, page by page: by the numbers of rows, which stay put while new rows come."""

from werkzeug.routing import IntegerConverter, Map

LARGEST_ROW = 2**63 - 1  # what both databases can compare a number with


class RowConverter(IntegerConverter):
    """The number of a row as part of an address, `<row:number>`: no larger one leads anywhere."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ROW)


def row_number(text: str | None) -> int | None:
    """Give the number of a row from an address; nothing where no row can have it."""
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(LARGEST_ROW)):
        return None
    return int(text) if int(text) <= LARGEST_ROW else None
