"""What a package has to tell: everything, or what is another since a former package or a day. Pure functions.

Against a former package the answer is exact: its inventory has the digests of every document it knew. Since a day it
rests on the dates that are written down (publication, standing, withdrawal), and an edited text is not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from plugins.exchange.record import Record
from plugins.withdrawal import Gone

ADDED, CHANGED, STANDING, WITHDRAWN = WORDS = ("added", "changed", "standing", "withdrawn")
CHINESE = {ADDED: "新增", CHANGED: "内容变动", STANDING: "效力变动", WITHDRAWN: "撤下"}
BY_DATE = "按日期取的增量只看发布、效力变动和撤下的日期，正文的改动看不出来；要准确的增量，请以上一个交换包为准"


@dataclass(frozen=True)
class Item:
    """A document as an inventory knows it: digests by part (``record.digests_of``)."""

    id: str
    type: str
    address: str
    content: str
    standing: str
    links: str


@dataclass(frozen=True)
class Change:
    """What happened to a document (a word of WORDS) and why, in Chinese; ``at`` is a day or a minute, or empty."""

    id: str
    change: str
    reason: str
    address: str
    at: str = ""


def item_of(record: Record) -> Item:
    """A document's line in the inventory."""
    return Item(record.article.id, record.article.type, record.told["address"], **record.digests)


def as_json(item: Item) -> dict[str, str]:
    """The same as the package writes it."""
    return asdict(item)


def everything(records: Sequence[Record]) -> list[Change]:
    """A full package."""
    return [_change(record, ADDED, "全量", record.article.day) for record in records]


def against(old: Mapping[str, Item], records: Sequence[Record], gone: Mapping[str, Gone], site: str) -> list[Change]:
    """What is another than in a former package's inventory; ``gone`` says by id what is no longer public, ``site`` is
    the site's address without a slash at the end."""
    found = []
    for record in records:
        before, now = old.get(record.article.id), item_of(record)
        if before is None:
            found.append(_change(record, ADDED, "新发布", record.article.day))
            continue
        said = [
            *(["内容有改动"] if before.content != now.content else []),
            *(["网址已变"] if before.address != now.address else []),
            *(["解读有增减"] if before.links != now.links else []),
        ]
        moved = before.standing != now.standing
        if said:
            reason = "；".join([*said, *([standing_text(record)] if moved else [])])
            found.append(_change(record, CHANGED, reason))
        elif moved:
            found.append(_change(record, STANDING, standing_text(record), record.standing.since))
    left = {record.article.id for record in records}
    for id_ in sorted(old.keys() - left):
        found.append(withdrawn(id_, gone.get(id_), old[id_].address, site))
    return found


def since(day: str, records: Sequence[Record], gone: Mapping[str, Gone], site: str) -> list[Change]:
    """What has a date on ``day`` (YYYY-MM-DD) or later; of what is gone without a date nobody knows, so it is told."""
    new = {record.article.id for record in records if record.article.day >= day}
    found = []
    for record in records:
        explained = [link for link in record.told["interpretations"] if link["id"] in new]
        if record.article.day >= day:
            found.append(_change(record, ADDED, "新发布", record.article.day))
        elif explained:
            reason = "；".join(["新增解读", *([standing_text(record)] if _has_moved(record, day) else [])])
            found.append(_change(record, CHANGED, reason))
        elif _has_moved(record, day):
            found.append(_change(record, STANDING, standing_text(record), record.standing.since))
    for id_, told in sorted(gone.items()):
        if not told.at or told.at >= day:
            found.append(withdrawn(id_, told, site + told.url, site))
    return found


def _has_moved(record: Record, day: str) -> bool:
    """Whether a document's standing is younger than a day, or was told later than it holds."""
    return max(record.standing.since, record.acted) >= day


def withdrawn(id_: str, gone: Gone | None, address: str, site: str) -> Change:
    """That a document is no longer public: its id, its address, and what its explaining page may say; no word of it."""
    if gone is None:
        return Change(id_, WITHDRAWN, "不再公开", address)
    return Change(id_, WITHDRAWN, "：".join(filter(None, (gone.word, gone.reason))), site + gone.url, gone.at)


def standing_text(record: Record) -> str:
    """Where a document stands now, as a sentence of the reason."""
    standing = record.standing
    by = f"，依据：{standing.cause}" if standing.cause else ""
    return f"效力变为{standing.word or '未注明'}" + (f"（{standing.since}起）" if standing.since else "") + by


def count(changes: Iterable[Change]) -> dict[str, int]:
    """How many of each word, all words."""
    told = dict.fromkeys(WORDS, 0)
    for change in changes:
        told[change.change] += 1
    return told


def read_inventory(package: Mapping[str, Any]) -> dict[str, Item]:
    """The inventory of a package.json by id. Raises KeyError, TypeError or ValueError where it is none."""
    found = {}
    for entry in package["inventory"]:
        item = Item(**entry)
        if not all(isinstance(value, str) for value in asdict(item).values()):
            raise ValueError(entry)
        found[item.id] = item
    return found


def _change(record: Record, change: str, reason: str, at: str = "") -> Change:
    return Change(record.article.id, change, reason, record.told["address"], at)
