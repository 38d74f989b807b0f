"""The pre-receive hook: ``python -m plugins.review.hook`` in a git server's repository (deploy/pre-receive runs it).

Exit status 0: the push is accepted; 1: refused, with the problems; what cannot be judged is refused too.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterable


def main(lines: Iterable[str]) -> int:
    """Judge each line ``old new ref`` that is about the protected branch."""
    problems: list[str] = []
    try:
        from plugins.review.push import judge_push, read_push
        from plugins.review.repository import protected, setting

        ref, folder, now = protected(), setting("content", "content").strip("/"), setting("now", "")
        for line in lines:
            old, new, named = line.split()
            if named != ref:
                continue
            if set(new) == {"0"}:
                problems.append(f"{named}: 这个分支受保护，不能删除。请只推送新的提交")
                continue
            said = judge_push(read_push(old, new, folder, now))
            problems += said.problems
            for notice in said.notices:
                _say(f"提醒：{notice}")
    except Exception as error:  # noqa: BLE001 - whatever goes wrong, nothing gets in unjudged
        if type(error).__name__ != "CannotRun":
            traceback.print_exc(limit=-3)
        _say(f"推送没有被接收，因为没有能核对审签：{error or type(error).__name__}。请把这段文字交给管理员")
        return 1
    for problem in problems:
        _say(problem)
    if problems:
        _say(f"推送没有被接收：共 {len(problems)} 处。改正后请重新提交、推送；服务器上的内容没有改动。")
    return 1 if problems else 0


def _say(text: str) -> None:
    """To whoever pushes; a title may hold escape sequences."""
    sys.stderr.write("".join(c if c.isprintable() or c == "\n" else "�" for c in text) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.stdin))
