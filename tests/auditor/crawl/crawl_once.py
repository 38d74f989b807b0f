"""``python -m tests.auditor.crawl.crawl_once START FILE [PROCESSES]``: one crawl in a process of its own, to be killed."""

from __future__ import annotations

import sys

from auditor.crawl import readers
from auditor.crawl.crawl import crawl
from auditor.crawl.frontier import Frontier
from auditor.crawl.host import Pace
from auditor.crawl.target import Budget, Options, WebTarget

from .toy import TOY

THREADS = 3


def main(start: str, file: str, processes: int = 1) -> None:
    """Crawl into ``file``, or go on there."""
    options = Options(
        threads=THREADS,
        processes=processes,
        second_round_after=0.01,
        loopback_pace=Pace(interval=0.0, connections=8, backoff_cap=0.01),
    )
    crawl(WebTarget(start), Budget(), frontier=Frontier(file), method=TOY, options=options)


if __name__ == "__main__":
    readers.FEW = 3
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
