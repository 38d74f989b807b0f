"""What an editor does between two builds, done to any generator's tree; undone at the end; and its trace in the output.

The cases of a round follow one upon another: each begins with what the one before it left, built.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from bench.build.columns import BUSY
from bench.build.corpus import Corpus
from bench.build.document import Document, Head
from bench.build.engine import Engine

SENTENCE = "（本段由编辑核对后补充一句说明。）"
TITLE = "更正后的标题：部门动态栏目中的一篇"
MARK = "<!-- 页脚以后的一句批注 -->"


@dataclass(frozen=True)
class Edits:
    """The edits of one corpus: which documents they fall on. All lie in the middle of the busiest column."""

    corpus: Corpus

    @cached_property
    def _middle(self) -> tuple[Head, Head, Head]:
        column = self.corpus.column(BUSY)
        middle = len(column) // 2
        return column[middle], column[(middle + 3) % len(column)], column[middle - 3]

    @cached_property
    def reworded(self) -> Document:
        """A document with one sentence more."""
        document = self.corpus.document(self._middle[0])
        first, gap, rest = document.body.partition("\n\n")
        return replace(document, body=f"{first}{SENTENCE}{gap}{rest}")

    @cached_property
    def retitled(self) -> Document:
        """A document under another title."""
        return replace(self.corpus.document(self._middle[1]), title=TITLE)

    @cached_property
    def added(self) -> Document:
        """A document newer than all others."""
        return self.corpus.newest()

    @cached_property
    def deleted(self) -> Document:
        """A document that goes. Nothing links to it: only official documents are linked to."""
        return self.corpus.document(self._middle[2])

    def restore(self, engine: Engine, folder: Path) -> None:
        """Bring documents and template back to what they were, whatever was done to them."""
        for head in self._middle:
            engine.write(folder, self.corpus.document(head), self.corpus)
        (folder / engine.place(self.added)).unlink(missing_ok=True)
        template = folder / engine.template
        template.write_text(template.read_text(encoding="utf-8").replace(MARK, ""), encoding="utf-8")


def _reword(edits: Edits, engine: Engine, folder: Path) -> None:
    engine.write(folder, edits.reworded, edits.corpus)


def _retitle(edits: Edits, engine: Engine, folder: Path) -> None:
    engine.write(folder, edits.retitled, edits.corpus)


def _add(edits: Edits, engine: Engine, folder: Path) -> None:
    engine.write(folder, edits.added, edits.corpus)


def _delete(edits: Edits, engine: Engine, folder: Path) -> None:
    (folder / engine.place(edits.deleted)).unlink()


def _change_template(edits: Edits, engine: Engine, folder: Path) -> None:
    template = folder / engine.template
    text = template.read_text(encoding="utf-8")
    if "</body>" not in text:
        raise ValueError(f"{template} has no </body>")
    template.write_text(text.replace("</body>", f"{MARK}</body>"), encoding="utf-8")


def _touch(edits: Edits, engine: Engine, folder: Path) -> None:
    """As after a clone: every file of the content has a new time and its old bytes."""
    for path in (folder / "content").rglob("*"):
        if path.is_file():
            os.utime(path)


def _leave(edits: Edits, engine: Engine, folder: Path) -> None:
    """Nothing is changed."""


def _trace_none(edits: Edits, engine: Engine, output: Path) -> str:
    return ""


def _trace_all(edits: Edits, engine: Engine, output: Path) -> str:
    missing = [head.url for head in edits.corpus.heads.values() if not (output / head.url[1:]).is_file()]
    return f"{len(missing)} pages are missing, the first {missing[0]}" if missing else ""


def _trace_word(edits: Edits, engine: Engine, output: Path) -> str:
    return "" if SENTENCE in _page(output, edits.reworded) else "the page does not show the new sentence"


def _trace_title(edits: Edits, engine: Engine, output: Path) -> str:
    return "" if TITLE in _page(output, edits.retitled) else "the page does not show the new title"


def _trace_added(edits: Edits, engine: Engine, output: Path) -> str:
    url = edits.added.head.url
    if not (output / url[1:]).is_file():
        return "the new article has no page"
    first = (output / BUSY / "index.html").read_text(encoding="utf-8")
    return "" if url in first else "the column's first page does not show the new article"


def _trace_deleted(edits: Edits, engine: Engine, output: Path) -> str:
    there = (output / edits.deleted.head.url[1:]).is_file()
    return "the page of the deleted article is still there" if there and engine.removes else ""


def _trace_template(edits: Edits, engine: Engine, output: Path) -> str:
    every = [path for path in output.rglob("*.html") if path.stat().st_size]
    unmarked = [path for path in every[:: max(1, len(every) // 50)] if MARK not in path.read_text(encoding="utf-8")]
    # Peers keep the page of the article that was deleted before: one may be old.
    return f"{unmarked[0]} was not rendered anew" if len(unmarked) > (not engine.removes) else ""


def _page(output: Path, document: Document) -> str:
    path = output / document.head.url[1:]
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@dataclass(frozen=True)
class Case:
    """``apply`` changes a tree, ``trace`` says what is wrong with the output after the build, empty where all is well.

    ``cold`` removes every product first; ``small`` cases should write few files, whose names are told.
    """

    name: str
    title: str
    apply: Callable[[Edits, Engine, Path], None]
    trace: Callable[[Edits, Engine, Path], str]
    cold: bool = False
    small: bool = False


CASES: Mapping[str, Case] = {
    case.name: case
    for case in (
        Case("cold", "cold", _leave, _trace_all, cold=True),
        Case("unchanged", "no change", _leave, _trace_none, small=True),
        Case("body", "one article's body edited", _reword, _trace_word, small=True),
        Case("title", "one article's title edited", _retitle, _trace_title, small=True),
        Case("new", "one new article in the busiest column", _add, _trace_added, small=True),
        Case("deleted", "one article of mid-year deleted", _delete, _trace_deleted, small=True),
        Case("template", "base template changed", _change_template, _trace_template),
        Case("touched", "all files touched", _touch, _trace_none),
    )
}
