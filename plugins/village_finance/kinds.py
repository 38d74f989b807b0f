"""The kinds of a village's financial statements: a closed set, with the heads of each as clerks write them.

The eight classes are those of 农村集体经济组织财务公开规定 (农经发〔2011〕13号); beside them stand the tables by which
villages really tell them: money in and out line by line, contracts, works, compensation for land, earmarked funds.
Which item of the village catalogue a kind answers is said there (``table`` in catalogue.toml).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from plugins.build.scan import TABLES
from standards.village_rhythm import parse_period

DATE, TEXT, MONEY, NUMBER, PERSON = "date", "text", "money", "number", "person"
"""Types of a head. Money is in 元 or 万元 in the file, in 元 on pages; a number has a unit of its own in the head."""
CLASSES = ("财务计划", "各项收入", "各项支出", "各项资产", "各类资源", "债权债务", "收益分配", "其他")
"""The classes of 农经发〔2011〕13号."""
WORKBOOK = "财务公开"
"""What a workbook is called that holds several kinds, one in each sheet."""
_FILE = re.compile(rf"(\d{{4}}(?:Q[1-4]|-\d\d)?)-(.+)(?:{'|'.join(map(re.escape, TABLES))})")


@dataclass(frozen=True)
class Head:
    """A column: its ``key``, its name on pages, its type, whether every row fills it, whether totals add it up, and
    other words that clerks use for it. A ``needed`` head may not be missing from the table."""

    key: str
    name: str
    type: str = TEXT
    needed: bool = False
    filled: bool = False
    summed: bool = False
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Balance:
    """``result`` = the sum of ``plus`` − the sum of ``minus``, in every row that has a result; keys of money heads."""

    result: str
    plus: tuple[str, ...]
    minus: tuple[str, ...]


@dataclass(frozen=True)
class Kind:
    """A kind of statement. ``id`` stands in addresses, ``name`` in file names; ``statutory`` the classes
    (of CLASSES, joined by 、) that it belongs to.

    ``running``: every row is money in or out, and its balance that of the row above plus or minus it. ``balance`` holds
    within a row. ``group`` is the head by which totals are told apart, ``drawn`` the amount that a chart shows of each
    row; each may be empty.
    """

    id: str
    name: str
    statutory: str
    heads: tuple[Head, ...]
    spellings: tuple[str, ...] = ()
    running: bool = False
    balance: Balance | None = None
    group: str = ""
    drawn: str = ""

    @cached_property
    def by_key(self) -> Mapping[str, Head]:
        """The heads by key."""
        return {head.key: head for head in self.heads}

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Every name and spelling of a head → its key."""
        return {word: head.key for head in self.heads for word in (head.name, *head.spellings)}


def _text(key: str, name: str, *spellings: str) -> Head:
    return Head(key, name, spellings=spellings)


def _subject(key: str, name: str, *spellings: str) -> Head:
    """What a row is about: every row has it."""
    return Head(key, name, TEXT, needed=True, filled=True, spellings=spellings)


def _money(key: str, name: str, *spellings: str, needed: bool = True, filled: bool = False) -> Head:
    return Head(key, name, MONEY, needed, filled, summed=True, spellings=spellings)


_NOTE = _text("note", "备注", "说明")
_AMOUNT = _money("amount", "金额", "发生额", "本期金额", "数额", filled=True)

