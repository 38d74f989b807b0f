"""Slips that nobody chose: in words of official prose one character gives way to another that is typed alike.

The farm's slips were written by those who wrote the lexicon, and what it missed was put in. These are drawn: they tell
what share of any slip of the pen a lexicon can find at all.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime

from pypinyin import Style, lazy_pinyin

from auditor.measured import Blind
from standards.words import load_lexicon

WORDS = [
    "乡村振兴",
    "营商环境",
    "政务服务",
    "安全生产",
    "公开招聘",
    "行政执法",
    "财政预算",
    "环境保护",
    "医疗保障",
    "社会保险",
    "基础设施",
    "产业发展",
    "招商引资",
    "脱贫攻坚",
    "义务教育",
    "农业生产",
    "粮食安全",
    "耕地保护",
    "森林防火",
    "防汛抗旱",
    "应急救援",
    "综合治理",
    "矛盾调解",
    "信息公开",
    "依法行政",
    "审批事项",
    "办事指南",
    "监督检查",
    "考核评价",
    "责任落实",
    "项目建设",
    "资金拨付",
    "土地征收",
    "房屋安置",
    "劳动就业",
    "技能培训",
    "创业担保",
    "养老服务",
    "残疾补贴",
    "低保审核",
    "疫苗接种",
    "食品监管",
    "药品安全",
    "交通运输",
    "道路养护",
    "供水保障",
    "污水处理",
    "垃圾分类",
    "人居环境",
    "文明创建",
    "文化活动",
    "旅游开发",
    "体育健身",
    "志愿服务",
    "基层党建",
    "廉政教育",
    "干部选拔",
    "人才引进",
    "科技创新",
    "数据共享",
    "电子政务",
    "档案管理",
    "统计调查",
    "审计整改",
    "税收征管",
    "金融支持",
    "市场监管",
    "质量提升",
    "知识产权",
    "信用体系",
]
CARRIERS = ("扎实做好{}工作，确保取得实效。", "县政府常务会议专题研究{}有关事项。", "进一步加强{}，提高群众满意度。")
SLIPS = 300
SEED = 2026
NOW = datetime(2026, 7, 20, tzinfo=UTC)


def blind(seed: int = SEED) -> Blind:
    """Draw the slips and look for each with the lexicon."""
    drawing = random.Random(seed)
    alike = _alike()
    lexicon = load_lexicon()
    found = seeded = 0
    while seeded < SLIPS:
        word = drawing.choice(WORDS)
        at = drawing.randrange(len(word))
        others = alike[lazy_pinyin(word, style=Style.NORMAL)[at]] - {word[at]}
        if not others:
            continue
        seeded += 1
        slip = word[:at] + drawing.choice(sorted(others)) + word[at + 1 :]
        text = drawing.choice(CARRIERS).format(slip)
        found += bool(lexicon.find(text, now=NOW))
    return Blind(seeded=seeded, found=found)


def _alike() -> dict[str, set[str]]:
    """The 3,755 commonest characters (level 1 of GB 2312) by how they are typed."""
    alike: dict[str, set[str]] = defaultdict(set)
    for high in range(0xB0, 0xD8):
        for low in range(0xA1, 0xFF):
            try:
                char = bytes([high, low]).decode("gb2312")
            except UnicodeDecodeError:
                continue
            alike[lazy_pinyin(char, style=Style.NORMAL)[0]].add(char)
    return alike
