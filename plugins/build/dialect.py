"""The Markdown of this site: python-markdown with our extensions, and a short cut that changes none of its output.

python-markdown tries some twenty patterns on every run of text. A run without any character that one of them needs
comes back as it is, so it is not shown to them. ``tests/plugins/build/test_dialect.py`` holds the short cut against the
plain library. The method that is replaced is a private one; requirements.lock pins the version.
"""

from __future__ import annotations

import re
from typing import Any

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import InlineProcessor

EXTENSIONS = ("tables", "footnotes", "sane_lists", "attr_list")
CONFIGS = {"footnotes": {"BACKLINK_TITLE": "回到正文中的注{}", "BACKLINK_TEXT": "↩"}}
_SPECIAL = re.compile(r"[`\\\[\]!<>&*_{}\x02\x03]|  \n")
"""Every pattern of the library and of our extensions needs one of these; the last is a line break."""


class _QuickInline(InlineProcessor):
    """The library's inline processor, which leaves alone what has nothing to process."""

    def _InlineProcessor__handleInline(self, data: Any, patternIndex: int = 0) -> Any:
        if not _SPECIAL.search(data):
            return data
        return super()._InlineProcessor__handleInline(data, patternIndex)  # type: ignore[misc]


class _Quick(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        md.treeprocessors.register(_QuickInline(md), "inline", 20)


def new_parser(*, quick: bool = True) -> markdown.Markdown:
    """A parser of our dialect; ``quick`` false gives the plain library."""
    extensions: list[Any] = [*EXTENSIONS, *([_Quick()] if quick else [])]
    return markdown.Markdown(extensions=extensions, extension_configs=CONFIGS, output_format="html")
