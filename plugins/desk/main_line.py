"""Which line of a register came into the published branch first: what git knows of it.

A branch may register a number days before it is merged; the public knows the one that was on the main branch first.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from plugins.git import GitFailed, git

MAIN = ("main", "master")


def entered(content: Path, path: str, claims: Iterable[str]) -> dict[str, int]:
    """For each beginning of a line of the file ``path`` below content/: at which commit of the main branch's own line
    (counted from the first) it came in. Those that are not there, or cannot be told, are left out."""
    branch = _main(content)
    found: dict[str, int] = {}
    for claim in claims if branch else ():
        command = ["log", "--first-parent", "--diff-merges=first-parent", "--reverse", "--format=%H", f"-S{claim}"]
        commits = _git(content, *command, branch, "--", path).split()
        if commits and (count := _git(content, "rev-list", "--count", "--first-parent", commits[0])):
            found[claim] = int(count)
    return found


def _main(content: Path) -> str:
    """The branch that is published: what the remote calls its own, else ``main`` or ``master``, else this one."""
    here = _git(content, "symbolic-ref", "--quiet", "HEAD")
    remote = _git(content, "symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    if remote:
        return here if here.rpartition("/")[2] == remote.rpartition("/")[2] else remote
    names = (f"refs/heads/{name}" for name in MAIN)
    there = (name for name in names if _git(content, "rev-parse", "--verify", "--quiet", name))
    return next(there, _git(content, "rev-parse", "--verify", "--quiet", "HEAD"))


def _git(content: Path, *arguments: str) -> str:
    """What git prints; nothing where there is no git, no repository, or it fails."""
    try:
        return git(*arguments, folder=content).decode("utf-8", "replace").strip()
    except GitFailed:
        return ""
