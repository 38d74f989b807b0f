"""基层政务公开标准目录: what its tables are made of, and the fields they are kept for.

国办发〔2019〕54号 asks for the tables; the fields are those of the pilots of 国办发〔2017〕42号, in the order of the
common compilation (the order from the eighth on is not confirmed). Counties add fields of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

FIELDS = (
    "重大建设项目",
    "公共资源交易",
    "义务教育",
    "户籍管理",
    "社会救助",
    "养老服务",
    "公共法律服务",
    "财政预决算",
    "就业创业",
    "社会保险",
    "国土空间规划",
    "农村集体土地征收",
    "国有土地上房屋征收与补偿",
    "保障性住房",
    "农村危房改造",
    "生态环境",
    "城市综合执法",
    "市政服务",
    "涉农补贴",
    "公共文化服务",
    "卫生健康",
    "安全生产",
    "救灾",
    "食品药品监管",
    "税收管理",
    "乡村振兴",
)
FORMER_NAMES = {
    "就业": "就业创业",
    "城乡规划": "国土空间规划",
    "征地补偿": "农村集体土地征收",
    "城市执法": "城市综合执法",
    "医疗卫生": "卫生健康",
    "扶贫": "乡村振兴",
}
"""What some fields are or were called elsewhere."""
LEVELS = ("县级", "乡级", "村级")
PROCESSES = ("决策", "执行", "管理", "服务", "结果")
"""五公开."""
WEBSITE = "政府网站"
CARRIERS = (
    WEBSITE,
    "政府公报",
    "两微一端",
    "发布会/听证会",
    "广播电视",
    "纸质媒体",
    "公开查阅点",
    "政务服务中心",
    "便民服务站",
    "入户/现场",
    "社区/企事业单位/村公示栏（电子屏）",
    "精准推送",
    "其他",
)
_WEBSITES = re.compile(r"(?:县|市|区)?(?:人民)?(?:政府|政务)(?:门户)?网站|门户网站")
_MARKED = re.compile(r"([■□])([^■□]*)")
_PARENTHESES = re.compile(r"[（(].*?[）)]")


def field_number(name: str) -> int:
    """The place of a field among the 26 by its present or a former name, 1-based; 0 for a county's own."""
    name = FORMER_NAMES.get(name, name)
    return FIELDS.index(name) + 1 if name in FIELDS else 0


@dataclass(frozen=True)
class Carrier:
    """A place of publication: its name, and whether it must be used (■) or may be (□)."""

    name: str
    must: bool


def parse_carriers(text: str) -> tuple[Carrier, ...]:
    """The list 公开渠道和载体, e.g. ``■政府网站 □两微一端``: ■ 必选, □ 可选.

    Raises ValueError with a sentence for editors where there is no mark, a mark without a name, a name without a mark,
    or the same place twice. A place that is not among CARRIERS is a county's own.
    """
    before = text.partition("■")[0].partition("□")[0].strip()
    if before:
        raise ValueError(f"“{before[:20]}”前面没有 ■ 或 □")
    found: list[Carrier] = []
    for mark, words in _MARKED.findall(text):
        name = _carrier(words)
        if not name:
            raise ValueError(f"“{mark}”后面没有写渠道")
        if any(carrier.name == name for carrier in found):
            raise ValueError(f"“{name}”写了两次")
        found.append(Carrier(name, mark == "■"))
    return tuple(found)


def _carrier(words: str) -> str:
    """A name as CARRIERS spells it; a remark in parentheses and punctuation around it do not count."""
    name = " ".join(words.strip(" \t\r\n、，,；;。").split()).strip("“”\"'")
    if _WEBSITES.fullmatch(_PARENTHESES.sub("", name).strip()):
        return WEBSITE
    plain = _bare(name)
    return next((known for known in CARRIERS if _bare(known) == plain), name)


def _bare(name: str) -> str:
    return re.sub(r"[\s“”\"']", "", normalize("NFKC", name))


def parse_processes(text: str) -> tuple[str, ...]:
    """``决策公开、结果公开`` → those of PROCESSES that are named. Raises ValueError with the word that is none."""
    return tuple(dict.fromkeys(_processes(text)))


def _processes(text: str) -> Iterator[str]:
    for word in re.split(r"[、，,；;/\s]+", text):
        name = word.removesuffix("公开")
        if name in PROCESSES:
            yield name
        elif word:
            raise ValueError(word)
