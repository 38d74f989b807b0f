"""Words an official text should not hold, as a lexicon of TOML files and a matcher over it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from standards.words.entries import Entry, LexiconError, read_entries
from standards.words.matcher import Considered, Matcher, WordHit
from standards.words.overlay import Own, laid_over, own_files

__all__ = [
    "Considered", "Entry", "LexiconError", "Matcher", "Own", "WordHit", "load_lexicon", "own_files", "read_entries",
]  # fmt: skip


@cache
def load_lexicon(own: Own = ()) -> Matcher:
    """The matcher over ``standards/words/lexicon/*.toml``, with the files of ``own`` (see ``overlay``) laid over it.

    Built once per process. Raises LexiconError where a file is wrong or was changed since ``own`` was made.
    """
    return laid_over(load_lexicon().entries, own) if own else Matcher(_shipped())


def _shipped() -> list[Entry]:
    folder = files("standards.words") / "lexicon"
    sources = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda one: one.name)
    return [
        entry
        for source in sources
        for entry in read_entries(source.read_text("utf-8"), f"standards/words/lexicon/{source.name}")
    ]
