"""What can go wrong for a user. Everything else is a programmer's mistake and keeps its traceback.

AuditorError            one line: what happened, and what to do now; exit status 2
├── BadInput            a file or option the user gave cannot be used
└── CannotRun           the site, the disk or the machine does not let us work
"""

from __future__ import annotations


class AuditorError(Exception):
    """An error a user can do something about: ``what`` happened and how to ``mend`` it, in Chinese."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}。{mend}" if mend else what)
        self.what = what
        self.mend = mend


class BadInput(AuditorError):
    """A file or an option given by the user cannot be used as it is."""


class CannotRun(AuditorError):
    """The site cannot be reached, the disk is full, a tool is missing: the audit cannot go on."""
