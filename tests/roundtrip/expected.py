"""The list of findings that the demo county is meant to give, and how a report is held against it."""

from __future__ import annotations

import json
from pathlib import Path

LIST = Path(__file__).with_name("findings.txt")


def expected(path: Path = LIST) -> list[str]:
    """The lines of findings.txt without their explanations (from `` # `` on), sorted."""
    lines = (line.split(" # ")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return sorted(line for line in lines if line and not line.startswith("#"))


def found(findings: list[dict]) -> list[str]:
    """Findings in the words of findings.txt, sorted."""
    return sorted(
        " ".join(part for part in (f["check"], f["verdict"], f["url"], f["reason"], f["target"]) if part)
        for f in findings
    )


def differences(report: Path) -> list[str]:
    """What a report has too much or too little against the list, one line each; empty when they agree."""
    have, want = found(json.loads(report.read_text(encoding="utf-8"))["findings"]), expected()
    return [f"多出:{line}" for line in have if line not in want] + [f"缺少:{line}" for line in want if line not in have]
