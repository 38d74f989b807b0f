"""Where a file of a sent folder belongs, by the names on its way: town, village, period, item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plugins.build.problems import suggestion
from plugins.desk.intake.items import find_item, split_subject
from plugins.desk.intake.paths import Sent
from plugins.desk.intake.periods import Spoken, lies_within, spoken_period
from plugins.desk.intake.told import Bad
from plugins.desk.intake.village_ids import plain_name, plain_town
from plugins.site import Town
from plugins.village_catalogue import SECTIONS, Item
from plugins.villages import Village
from standards.village_rhythm import LASTING, YEARLY, in_words

_NUMBERED = re.compile(r"^\d{1,3}\s*[-.、_]?\s*(?=\D)")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_EXAMPLE = "村/季度/事项，例如 青石村/2026年三季度/宅基地审批.xlsx"


@dataclass(frozen=True)
class Address:
    """``period`` is empty for what stands lastingly; ``subject`` tells apart several documents of an item."""

    village: Village
    period: str
    item: Item
    subject: str = ""


@dataclass(frozen=True)
class Place:
    """A village and a period, before anybody knows of which item; ``rest`` is what is left of the names for that."""

    village: Village
    period: str
    rest: tuple[str, ...]


class Gazetteer:
    """The villages and towns of the county by every name that a folder may have."""

    def __init__(self, villages: Mapping[str, Village], towns: Mapping[str, Town]) -> None:
        self.villages = villages
        self.by_name: dict[str, list[Village]] = {}
        for village in villages.values():
            for name in {village.id, village.name, plain_name(village.name)}:
                self.by_name.setdefault(name, []).append(village)
        self.towns = {name: town for town in towns.values() for name in (town.id, town.name, plain_town(town.name))}

    def town(self, name: str) -> Town | None:
        """The town of that name."""
        return self.towns.get(name) or self.towns.get(plain_town(_NUMBERED.sub("", name)))

    def village(self, name: str, town: Town | None) -> list[Village]:
        """The villages that a name can mean, in the town where one is known."""
        bare = _NUMBERED.sub("", name)
        found: list[Village] = []
        for word in (name, bare, plain_name(bare)):
            if found := self.by_name.get(word, []):
                break
        return [village for village in found if town is None or village.town == town.id]

    def named_in(self, text: str) -> list[Village]:
        """The villages whose whole names stand in a text."""
        found = [village for village in self.villages.values() if village.name in text]
        return [one for one in found if not any(one.name != other.name and one.name in other.name for other in found)]

    def near(self, name: str) -> str:
        """The nearest village's name, as the beginning of a cure."""
        return suggestion(name, [village.name for village in self.villages.values()])


def place_of(sent: Sent, gazetteer: Gazetteer, year: str) -> Place | list[Bad]:
    """Village and period of a file, or what keeps one from telling. ``year`` is what the command line said."""
    town: Town | None = None
    village: Village | None = None
    outer = Spoken("", "")
    rest: list[str] = []
    for name in sent.folders:
        if village is None and (found := gazetteer.village(name, town)):
            if len(found) > 1:
                towns = "、".join(f"{one.town_name}（{one.id}）" for one in found)
                cure = f"请放进乡镇的文件夹，或者用编号作文件夹名：{towns}"
                return [Bad(sent.shown, "", f"有 {len(found)} 个村叫“{name}”", cure)]
            village = found[0]
        elif village is None and town is None and (named := gazetteer.town(name)):
            town = named
        else:
            spoken = spoken_period(name, year)
            if spoken.period and not spoken.rest:
                outer = spoken
                year = spoken.period[:4]
            elif spoken.yearless and not spoken.rest:
                return [_no_year(sent, name)]
            elif village is None:
                what = f"没有村“{name}”" + (f"（{town.name}）" if town else "")
                return [Bad(sent.shown, "", what, f"{gazetteer.near(name)}文件夹请用村名或村编号，放成 {_EXAMPLE}")]
            elif name not in SECTIONS:
                rest.append(name)
    if village is None:
        mentioned = [one for one in gazetteer.named_in(sent.stem) if town is None or one.town == town.id]
        if len(mentioned) != 1:
            return [Bad(sent.shown, "", "不知道是哪个村的", f"请放成 {_EXAMPLE}")]
        village = mentioned[0]
    inner = spoken_period(sent.stem, year)
    if inner.yearless and not outer.period:
        return [_no_year(sent, sent.stem)]
    if inner.period and outer.period and not lies_within(inner.period, outer.period):
        what = f"文件名写的是{in_words(inner.period)}，却放在{in_words(outer.period)}的文件夹里"
        return [Bad(sent.shown, "", what, "请核对是哪一期，改正文件名或者移到那一期的文件夹")]
    words = [spoken_period(word, year).rest for word in (*rest, inner.rest)]
    return Place(village, inner.period or outer.period, tuple(_without(words, village)))


