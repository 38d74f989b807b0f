"""What ``auditor check-source`` prints: a line a problem, as compilers do, so that editors can jump to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click
import msgspec

from auditor.reports.terminal import safe
from auditor.source.check import SourceHit

VERDICTS = {"fail": "有误", "review": "待核"}


class Printer:
    """Prints hits file by file and counts them. With ``as_json`` each is one line of JSON and nothing else is said."""

    def __init__(self, *, as_json: bool) -> None:
        self.counts: Counter[str] = Counter()
        self._as_json = as_json
        self._files = self._pictures = 0

    def file(self, hits: Sequence[SourceHit], pictures: int) -> None:
        """Print what one file has; ``pictures`` in it were not read."""
        self._files += 1
        self._pictures += pictures
        for hit in hits:
            self.counts[hit.verdict] += 1
            if self._as_json:
                click.echo(msgspec.json.encode(hit).decode())
            else:
                click.echo(_line(hit))

    def end(self) -> None:
        """The sum, and what was not looked at."""
        if self._as_json:
            return
        unread = f"；图片未检 {self._pictures} 张" if self._pictures else ""
        click.echo(f"检查 {self._files} 个文件：有误 {self.counts['fail']} 处，待核 {self.counts['review']} 处{unread}")


def _line(hit: SourceHit) -> str:
    place = f":{hit.line}:{hit.column}" if hit.line else (f"：{safe(hit.place)}" if hit.place else "")
    evidence = f"  原文：{safe(hit.evidence)}" if hit.evidence else ""
    return (
        f"{safe(hit.file)}{place}: [{VERDICTS[hit.verdict]} {hit.severity}] {safe(hit.message)}{evidence}  {hit.remedy}"
    )
