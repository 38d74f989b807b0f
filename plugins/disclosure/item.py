"""An item of a 标准目录, and the heads of its table."""

from __future__ import annotations

from dataclasses import dataclass

from standards.grassroots import LEVELS, WEBSITE, Carrier
from standards.time_limit import Limit

NUMBER, GROUP, NAME, CONTENT, BASIS = "序号", "一级事项", "二级事项", "公开内容（要素）", "公开依据"
LIMIT, UNITS, CARRIER, PROCESS, ID, COLUMNS = "公开时限", "公开主体", "公开渠道和载体", "过程", "编号", "栏目"
EVERYBODY, SOME = "全社会", "特定群体"
WAYS = ("主动", "依申请公开")
HEADS = (
    *(NUMBER, GROUP, NAME, CONTENT, BASIS, LIMIT, UNITS, CARRIER, EVERYBODY, SOME),
    *(*WAYS, *LEVELS, PROCESS, ID, COLUMNS),
)
OPTIONAL = (NUMBER, "村级", PROCESS, ID, COLUMNS)
SPELLINGS = {
    "公开内容(要素)": CONTENT,
    "公开内容": CONTENT,
    "公开内容及要素": CONTENT,
    "公开渠道及载体": CARRIER,
    "公开渠道": CARRIER,
    "特定群众": SOME,
    "主动公开": "主动",
    "依申请": "依申请公开",
    "乡镇级": "乡级",
    "乡（镇）级": "乡级",
    "乡(镇)级": "乡级",
    "村（社区）级": "村级",
    "村(社区)级": "村级",
    "公开过程": PROCESS,
    "事项编号": ID,
    "对应栏目": COLUMNS,
}
"""Other words for the heads, as they stand in tables that other offices issued."""
SAME = "同上"
TOWN_KINDS = ("乡镇", "街道", "乡", "镇")


@dataclass(frozen=True)
class Item:
    """An item of a catalogue. Texts are as written, ``同上`` resolved; ``name`` is the 二级事项, or the 一级事项 where
    there is none.

    ``table`` is the path of its file below content/ and ``line`` its row; ``id`` is empty where the county gives none.
    ``units`` are ids of units.csv, and ``villages`` for all villages; ``columns`` paths of the columns that answer it.
    """

    table: str
    line: int
    number: str
    id: str
    group: str
    name: str
    content: str
    basis: str
    limit_text: str
    limit: Limit
    unit_text: str
    units: tuple[str, ...]
    carriers: tuple[Carrier, ...]
    audience: tuple[str, ...]
    ways: tuple[str, ...]
    levels: tuple[str, ...]
    processes: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Where it stands on its page."""
        return self.id or f"{self.table.rpartition('/')[2].partition('.')[0]}-{self.line}"

    @property
    def owed(self) -> bool:
        """Whether the website must have something of it: ■政府网站, and public without being asked for."""
        return WAYS[0] in self.ways and any(carrier.name == WEBSITE and carrier.must for carrier in self.carriers)
