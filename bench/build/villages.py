"""``python -m bench.build.villages``: the village part of our build alone, at its full size.

Every village publishes every item of every quarter, one in twenty left out by seed, so that the matrix has gaps. Cold
build, a build with nothing to do, and one after a single village's new document, whose written files are listed.

With STATEMENTS every village also lays down a 收支明细 for each of the last so many quarters, and the last case is one
more of those.

Environment: VILLAGES (708), QUARTERS (8), ITEMS (12), ARTICLES (200, beside the villages), STATEMENTS (0).
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from bench.build import ours
from bench.build.affairs import affair_body, affair_title, statement
from bench.build.corpus import Corpus
from bench.build.county import EDITORS, ITEMS, REVIEWERS, Village, unit_names
from bench.build.document import Document, Head
from bench.build.engine import ROOT, Engine
from bench.build.measure import Run, run

GAP = 0.05
"""Share of the documents that are left out."""
_ORDER = sorted(((y, q) for y in (2023, 2024, 2025, 2026) for q in (1, 2, 3, 4) if (y, q) <= (2026, 3)), reverse=True)
"""The quarters that are over at the benchmark's moment, the newest first."""


def quarter_documents(corpus: Corpus, quarters: int, items: int) -> Iterator[Document]:
    """The documents of every village for the last ``quarters`` quarters and the first ``items`` items of the catalogue,
    those that are left out not among them. Of the newest quarter the first village left its last item out."""
    names = unit_names(corpus.village_count)
    for village in corpus.villages:
        for year, quarter in _ORDER[:quarters]:
            for at in range(items):
                rng = Random(f"{corpus.seed}/{village.id}/{year}/{quarter}/{at}")
                kept = rng.random() >= GAP
                if kept and (village.number, year, quarter, at) != (0, *_ORDER[0], items - 1):
                    yield affair(village, year, quarter, at, names, rng)


def affair(village: Village, year: int, quarter: int, at: int, names: dict[str, str], rng: Random) -> Document:
    """One of them: the ``at``-th item of a quarter, published in the weeks behind it."""
    item = ITEMS[at]
    after = datetime(year + quarter // 4, quarter % 4 * 3 + 1, 8, 8)  # noqa: DTZ001 - +08:00 throughout
    published = after + timedelta(days=int(rng.random() * 16), minutes=int(rng.random() * 500))
    period = f"{year}年第{'一二三四'[quarter - 1]}季度"
    unit = village.town.unit
    number = village.number * 1000 + quarter * 20 + at
    head = Head(number, f"{village.id}-{year}q{quarter}-{at:02}", f"villages/{village.id}", published, village)
    return Document(
        head=head,
        type="village_affair",
        title=affair_title(village, item, period),
        source=names[unit],
        publisher=unit,
        author=f"{village.town.name}村务公开专干",
        editor=EDITORS[number % len(EDITORS)],
        reviewer=REVIEWERS[number % len(REVIEWERS)],
        summary=f"{village.name}{period}{item.name}。",
        keywords=("村务公开", item.section, village.name),
        attachments=(),
        extra={"section": item.section, "item": item.id, "period": f"{year}Q{quarter}"},
        body=affair_body(village, item, rng),
    )


def write_statements(folder: Path, corpus: Corpus, quarters: int) -> tuple[int, str]:
    """A statement for each of the last ``quarters`` quarters of every village, but for the newest of the first village:
    how many they are, and the text of that one."""
    count, last = 0, ""
    for village in corpus.villages:
        rng = Random(f"{corpus.seed}/{village.id}/statements")
        left = rng.randint(5, 60) * 5000
        for year, quarter in reversed(_ORDER[:quarters]):
            text, left = statement(village, year, quarter, left, rng)
            if not village.number and (year, quarter) == _ORDER[0]:
                last = text
            else:
                _statement_file(folder, village, year, quarter).write_text(text, encoding="utf-8")
                count += 1
    return count, last


def _statement_file(folder: Path, village: Village, year: int, quarter: int) -> Path:
    file = folder / f"content/villages/{village.id}/{year}Q{quarter}-收支明细.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    return file


def write_county(folder: Path, corpus: Corpus, quarters: int, items: int) -> tuple[Engine, int]:
    """Write the whole tree below ``folder``; the engine and the number of documents."""
    engine = ours.engine()
    engine.scaffold(folder, corpus)
    count = 0
    articles = (document for document in corpus.documents() if not document.head.village)
    for documents in (articles, quarter_documents(corpus, quarters, items)):
        for document in documents:
            engine.write(folder, document, corpus)
            count += 1
    return engine, count


def main() -> int:
    """Exit status 0 measured, 1 the build failed."""
    asked = {"VILLAGES": 708, "QUARTERS": 8, "ITEMS": 12, "ARTICLES": 200, "STATEMENTS": 0}
    villages, quarters, items, articles, statements = (
        int(os.environ.get(name) or usual) for name, usual in asked.items()
    )
    folder = ROOT / f"bench/results/work/villages-{villages}-{quarters}-{items}-{articles}"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        corpus = Corpus(articles, villages)
        started = time.perf_counter()
        engine, count = write_county(folder, corpus, quarters, items)
        print(f"{villages} villages, {quarters} quarters, {items} items: {count} documents, written in", end=" ")
        print(f"{time.perf_counter() - started:.0f} s")
        if statements:
            number, text = write_statements(folder, corpus, statements)
            print(f"{number} statements")
        output = folder / engine.output
        if _tell("cold", run(engine.command(False), folder, output)):
            return 1
        if _tell("nothing to do", run(engine.command(True), folder, output)):
            return 1
        names = unit_names(villages)
        new = affair(corpus.villages[0], *_ORDER[0], items - 1, names, Random("new"))
        if statements:
            _statement_file(folder, corpus.villages[0], *_ORDER[0]).write_text(text, encoding="utf-8")
        else:
            engine.write(folder, new, corpus)
        after = run(engine.command(True), folder, output)
        failed = _tell("one more", after)
        for name in after.names:
            print(f"    {name}")
        return int(failed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tell(case: str, found: Run) -> bool:
    """Print a run; whether it failed."""
    size = f"peak PSS {found.peak_pss / 2**20:.0f} MB, {found.written} files written"
    spent = f"{found.wall:8.2f} s wall {found.cpu:8.2f} s CPU"
    print(f"  {case:18} {spent}, {size}, {found.others:.1f} cores busy elsewhere")
    if found.failed:
        print(found.failed, file=sys.stderr)
    return bool(found.failed)


if __name__ == "__main__":
    sys.exit(main())
