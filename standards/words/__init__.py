"""Words an official text should not hold, as a lexicon of TOML files and a matcher over it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from standards.words.entries import Entry, LexiconError, read_entries
from standards.words.matcher import Considered, Matcher, WordHit

__all__ = ["Considered", "Entry", "LexiconError", "Matcher", "WordHit", "load_lexicon", "read_entries"]


@cache
def load_lexicon() -> Matcher:
    """The matcher over ``standards/words/lexicon/*.toml``, built once per process. Raises LexiconError."""
    folder = files("standards.words") / "lexicon"
    sources = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda one: one.name)
    return Matcher(
        entry
        for source in sources
        for entry in read_entries(source.read_text("utf-8"), f"standards/words/lexicon/{source.name}")
    )
