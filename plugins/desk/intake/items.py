"""Which item of the village catalogue a file's name means: by id, by name, by the words that clerks use for it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from plugins.village_catalogue import Item

SYNONYMS: Mapping[str, str] = {
    "低保户": "最低生活保障",
    "低保": "最低生活保障",
    "五保户": "特困供养",
    "五保": "特困供养",
    "特困": "特困供养",
    "两补": "残疾人两项补贴",
    "村账": "财务收支",
    "村帐": "财务收支",
    "账目": "财务收支",
    "流水账": "财务收支",
    "收入支出": "收支",
    "宅基": "宅基地",
    "建房": "宅基地",
    "粮补": "惠农补贴",
    "党员发展": "发展党员",
    "村规民约": "村规民约",
    "村民代表大会": "村民代表会议",
}
_FILLING = re.compile(
    r"公示|公开|情况|统计|汇总|明细|登记|报表|一览|名册|台账|材料|[表栏]$|^关于|的通知|及落实|实施|发放|对象|名单|年度|照片|图片|扫描件?"
)
_SEPARATOR = re.compile(r"\s*[-—_:：·]\s*")
_JUNK = re.compile(r"[\s\d.、,，。()（）\[\]【】《》“”\"'#&+~!！]+")


def split_subject(text: str) -> tuple[str, str]:
    """工程项目-通组公路硬化 → 工程项目 and what it is about."""
    parts = [part for part in _SEPARATOR.split(text, maxsplit=1) if part.strip()]
    return (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else (text.strip(" -—_:："), "")


def find_item(text: str, items: Iterable[Item]) -> tuple[Item | None, list[Item]]:
    """The one item that a text can mean; else none, and those that come near, nearest first."""
    known = list(items)
    for item in known:
        if text in (item.id, item.name):
            return item, []
    core = core_of(text)
    for word, full in SYNONYMS.items():
        if word in core and full not in core:
            core = core.replace(word, full)
            break
    if len(core) < 2:
        return None, []
    cores = {item.id: core_of(item.name) for item in known}
    same = [item for item in known if cores[item.id] == core]
    hits = same or [item for item in known if core in cores[item.id] or (cores[item.id] and cores[item.id] in core)]
    if len(hits) == 1:
        return hits[0], []
    return None, hits or _near(core, known, cores)


def core_of(name: str) -> str:
    """A name without blanks, figures and the words that every item has."""
    bare = _JUNK.sub("", name)
    return _FILLING.sub("", bare) or bare


def _near(core: str, items: list[Item], cores: Mapping[str, str]) -> list[Item]:
    scored = []
    for item in items:
        matcher = difflib.SequenceMatcher(None, core, cores[item.id], autojunk=False)
        common = sum(block.size for block in matcher.get_matching_blocks())
        if common >= 2:
            scored.append((-common / max(len(core), 1), -matcher.ratio(), item))
    return [item for *_, item in sorted(scored, key=lambda entry: entry[:2])[:3]]