def _no_year(sent: Sent, name: str) -> Bad:
    return Bad(sent.shown, "", f"“{name}”没有写年份", "请写成 2026年三季度，或者运行时加 --year 2026")


def _without(words: Iterable[str], village: Village) -> list[str]:
    """The words without the village's and the town's own names."""
    names = sorted({village.name, village.town_name}, key=len, reverse=True)
    kept = []
    for word in words:
        bare = word
        for name in names:
            bare = bare.replace(name, "")
        kept.append(bare.strip(" -—_"))
    return kept


def address_of(sent: Sent, place: Place, items: Mapping[str, Item]) -> Address | list[Bad]:
    """The item as well. What the catalogue does not let stand on the web is refused here."""
    village = place.village
    own = [item for item in items.values() if village.body in item.kinds]
    near: list[Item] = []
    for word in reversed(place.rest):  # the file's own name first, then those of the folders inside the village's
        head, subject = split_subject(word)
        item, close = find_item(head, own)
        if item is None and subject:
            item, more = find_item(word.replace(" ", ""), own)
            close, subject = close or more, "" if item else subject
        near = near or close
        if item is not None:
            return _judged(Address(village, place.period, item, subject if item.rhythm == "prompt" else ""), sent)
    return [_no_item(sent, place, items, near)]


def _no_item(sent: Sent, place: Place, items: Mapping[str, Item], near: list[Item]) -> Bad:
    said = next((word for word in reversed(place.rest) if word), sent.stem)
    elsewhere, _ = find_item(said, items.values())
    if elsewhere is not None and not near:
        what = f"事项“{elsewhere.name}”是{'、'.join(elsewhere.kinds)}的，{place.village.name}是{place.village.body}"
        return Bad(sent.shown, "", what, f"请改用适用于{place.village.body}的事项，见 catalogue.toml")
    ask = f"是不是{'、'.join(f'“{item.name}”' for item in near)}？" if near else ""
    cure = f"{ask}文件名请用 catalogue.toml 里的事项名称或 id"
    return Bad(sent.shown, "", f"看不出“{said}”是哪个事项", cure)


def _judged(address: Address, sent: Sent) -> Address | list[Bad]:
    item, period = address.item, address.period
    if not item.online:
        what = f"事项“{item.name}”仅上墙（公开范围：{item.scope}），不能上网"
        return [Bad(sent.shown, "", what, "名单里有家庭和个人的情况，请打印后贴在村务公开栏，不要导入")]
    if item.rhythm == LASTING:
        return Address(address.village, "", item)
    if item.periodic and not period:
        cure = "请放进季度的文件夹，例如 2026年三季度，或者在文件名里写明"
        return [Bad(sent.shown, "", "没有写是哪一期的", cure)]
    if item.rhythm == YEARLY and len(period) > 4:
        cure = f"请在文件名里写明年度，例如 {period[:4]}年{item.name}"
        return [Bad(sent.shown, "", f"“{item.name}”每年公开一次，不知道是哪一年的", cure)]
    return address