_INCOME_EXPENSE = Kind(
    "income-expense",
    "收支明细",
    "各项收入、各项支出",
    (
        Head("date", "日期", DATE, needed=True, spellings=("时间", "记账日期", "发生日期", "年月日", "收支日期")),
        _text("voucher", "凭证号", "凭证", "凭证编号", "凭证字号"),
        _subject("summary", "摘要", "事由", "内容", "收支项目", "项目", "用途", "收支内容"),
        _money("income", "收入", "收入金额", "本期收入", "借方"),
        _money("expense", "支出", "支出金额", "本期支出", "贷方"),
        Head("balance", "余额", MONEY, needed=True, spellings=("结余", "结存", "结余金额", "账面余额")),
        Head("handler", "经手人", PERSON, spellings=("经办人", "经手", "经办")),
        Head("reviewer", "审核", PERSON, spellings=("审核人", "审批", "审批人", "监督")),
        _NOTE,
    ),
    ("收支", "财务收支", "财务收支明细", "收支明细表", "收支公开", "财务收支情况", "流水账"),
    running=True,
)
_DEBTS = Kind(
    "debts",
    "债权债务",
    "债权债务",
    (
        Head("class", "类别", needed=True, filled=True, spellings=("性质", "债权或债务", "种类")),
        _subject(
            "counterparty", "单位或个人", "单位（个人）", "对方单位", "往来单位", "债权人或债务人", "名称", "户名"
        ),
        _text("reason", "形成原因", "事由", "内容", "用途"),
        _money("opening", "期初余额", "期初数", "上期余额", "期初"),
        _money("increase", "本期增加", "增加", "本期增加额"),
        _money("decrease", "本期减少", "减少", "本期减少额", "本期收回或偿还"),
        _money("closing", "期末余额", "期末数", "余额", "期末", filled=True),
        _NOTE,
    ),
    ("债权债务明细", "债权债务表", "债权、债务", "往来款"),
    balance=Balance("closing", ("opening", "increase"), ("decrease",)),
    group="class",
    drawn="closing",
)
_ASSETS = Kind(
    "assets",
    "资产",
    "各项资产",
    (
        _subject("name", "资产名称", "名称", "固定资产名称", "项目"),
        _text("class", "类别", "资产类别", "种类"),
        Head("count", "数量", NUMBER),
        _text("measure", "计量单位", "单位"),
        _money("opening", "期初原值", "期初余额", "期初数", "期初价值", "上期原值", "期初"),
        _money("increase", "本期增加", "增加", "新增"),
        _money("decrease", "本期减少", "减少", "处置"),
        _money("closing", "期末原值", "期末余额", "期末数", "期末价值", "原值", "期末", filled=True),
        _text("use", "使用情况", "使用状况", "使用状态", "用途"),
        _NOTE,
    ),
    ("固定资产", "各项资产", "资产明细", "固定资产明细", "资产表"),
    balance=Balance("closing", ("opening", "increase"), ("decrease",)),
    drawn="closing",
)
_RESOURCES = Kind(
    "resources",
    "资源",
    "各类资源",
    (
        _subject("name", "资源名称", "名称", "项目"),
        _text("place", "坐落位置", "位置", "地点", "四至"),
        Head("area", "面积（亩）", NUMBER, spellings=("面积", "面积(亩)", "亩数")),
        _text("use", "利用方式", "使用情况", "经营方式", "用途"),
        _text("holder", "使用人", "经营者", "承包人"),
        _NOTE,
    ),
    ("各类资源", "集体资源", "资源明细", "资源登记"),
)
_LEASES = Kind(
    "leases",
    "资源发包",
    "各类资源",
    (
        _subject("name", "发包项目", "资源名称", "资产资源名称", "项目名称", "名称", "项目", "标的"),
        Head("area", "面积（亩）", NUMBER, spellings=("面积", "面积(亩)", "数量", "亩数")),
        _subject("holder", "承包（承租）方", "承包人", "承包方", "承租人", "承租方", "承包（承租）人", "承包户"),
        _text("manner", "发包方式", "方式", "交易方式"),
        _text("term", "合同期限", "承包期限", "租赁期限", "承包期", "起止时间", "期限"),
        _money("contract", "合同金额", "合同总额", "年承包费", "承包费", "租金", needed=False),
        _money("due", "本期应收", "应收", "应收金额", "应缴"),
        _money("paid", "本期实收", "实收", "已收", "实收金额", "已缴"),
        _money("unpaid", "未收", "欠收", "尚欠", "未缴", "欠款", needed=False),
        _NOTE,
    ),
    ("资源发包情况", "承包租赁", "发包租赁", "资源承包", "资产资源发包", "合同发包"),
    balance=Balance("unpaid", ("due",), ("paid",)),
    drawn="paid",
)
_PROJECTS = Kind(
    "projects",
    "工程项目",
    "各项支出",
    (
        _subject("name", "项目名称", "工程名称", "工程项目", "名称", "项目"),
        _text("builder", "施工单位", "承建单位", "中标单位", "承建方", "施工方"),
        _text("source", "资金来源", "来源"),
        Head("begun", "开工日期", DATE, spellings=("开工时间",)),
        Head("done", "竣工日期", DATE, spellings=("竣工时间", "完工日期", "完工时间")),
        _money("budget", "预算金额", "预算", "预算价", "概算", needed=False),
        _money("contract", "合同金额", "合同价", "中标价", "中标金额", filled=True),
        _money("settled", "结算金额", "决算金额", "决算", "结算价", needed=False),
        _money("paid", "已付金额", "已付", "已付款", "累计已付"),
        _money("unpaid", "未付金额", "未付", "未付款", "尚欠", "欠付", needed=False),
        Head("leader", "项目负责人", PERSON, spellings=("负责人",)),
        _NOTE,
    ),
    ("工程", "工程项目情况", "工程建设", "工程项目公开", "工程建设项目"),
    drawn="contract",
)
_LAND = Kind(
    "land-compensation",
    "征地补偿",
    "其他",
    (
        _subject("name", "征地项目", "项目名称", "项目", "名称"),
        Head("date", "到账日期", DATE, spellings=("日期", "时间", "到账时间", "拨付日期")),
        Head("area", "征地面积（亩）", NUMBER, spellings=("面积", "面积（亩）", "征地面积", "面积(亩)")),
        _money("opening", "上期结余", "期初余额", "期初结余", needed=False),
        _money("received", "补偿费到账", "到账金额", "拨入", "收入", "补偿金额", "补偿款"),
        _money("households", "分配到户", "支付农户", "分配农户", "农户分配"),
        _money("collective", "集体支出", "集体使用", "支出", needed=False),
        _money("closing", "结余", "余额", "期末余额", "集体留存", filled=True),
        _NOTE,
    ),
    ("征地补偿费", "征地补偿款", "征地补偿及分配", "土地补偿", "征地补偿费分配"),
    balance=Balance("closing", ("opening", "received"), ("households", "collective")),
    drawn="received",
)
_FUNDS = Kind(
    "special-funds",
    "专项资金",
    "其他",
    (
        _subject("name", "资金名称", "专项资金名称", "名称", "项目名称", "项目"),
        _text("source", "来源及文号", "资金来源", "来源", "拨款单位", "文号"),
        _money("opening", "上期结余", "期初余额", "期初结余", needed=False),
        _money("received", "拨入", "本期拨入", "拨入金额", "收入"),
        _money("spent", "支出", "本期支出", "使用金额", "支出金额"),
        _money("closing", "结余", "余额", "期末余额", "期末结余", filled=True),
        _text("use", "用途", "使用情况", "使用方向"),
        _NOTE,
    ),
    ("专项资金使用", "专项资金使用情况", "上级专项资金"),
    balance=Balance("closing", ("opening", "received"), ("spent",)),
    drawn="spent",
)
_PLAN = Kind(
    "plan",
    "财务计划",
    "财务计划",
    (
        Head("class", "类别", needed=True, filled=True, spellings=("种类", "收支类别")),
        _subject("name", "项目", "计划项目", "内容", "名称"),
        _money("amount", "计划金额", "金额", "预算", "预算金额", filled=True),
        _NOTE,
    ),
    ("年度财务计划", "财务收支计划", "收支预算"),
    group="class",
    drawn="amount",
)


