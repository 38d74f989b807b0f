"""``python -m tests.auditor.crawl.audit_once START FILE POOL``: one crawl with a shared pool, in its own process."""

from __future__ import annotations

import sys
from pathlib import Path

from auditor.crawl.crawl import crawl
from auditor.crawl.frontier import Frontier
from auditor.crawl.target import Budget, Options, WebTarget

from .toy import TOY


def main(start: str, file: str, pool: str) -> None:
    """Crawl, and print what each verdict on another host was."""
    options = Options(second_round_after=0.01, allow_private=True, pool=Path(pool), run="batch")
    frontier = Frontier(file)
    result = crawl(WebTarget(start), Budget(), frontier=frontier, method=TOY, options=options)
    for link in frontier.links():
        print(link.verdict, link.reason, link.url)
    print("shared", *(left.what for left in result.not_run))


if __name__ == "__main__":
    main(*sys.argv[1:])
