"""The invented county's documents, by seed: a pure function from (seed, articles, villages) to every byte.

A document depends on its own number and on those before it, not on how many come after, so that a larger county with
as many villages contains the smaller one's articles, and one document can be made again without making the rest.
"""

from __future__ import annotations

import calendar
from bisect import bisect, bisect_left
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random

from bench.build.affairs import affair_body, affair_title
from bench.build.columns import BUSY, NEWS, NOTICES, POLICIES, READINGS, columns
from bench.build.county import EDITORS, ITEMS, REVIEWERS, Village, unit_names
from bench.build.county import villages as county_villages
from bench.build.document import Document, Head
from bench.build.prose import Writer, body

YEAR = 2026
FIRST_DAY, LAST_DAY = datetime(YEAR, 1, 4), datetime(YEAR, 11, 20)  # noqa: DTZ001 - +08:00 throughout
LAST_HOUR = 16
"""Nothing is published after 16:59, so that a document added at 17:30 on the last day is the newest of all."""
MEDIAN, SPREAD, SHORTEST, LONGEST = 1500, 0.5, 200, 6000
LONG_SHARE, LONG = 0.035, (9000, 22000)
"""Lengths in characters: log-normal about the median; a few are long."""
FILES = 60
"""Attachments that documents share."""
AFFAIRS = 1_000_000
"""Numbers of village documents begin here."""

_THEMES = {"yw": "news", "tzgg": "notice", "zwgk": "open", "zcjd": "reading", "bsfw": "service", "hdjl": "letter"}
_DAYS = [
    day
    for at in range((LAST_DAY - FIRST_DAY).days + 1)
    if (day := FIRST_DAY + timedelta(at)).weekday() < calendar.SATURDAY or at % 14 == 6
]


