"""One point of a map, and how its words are judged, whether they come from a table or from GeoJSON."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from plugins.build.problems import Problem, suggestion
from plugins.build.reference import Link, classify
from plugins.links import DeadLink
from plugins.service_map.place import village_anchor
from standards.coordinates import Fault, Place, judge_datum, read_place
from standards.private.find import judge

ID, NAME, KIND, TOWN, ADDRESS, PHONE = "编号", "名称", "类别", "乡镇", "地址", "电话"
LNG, LAT, HOURS, LINK, DATUM = "经度", "纬度", "办公时间", "链接", "坐标系"
HEADS = (ID, NAME, KIND, TOWN, ADDRESS, PHONE, LNG, LAT, HOURS, LINK, DATUM)
"""The columns of a table and the properties of a GeoJSON feature."""
NEEDED = (ID, NAME, KIND)
OPTIONAL = (TOWN, ADDRESS, PHONE, LNG, LAT, HOURS, LINK, DATUM)
SPELLINGS: Mapping[str, str] = {
    "id": ID, "序号": ID, "点位编号": ID,
    "name": NAME, "点位名称": NAME, "单位名称": NAME, "机构名称": NAME,
    "kind": KIND, "category": KIND, "类型": KIND, "分类": KIND,
    "town": TOWN, "所属乡镇": TOWN, "乡镇（街道）": TOWN, "所在乡镇": TOWN,
    "address": ADDRESS, "详细地址": ADDRESS, "办公地址": ADDRESS,
    "phone": PHONE, "tel": PHONE, "联系电话": PHONE, "办公电话": PHONE, "咨询电话": PHONE,
    "lng": LNG, "lon": LNG, "longitude": LNG, "东经": LNG,
    "lat": LAT, "latitude": LAT, "北纬": LAT,
    "hours": HOURS, "工作时间": HOURS, "服务时间": HOURS, "开放时间": HOURS,
    "link": LINK, "url": LINK, "网址": LINK,
    "datum": DATUM, "坐标系统": DATUM,
}  # fmt: skip
LONGEST = 200
_CODE = re.compile(r"[A-Za-z0-9]+([-_.][A-Za-z0-9]+)*")
_PHONE = re.compile(r"[\d\-—－+（）() ]{5,30}(转\d{1,6})?")


@dataclass(frozen=True)
class Point:
    """A place that people look for. ``place`` is None where nobody has measured it: it stands in the list only.

    ``town`` is the name of a town, empty for the whole county; ``url`` the address of its page, root-relative or
    absolute, or empty; ``anchor`` the id of its entry on the page. ``shown`` and ``at`` are the file and the row or
    feature it comes from, as messages print them; no page shows those. ``village`` is true for those of villages.csv.
    """

    id: str
    name: str
    kind: str
    town: str
    address: str
    phone: str
    hours: str
    url: str
    place: Place | None
    anchor: str
    shown: str = ""
    line: int = 0
    at: str = ""
    village: bool = False


Say = Callable[[str, str, str], None]
"""Told of what is wrong: head (or empty), what, cure."""


class Judge:
    """Judges the words of points of one site. Keeps what is wrong in ``problems``, the points in ``points``."""

    def __init__(self, contents: Any, datum: str) -> None:
        self.contents, self.datum = contents, datum
        self.problems: list[Problem] = []
        self.points: list[Point] = []
        self._towns: dict[str, str] = {
            word: town.name for town in contents.offices.towns.values() for word in (town.id, town.name) if word
        }

    def take(self, cells: Mapping[str, str], shown: str, line: int, at: str, heads: Iterable[str] = HEADS) -> None:
        """Judge a row (``line``) or a feature (``at``: 第3个要素). ``heads`` are the columns in their order."""
        places = {head: number for number, head in enumerate(heads, 1)}
        before = len(self.problems)

        def say(head: str, what: str, cure: str) -> None:
            column = places.get(head, 0) if line else 0
            self.problems.append(Problem(shown, line, column, f"{at}：{what}" if at else what, cure))

        self._words(cells, say)
        town, url = self._town(cells[TOWN], say), self._link(cells[LINK], say)
        place = self._place(cells, say)
        if len(self.problems) > before:
            return
        unit = self.contents.offices.spellings.get(cells[NAME])
        self.points.append(
            Point(
                id=cells[ID],
                name=unit.name if unit else cells[NAME],
                kind=cells[KIND],
                town=town,
                address=cells[ADDRESS],
                phone=cells[PHONE] or (unit.contact if unit else ""),
                hours=cells[HOURS],
                url=url,
                place=place,
                anchor=f"point-{cells[ID]}",
                shown=shown,
                line=line,
                at=at,
            )
        )

    def _words(self, cells: Mapping[str, str], say: Say) -> None:
        if not _CODE.fullmatch(cells[ID]):
            say(ID, f"编号“{cells[ID][:30]}”不能用", "编号会成为网址的一部分，请用英文字母、数字和短横线，例如 zw-01")
        for head, text in cells.items():
            if len(text) > LONGEST and head not in (LNG, LAT):
                cure = f"请写在 {LONGEST} 个字以内，详细的内容写成网页，填在“{LINK}”里"
                say(head, f"“{head}”太长（{len(text)} 个字）", cure)
            for find in judge(text, self.contents.now.year, head, phones=False):
                if find.certain:
                    say(head, find.what, find.cure)
        for phone in re.split(r"[,，、;；/]", cells[PHONE]) if cells[PHONE] else ():
            if not _PHONE.fullmatch(phone.strip()):
                say(PHONE, f"电话“{phone.strip()[:30]}”不对", "请只写号码，例如 0000-5550112；几个号码用顿号隔开")

    def _town(self, written: str, say: Say) -> str:
        if not written or written in self._towns:
            return self._towns[written] if written else ""
        cure = suggestion(written, self._towns) + "请写 towns.csv 里的乡镇名称或 id；全县的留空"
        say(TOWN, f"没有乡镇“{written}”", cure)
        return ""

    def _link(self, written: str, say: Say) -> str:
        if not written:
            return ""
        kind, target, fragment = classify(written, "")
        if kind == "external":
            return written
        if kind not in ("page", "address"):
            say(LINK, f"链接“{written[:60]}”不能用", "请写 https:// 开头的网址、本站的网址（/ 开头）或文档的 .md 路径")
            return ""
        try:
            url: str = self.contents.targets.address(Link("", kind, target, fragment, written, 0))
        except DeadLink as dead:
            say(LINK, f"链接“{written[:60]}”{dead.args[0]}", dead.args[1])
            return ""
        return url

    def _place(self, cells: Mapping[str, str], say: Say) -> Place | None:
        if not (cells[LNG] or cells[LAT]):
            return None
        if not (datum := cells[DATUM] or self.datum):
            say(DATUM, "没有写明坐标系", 'map.toml 里请写 datum = "CGCS2000"；不知道是什么坐标系的，请先问清楚')
            return None
        fault = judge_datum(datum) if cells[DATUM] else None  # that of map.toml has been judged there
        found = fault or read_place(cells[LNG], cells[LAT])
        if isinstance(found, Fault):
            say({"lng": LNG, "lat": LAT}.get(found.which, LNG), found.what, found.cure)
            return None
        return found


def points_of_villages(contents: Any) -> list[Point]:
    """The villages and communities of the site, in their order."""
    shown = contents.tree.shown("villages/villages.csv")
    return [
        Point(
            id=village.id,
            name=village.name,
            kind=village.kind or village.body,
            town=village.town_name,
            address=village.board and f"村务公开栏：{village.board}",
            phone=village.contact,
            hours="",
            url=village.url,
            place=Place(*village.place) if village.place else None,
            anchor=village_anchor(village.id),
            shown=shown,
            at=village.name,
            village=True,
        )
        for village in contents.villages.by_id.values()
    ]


def doubles(points: Iterable[Point]) -> list[Problem]:
    """Points that stand twice: the same id, or the same name in the same town."""
    first: dict[tuple[str, ...], Point] = {}
    problems = []
    for point in points:
        for key, what in (
            ((point.anchor,), f"编号“{point.id}”"),
            ((point.town, point.name), f"点位“{point.name}”"),
        ):
            other = first.setdefault(key, point)
            if other is not point:
                where = f"第{other.line}行" if other.line else other.at
                where = where if other.shown == point.shown else f"{other.shown} {where}"
                said = f"{point.at}：" if point.at else ""
                cure = "同一个地方只写一次，请删去或改正其中一处"
                problems.append(Problem(point.shown, point.line, 0, f"{said}{what}与{where}重复", cure))
                break
    return problems
