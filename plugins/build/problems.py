"""A problem in the content, as an editor is told of it, and the two ways a build can end early."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

SUGGEST_AMONG = 5000
"""Above so many known words a near one takes longer to find than an editor waits."""


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend. ``path`` begins with the content folder's name; line and column are 1-based, 0 = whole file.

    ``what`` says what is wrong, ``cure`` what to do now; neither ends in a full stop.
    """

    path: str
    line: int
    column: int
    what: str
    cure: str

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.what}。{self.cure}"

    def as_json(self) -> dict[str, object]:
        """The fields and the whole line, for ``desk check --json``."""
        return {**asdict(self), "message": f"{self.what}。{self.cure}"}


class ContentErrors(Exception):
    """The content cannot be published: every problem of every stage, sorted. Exit status 1."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__(report(self.problems))


class CannotRun(Exception):
    """The build could not do its work, through no fault of the content. Exit status 2. The text is for the editor."""


def report(problems: Sequence[Problem]) -> str:
    """One line a problem, the last line counts them."""
    files = len({problem.path for problem in problems})
    lines = [str(problem) for problem in problems]
    return "\n".join([*lines, f"共 {len(problems)} 处问题，涉及 {files} 个文件。改正后请重新运行；原有网页没有改动。"])


def suggestion(word: str, known: Iterable[str]) -> str:
    """The nearest known word as the beginning of a cure (是不是想写“…”？), or an empty string."""
    known = sorted(known)
    if len(known) > SUGGEST_AMONG:
        return ""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"是不是想写“{near[0]}”？" if near else ""
