"""The process that reads one file: content on standard input, text and a verdict as the answer."""

import sys
from collections.abc import Callable
from typing import TypeVar

from petitions.urgent_actions.uploads import limits, plain
from petitions.urgent_actions.uploads.trouble import UnreadableFile

Content = TypeVar("Content", bytes, str)


def main(kind: str) -> None:
    """Read the file; the answer ends with NUL and "ok", or why there is no text."""
    text, verdict = "", "ok"
    read = _reader(kind)  # imported while Python may still keep what it compiles
    content = sys.stdin.buffer.read()
    limits.set_limits()
    try:
        text = plain.checked(read(content))
    except UnreadableFile as problem:
        verdict = problem.why
    except MemoryError:
        verdict = "too-large"
    except Exception:
        verdict = "broken"
    sys.stdout.buffer.write(text.encode() + b"\0" + verdict.encode())


def _reader(kind: str) -> Callable[[bytes], str]:
    match kind:
        case "pdf":
            from petitions.urgent_actions.uploads import pdf

            return lambda content: pdf.text(_shut_in(content))
        case "word":
            from petitions.urgent_actions.uploads import word

            return lambda content: word.text(_shut_in(content))
        case "html":
            from petitions.urgent_actions.uploads import charsets, html

            return lambda content: html.text(_shut_in(charsets.decoded_html(content)))
    from petitions.urgent_actions.uploads import charsets

    return charsets.decoded


def _shut_in(content: Content) -> Content:
    """Give the same; what parses it from here on has no way out but the answer."""
    limits.open_nothing()
    return content


if __name__ == "__main__":
    main(sys.argv[1])
