"""The invented county around its documents: site, units, towns, villages, and what every village makes public.

The names are those of the fictional 明川县 or assembled from lists; numbers of villages and towns grow with what is
asked for, and the same count always gives the same county.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

NOW = "2026-11-20T18:00:00+08:00"
"""The moment every build of the benchmark takes for today; nothing is published later."""
HOST = "www.mingchuan.example"
SITE = {
    "name": "明川县人民政府门户网站",
    "short_name": "明川县政府网",
    "host": HOST,
    "id_code": "9999990001",
    "icp": "明ICP备99990001号-1",
    "police_no": "明公网安备99999902000001号",
    "owner": "明川县人民政府办公室",
    "contact": "0000-5550100",
    "office_hours": "周一至周五 8:30—12:00，14:00—17:30（法定节假日除外）",
    "timezone": "Asia/Shanghai",
    "demo_now": NOW,
}
OFFICES = {
    "xzf": "人民政府",
    "xzfb": "人民政府办公室",
    "fgj": "发展和改革局",
    "jyj": "教育局",
    "mzj": "民政局",
    "czj": "财政局",
    "rsj": "人力资源和社会保障局",
    "zrj": "自然资源局",
    "hbj": "生态环境局",
    "zjj": "住房和城乡建设局",
    "jtj": "交通运输局",
    "slj": "水利局",
    "nyj": "农业农村局",
    "wjj": "卫生健康局",
    "yjj": "应急管理局",
    "scjgj": "市场监督管理局",
    "ybj": "医疗保障局",
    "zsj": "政务服务和大数据管理局",
}
EDITORS = ("网站编辑一岗", "网站编辑二岗", "网站编辑三岗")
REVIEWERS = ("网站审核一岗", "网站审核二岗")

_FRONT = "清石云柳青莲水东竹橘桥茶库上下南北白金银双三龙凤松梅兰桃杏枫榆槐杨葛荷芦沙岩泉溪坪湾"
_BACK = "溪桥岭泉塘河园坪头山湾源田坝冲坑畈垅洲渡铺集店岗台口寨畲"
VILLAGES_A_TOWN = 24


@dataclass(frozen=True)
class Town:
    """A town and the unit that runs it."""

    id: str
    name: str
    order: int

    @property
    def unit(self) -> str:
        """Id of its row in units.csv."""
        return f"{self.id}z"

    @property
    def url(self) -> str:
        """Where its page stands."""
        return f"/villages/towns/{self.id}/"


@dataclass(frozen=True)
class Village:
    """A village; ``number`` counts from 0 over the county."""

    id: str
    number: int
    name: str
    kind: str
    town: Town
    contact: str

    @property
    def board(self) -> str:
        """Where its notice board stands."""
        return f"{self.name}党群服务中心门前村务公开栏"


@dataclass(frozen=True)
class Item:
    """One item of the village catalogue."""

    section: str
    id: str
    name: str
    rhythm: str


ITEMS = (
    Item("党务", "dzzsz", "党组织设置和成员分工", "once"),
    Item("党务", "dyfz", "发展党员情况", "once"),
    Item("党务", "dfsj", "党费收缴情况", "quarterly"),
    Item("村务", "cgmy", "村民自治章程和村规民约", "once"),
    Item("村务", "mzjc", "村民代表会议决定事项及落实情况", "quarterly"),
    Item("村务", "zjdsp", "宅基地审批情况", "quarterly"),
    Item("村务", "hnbt", "惠农补贴发放情况", "quarterly"),
    Item("村务", "gcxm", "村级工程项目实施情况", "once"),
    Item("村务", "bssx", "为民服务和办理实事情况", "once"),
    Item("财务", "cwsz", "财务收支情况", "quarterly"),
    Item("财务", "zczy", "集体资产资源经营情况", "quarterly"),
    Item("财务", "zqzw", "债权债务情况", "quarterly"),
    Item("财务", "zyfb", "集体资源发包和合同情况", "once"),
)


def _name(number: int, step: int) -> str:
    """The ``number``-th pair of characters, no pair twice before all have been; then with a third character."""
    pairs = len(_FRONT) * len(_BACK)
    at = number * step % pairs  # step and pairs have no common factor, so this walks through all
    third = "" if number < pairs else "上下里外东西南北"[number // pairs % 8]
    return third + _FRONT[at // len(_BACK)] + _BACK[at % len(_BACK)]


@cache
def towns(villages: int) -> tuple[Town, ...]:
    """The towns of a county with so many villages; at least three."""
    count = max(3, -(-villages // VILLAGES_A_TOWN))
    return tuple(
        Town(f"zhen{number + 1:03}", _name(number, 37) + ("乡" if number % 3 == 2 else "镇"), number + 1)
        for number in range(count)
    )


@cache
def villages(count: int) -> tuple[Village, ...]:
    """So many villages, spread over the towns in turn."""
    places = towns(count)
    made = []
    for number in range(count):
        kind = "社区" if number % 12 == 5 else "村"
        contact = f"0000-5550{number % 1000:03}"
        name = _name(number, 101) + kind
        made.append(Village(f"cun{number + 1:04}", number, name, kind, places[number % len(places)], contact))
    return tuple(made)


def unit_names(count: int) -> dict[str, str]:
    """Id → full name of every unit, the towns' among them, in a county with ``count`` villages."""
    offices = {key: f"明川县{name}" for key, name in OFFICES.items()}
    return offices | {town.unit: f"明川县{town.name}人民政府" for town in towns(count)}