def _by_amount(id_: str, name: str, statutory: str, *spellings: str) -> Kind:
    """A plain list of what and how much."""
    what = _subject("name", "项目", "名称", "内容", "事项", "摘要")
    return Kind(id_, name, statutory, (what, _AMOUNT, _NOTE), spellings, drawn="amount")


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            _INCOME_EXPENSE,
            _DEBTS,
            _ASSETS,
            _RESOURCES,
            _LEASES,
            _PROJECTS,
            _LAND,
            _FUNDS,
            _PLAN,
            _by_amount("income", "各项收入", "各项收入", "收入明细", "收入表"),
            _by_amount("expense", "各项支出", "各项支出", "支出明细", "支出表"),
            _by_amount("distribution", "收益分配", "收益分配", "年度收益分配", "收益分配表"),
            _by_amount("other", "其他", "其他", "其他事项", "其他财务事项"),
        )
    }
)
"""Every kind by its name, in the order in which pages show them."""


def kind_named(written: str) -> Kind | None:
    """The kind of this name or spelling; None for what is no statement."""
    written = "".join(written.split())
    if found := KINDS.get(written):
        return found
    bare = written.removesuffix("表").removesuffix("公开")
    return next(
        (kind for kind in KINDS.values() if written in kind.spellings or bare in (kind.name, *kind.spellings)), None
    )


def parse_name(filename: str) -> tuple[str, str] | None:
    """Period (``2026Q3``, ``2026-08``, ``2026``) and table of a statement's file name, ``2026Q3-收支明细.csv``; None
    where it does not begin with a period. The table is a kind's name or WORKBOOK if the name is a right one."""
    found = _FILE.fullmatch(filename)
    return (found[1], found[2]) if found and parse_period(found[1]) else None


def file_name(period: str, table: str, suffix: str = ".csv") -> str:
    """What a village's statement is called in its folder; ``table`` is a kind's name or WORKBOOK."""
    return f"{period}-{table}{suffix}"
