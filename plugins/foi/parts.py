"""The six parts of 年报: which heading opens which, and a gate for reports that lack one."""

from __future__ import annotations

import html
import re

from plugins.build.problems import Problem
from plugins.build.source import Source
from plugins.foi.forms import ANNUAL
from standards.annual_report import FIRST_YEAR, PARTS

HEADING = re.compile(r"<h2[^>]*>(.*?)</h2>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def part_of(heading: str) -> int:
    """Which of the six parts a heading (HTML) opens, counted from 1; 0 for any other."""
    text = html.unescape(_TAG.sub("", heading)).strip()
    known = enumerate(PARTS, 1)
    return next((at for at, (mark, _, word) in known if text.startswith(f"{mark}、") and word in text), 0)


def judge_parts(source: Source, text: str, year: int) -> list[Problem]:
    """What is missing of the six parts of a report in the form of 2021. A ``source.Gate``."""
    fields = source.fields
    if fields is None or fields.type != ANNUAL or source.body is None or getattr(fields, "year", 0) < FIRST_YEAR:
        return []
    found = [part for heading in HEADING.findall(source.body.html) if (part := part_of(heading))]
    missing = [at for at in range(1, len(PARTS) + 1) if at not in found]
    problems = []
    if missing:
        headings = "、".join(f"“{PARTS[at - 1][0]}、{PARTS[at - 1][1]}”" for at in missing)
        cure = f"年报分六部分，请各写一个二级标题，例如 ## {PARTS[missing[0] - 1][0]}、{PARTS[missing[0] - 1][1]}"
        problems.append(Problem(source.shown, source.end_line, 0, f"年报缺少 {headings}", cure))
    elif found != sorted(found) or len(found) != len(set(found)):
        what = "年报六部分的次序不对，或者有重复的部分"
        problems.append(Problem(source.shown, source.end_line, 0, what, "请按一至六的次序，各写一次"))
    return problems