class Corpus:
    """Documents of one seed and size."""

    def __init__(self, articles: int, villages: int, seed: int = 2026) -> None:
        self.articles, self.village_count, self.seed = articles, villages, seed
        self.villages = county_villages(villages)
        self._names = unit_names(villages)
        self._shares = list(accumulate(column.weight for column in columns()))

    @cached_property
    def heads(self) -> dict[int, Head]:
        """Every document's head by number: articles, then villages' documents."""
        made = {number: self._head(number) for number in range(self.articles)}
        for village in self.villages:
            rng = Random(f"{self.seed}/{village.id}")
            for at, position in enumerate(rng.sample(range(len(ITEMS)), rng.randint(3, 5))):
                number = AFFAIRS + village.number * 100 + at * 20 + position
                made[number] = self._affair_head(number, village)
        return made

    @cached_property
    def policies(self) -> list[int]:
        """Numbers of the official documents, which others link to and readings explain."""
        return [number for number, head in self.heads.items() if head.folder in POLICIES]

    @cached_property
    def explained(self) -> dict[int, int]:
        """Reading → the official document it explains, one each; a reading without an earlier one explains nothing."""
        readings = [number for number, head in self.heads.items() if head.folder == READINGS]
        return {reading: policy for reading, policy in zip(readings, self.policies, strict=False) if policy < reading}

    @cached_property
    def explanations(self) -> dict[int, int]:
        """The same the other way round."""
        return {policy: reading for reading, policy in self.explained.items()}

    def index_no(self, number: int) -> str:
        """The 索引号 of an official document."""
        return f"009990020/{YEAR}-{number:06}"

    def column(self, folder: str) -> list[Head]:
        """The heads of a column, oldest first."""
        found = (head for head in self.heads.values() if head.folder == folder)
        return sorted(found, key=lambda head: (head.published, head.id))

    def documents(self) -> Iterator[Document]:
        """Every document."""
        for head in self.heads.values():
            yield self.document(head)

    def document(self, head: Head) -> Document:
        """The document of a head."""
        rng = Random(f"{self.seed}/{head.number}/text")
        return self._affair(head, rng) if head.village else self._article(head, rng)

    def title(self, head: Head) -> str:
        """The title alone: what a link to it says."""
        writer = Writer(Random(f"{self.seed}/{head.number}/title"), _theme(head.folder))
        return writer.title(head.number)

    def newest(self) -> Document:
        """One more document, newer than any other, in the busiest column."""
        head = Head(
            self.articles, f"{BUSY.rpartition('/')[2]}-20261120-new", BUSY, LAST_DAY.replace(hour=17, minute=30)
        )
        return self.document(head)

    def _head(self, number: int) -> Head:
        rng = Random(f"{self.seed}/{number}/head")
        known = columns()
        # The first few go round all columns, so that none is empty however small the county is.
        at = number if number < len(known) else min(bisect(self._shares, rng.random()), len(known) - 1)
        published = _moment(rng)
        return Head(number, f"{known[at].id}-{published:%Y%m%d}-{number:06}", known[at].path, published)

    def _affair_head(self, number: int, village: Village) -> Head:
        published = _moment(Random(f"{self.seed}/{number}/head"))
        folder = f"villages/{village.id}"
        return Head(number, f"{village.id}-{published:%Y%m%d}-{number % 100:02}", folder, published, village)

    def _article(self, head: Head, rng: Random) -> Document:
        column = next(column for column in columns() if column.path == head.folder)
        writer = Writer(rng, _theme(head.folder))
        publisher = self._publisher(rng, column.unit, head.folder)
        kind, extra = self._kind(head, publisher, rng)
        title = self.title(head)
        words = [writer.word("thing"), writer.word("town"), column.name]
        signed = f"{self._names[publisher]}\n\n{head.published.year}年{head.published.month}月{head.published.day}日"
        text = body(writer, _length(rng), links=self._links(head, rng), signed=signed)
        if rng.random() < 0.02:
            text = f"![{words[0]}现场](/media/photo.svg)\n\n{text}"
        return Document(
            head=head,
            type=kind,
            title=title,
            source=self._names[publisher],
            publisher=publisher,
            author=f"{self._names[publisher].removeprefix('明川')}信息员",
            editor=EDITORS[head.number % len(EDITORS)],
            reviewer=REVIEWERS[head.number % len(REVIEWERS)],
            summary=f"{column.name}：{words[0]}有关情况，涉及{words[1]}等地，由{self._names[publisher]}发布。",
            keywords=tuple(words),
            attachments=tuple(attachment(rng) for _ in range(1 + int(rng.random() * 3))) if rng.random() < 0.08 else (),
            extra=extra,
            body=text,
        )

    def _publisher(self, rng: Random, unit: str, folder: str) -> str:
        if folder == f"{NEWS}/xzdt":
            return rng.choice(self.villages).town.unit if self.villages else unit
        return rng.choice(("fgj", "jyj", "mzj", "czj", "zjj", "slj", "nyj", "wjj", unit)) if folder == BUSY else unit

    def _kind(self, head: Head, publisher: str, rng: Random) -> tuple[str, dict[str, str]]:
        """The type a column asks for, and the fields of that type."""
        if head.folder in POLICIES:
            written = head.published - timedelta(1 + int(rng.random() * 8))
            word = "明政办规" if head.folder.endswith("gfxwj") else "明政办发"
            return "policy", {
                "index_no": self.index_no(head.number),
                "doc_no": f"{word}〔{YEAR}〕{head.number}号",
                "written": f"{written:%Y-%m-%d}",
                "topic": "综合政务\\政务公开",
                "validity": "有效",
                "statutory_class": "1",
            }
        if head.folder in NOTICES:
            until = head.published + timedelta(5 + int(rng.random() * 10))
            return "public_notice", {
                "notice_from": f"{head.published:%Y-%m-%d}",
                "notice_to": f"{until:%Y-%m-%d}",
                "channel": f"{self._names[publisher]}，电话 0000-5550{100 + int(rng.random() * 18)}",
            }
        if head.number in self.explained:
            return "interpretation", {"interprets": self.heads[self.explained[head.number]].id}
        return "article", {}

    def _links(self, head: Head, rng: Random) -> list[str]:
        """Some documents refer to an earlier official one, some to an address outside."""
        made = []
        earlier = bisect_left(self.policies, head.number)
        if rng.random() < 0.2 and earlier:
            target = self.heads[self.policies[int(rng.random() * earlier)]]
            made.append(f"[《{self.title(target)}》](@{target.number}@)")
        if rng.random() < 0.06:
            made.append("[国务院政策文件库](https://www.gov.cn/zhengce/)")
        return made

    def _affair(self, head: Head, rng: Random) -> Document:
        village = head.village
        assert village is not None
        item = ITEMS[head.number % 20]
        period = f"{YEAR}年第{'一二三四'[(head.published.month - 1) // 3]}季度"
        unit = village.town.unit
        return Document(
            head=head,
            type="village_affair",
            title=affair_title(village, item, period),
            source=self._names[unit],
            publisher=unit,
            author=f"{village.town.name}村务公开专干",
            editor=EDITORS[head.number % len(EDITORS)],
            reviewer=REVIEWERS[head.number % len(REVIEWERS)],
            summary=f"{village.name}{period}{item.name}。",
            keywords=("村务公开", item.section, village.name),
            attachments=(),
            extra={"section": item.section, "item": item.id, "period": period},
            body=affair_body(village, item, rng),
        )


def _theme(folder: str) -> str:
    """What sentences a column's documents are made of."""
    return "policy" if folder in POLICIES else _THEMES.get(folder.partition("/")[0], "open")


def _moment(rng: Random) -> datetime:
    day = _DAYS[int(rng.random() * len(_DAYS))]
    return day.replace(hour=8 + int(rng.random() * (LAST_HOUR - 7)), minute=int(rng.random() * 60))


def _length(rng: Random) -> int:
    if rng.random() < LONG_SHARE:
        return int(rng.uniform(*LONG))
    return min(LONGEST, max(SHORTEST, int(rng.lognormvariate(0, SPREAD) * MEDIAN)))


def attachment(rng: Random) -> str:
    """The path of one of the shared files below content/."""
    return attachment_path(int(rng.random() * FILES))


def attachment_path(at: int) -> str:
    """The path of the at-th shared file below content/; every sixth is a table."""
    return f"files/fujian-{at:02}.{'csv' if at % 6 == 0 else 'pdf'}"
