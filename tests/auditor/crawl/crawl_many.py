"""``python -m tests.auditor.crawl.crawl_many PAGES FILE``: one crawl of a made site; prints pages read and peak MB."""

from __future__ import annotations

import sys
from pathlib import Path

from auditor.audit import _facts
from auditor.crawl import crawl as crawling
from auditor.crawl.frontier import Frontier
from auditor.crawl.reading import Method
from auditor.crawl.target import Budget, Options, WebTarget

from .test_traps import HOME, TODAY, Made, html, words


def main(pages: int, file: str) -> None:
    """Crawl a tree of articles, ten below each, with a menu of sixty links."""
    menu = "".join(f"<a href='/{number}.html'>栏目{number}</a>" for number in range(60))

    def serve(path: str) -> str:
        number = int(path.strip("/").partition(".")[0] or 0)
        below = (f"/{n}.html" for n in range(number * 10 + 1, number * 10 + 11) if n < pages)
        return html(words(path, 9), menu + words(path, 400), *below)

    made = Made(serve)
    crawling.Web = lambda *_: made  # type: ignore[assignment,misc]
    result = crawling.crawl(
        WebTarget(HOME),
        Budget(pages=pages * 2),
        frontier=Frontier(file),
        method=Method(facts=_facts),
        options=Options(today=TODAY),
    )
    status = Path("/proc/self/status").read_text(encoding="ascii")
    # The home page is / and the first item /0.html of the menu.
    print(result.pages_fetched - 1, int(status.partition("VmHWM:")[2].split()[0]) // 1024)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
