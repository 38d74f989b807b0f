"""Slips that nobody chose: in words of official prose one character gives way to another that is typed alike.

The farm's slips were written by those who wrote the lexicon, and what it missed was put in. These are drawn: they tell
what share of any slip of the pen a lexicon can find at all.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from datetime import UTC, datetime

from pypinyin import Style, lazy_pinyin

from auditor.measured import Blind
from standards.words import load_lexicon

WORDS = re.findall(
    "....",
    "乡村振兴营商环境政务服务安全生产公开招聘行政执法财政预算环境保护医疗保障社会保险基础设施产业发展招商引资脱贫攻坚"
    "义务教育农业生产粮食安全耕地保护森林防火防汛抗旱应急救援综合治理矛盾调解信息公开依法行政审批事项办事指南监督检查"
    "考核评价责任落实项目建设资金拨付土地征收房屋安置劳动就业技能培训创业担保养老服务残疾补贴低保审核疫苗接种食品监管"
    "药品安全交通运输道路养护供水保障污水处理垃圾分类人居环境文明创建文化活动旅游开发体育健身志愿服务基层党建廉政教育"
    "干部选拔人才引进科技创新数据共享电子政务档案管理统计调查审计整改税收征管金融支持市场监管质量提升知识产权信用体系",
)
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
