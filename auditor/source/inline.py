"""One line of Markdown as its reader sees it, with the column of every character that is left."""

from __future__ import annotations

import re

_MARKUP = re.compile(
    r"""(?P<image>!\[(?P<alt>[^\]]*)\]\([^)]*\)(?:\{[^}]*\})?)
      | (?P<link>\[(?P<text>[^\]]*)\]\([^)]*\)(?:\{[^}]*\})?)
      | (?P<address><(?:https?|mailto):[^>\s]*>)
      | (?P<tag></?[A-Za-z][^<>]*>)
      | (?P<strong>\*\*(?=\S)(?P<bold>[^*]+)(?<=\S)\*\*)
      | (?P<code>`(?P<typed>[^`]+)`)
      | (?P<escape>\\(?P<char>[!-/:-@\[-`{-~]))
      | (?P<attributes>\{[:#.][^}]*\}\s*$)""",
    re.VERBOSE,
)
_ALT = re.compile(r"""\salt\s*=\s*["']([^"'<>]+)["']""", re.I)
_SHOWN = ("text", "bold", "typed", "char")


def plain(line: str, start: int = 0) -> tuple[str, list[int], list[tuple[str, int]]]:
    """What is shown of ``line[start:]``, the 0-based column of each of its characters, and the texts of pictures.

    Pictures show nothing; their texts are given apart, with the column at which each begins.
    """
    shown: list[str] = []
    columns: list[int] = []
    pictures: list[tuple[str, int]] = []
    at = start
    for match in _MARKUP.finditer(line, start):
        shown.append(line[at : match.start()])
        columns.extend(range(at, match.start()))
        at = match.end()
        if match["image"]:
            pictures.append((match["alt"], match.start("alt")))
        elif match["tag"] and (said := _ALT.search(match["tag"])):
            pictures.append((said[1], match.start("tag") + said.start(1)))
        for name in _SHOWN:
            if match[name] is not None:
                # What is bold or linked may hold markup of its own.
                text, inner, _ = (
                    plain(line[: match.end(name)], match.start(name))
                    if name in ("text", "bold")
                    else (match[name], list(range(*match.span(name))), [])
                )
                shown.append(text)
                columns.extend(inner)
    shown.append(line[at:])
    columns.extend(range(at, len(line)))
    return "".join(shown), columns, pictures
