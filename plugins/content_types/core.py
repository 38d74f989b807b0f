"""The fields every document has, and the fields of open documents; how each is typed and what an editor is told.

Front matter arrives as strings, lists of strings and flat mappings; everything else is made here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic.fields import FieldInfo

from standards.calendar import BEIJING
from standards.contact import is_number, is_online, says_nothing

UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")
"""What no line of text may hold: feeds are XML, which knows no such characters."""


def _fault(what: str, cure: str) -> ValueError:
    """A validator's error: ``schema.py`` splits it again at the line break."""
    return ValueError(f"{what}\n{cure}")


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*", value) or len(value) > 80:
        raise _fault(f"编号“{value}”写法不对", "只能用英文字母、数字和短横线，不超过80个字符，例如 gfxwj-20261015-01")
    return value


def _one_line(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    if UNPRINTABLE.search(line):
        raise _fault("含有看不见的控制字符或乱码", "请删去这一行重新输入")
    return line


def _moment(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", value):
        raise _fault(f"“{value}”不是完整的日期时间", "请写成 年-月-日 时:分，例如 2026-10-15 09:30")
    _check_year(value)
    try:
        if value.isascii():  # what strptime would say of these digits, in a tenth of its time
            return datetime(*map(int, re.split("[- :]", value)), tzinfo=BEIJING)  # type: ignore[misc,arg-type]
        return datetime.strptime(value, "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)
    except ValueError:
        raise _fault(f"没有“{value}”这个时间", "请核对年月日和时分") from None


def _check_year(value: str) -> None:
    if not 1900 <= int(value[:4]) <= 2999:
        raise _fault(f"年份“{value[:4]}”不对", "请核对年份")


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise _fault(f"“{value}”不是完整的日期", "请写成 年-月-日，例如 2026-10-12")
    _check_year(value)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _fault(f"没有“{value}”这一天", "请核对年月日") from None


def _until(value: Any) -> Any:
    """A day means until that day is over."""
    if isinstance(value, str) and value.startswith("9999"):
        raise _fault(f"“{value}”不是到期时间", "长期有效的请删去这一行")
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return datetime.combine(_day(value) + timedelta(days=1), datetime.min.time(), BEIJING)
    return _moment(value)


def _words(value: Any) -> Any:
    if isinstance(value, str):
        value = re.split(r"[,，;；、\s]+", value)
    if not isinstance(value, list) or any(not isinstance(word, str) for word in value):
        return value
    return tuple(_one_line(word) for word in value if word.strip())


def _names(value: Any) -> Any:
    if isinstance(value, str):
        value = [value]
    return tuple(value) if isinstance(value, list) else value


def _flag(value: Any) -> Any:
    known = {"true": True, "false": False, "是": True, "否": False}
    if not isinstance(value, str) or value not in known:
        raise _fault(f"“{value}”不是“是”或“否”", "请写 是 或 否")
    return known[value]


def _class_number(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"1[0-5]|[1-9]", value):
        raise _fault(f"法定公开类别“{value}”不对", "请写 1 至 15 的数字，对应政府信息公开条例第二十条各项")
    return int(value)


def _year(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}", value):
        raise _fault(f"“{value}”不是年份", "请写四位数字，例如 2026")
    _check_year(value)
    return int(value)


def _count(value: Any) -> Any:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,9}", value):
        raise _fault(f"“{value}”不是个数", "请只写数字，例如 12")
    return int(value)


def _number(value: str) -> str:
    if not is_number(value):
        raise _fault(f"“{value}”不是电话号码", "请写区号和号码，例如 0000-5550101，几个号码之间用顿号")
    return value


def _telling(value: str) -> str:
    if says_nothing(value):
        raise _fault(f"“{value}”没有说明什么", "请照实写明，不能用“暂无”“XX”代替")
    return value


def _online(value: str) -> str:
    if not is_online(value):
        cure = "请写网址、电子邮箱，或者用引号写出网站栏目，例如 县政府门户网站“依申请公开”栏目"
        raise _fault(f"“{value}”联系不上", cure)
    return value


def not_before(first: str) -> AfterValidator:
    """The last of two fields of a period: an error where it lies before the field ``first``, which stands above it."""

    def check(value: Any, info: ValidationInfo) -> Any:
        begin = info.data.get(first)
        if value is not None and begin is not None and value < begin:
            raise _fault(f"截止的“{value}”早于开始的“{begin}”", "请核对起止时间")
        return value

    return AfterValidator(check)


def _term(value: Any) -> Any:
    """``5年``, ``18个月`` or ``长期`` → months, 0 for no end."""
    if value == "长期":
        return 0
    found = re.fullmatch(r"([1-9]\d?)\s*年|([1-9]\d{0,2})\s*个月", value) if isinstance(value, str) else None
    if found is None:
        raise _fault(f"“{value}”不是有效期", "请写成 5年、18个月 或 长期；写得出最后一天的，请改用 valid_until")
    return int(found[1]) * 12 if found[1] else int(found[2])


def _chinese(table: dict[str, str]) -> BeforeValidator:
    return BeforeValidator(lambda value: table.get(value, value) if isinstance(value, str) else value)


def _attachments(value: Any) -> Any:
    """A path, a list of paths, or a list of mappings with ``file`` and ``name``."""
    entries = [value] if isinstance(value, (str, dict)) else value
    if not isinstance(entries, list):
        return value
    made = []
    for entry in entries:
        if isinstance(entry, str):
            made.append(Attachment(file=entry.strip(), name=""))
            continue
        pairs = entry.items() if isinstance(entry, dict) else ()
        keys = {{"文件": "file", "名称": "name"}.get(key, key): text for key, text in pairs}
        if set(keys) - {"file", "name"} or "file" not in keys:
            cure = "每个附件写一个路径，例如 files/fj1.pdf；要另起名称时写 {file: files/fj1.pdf, name: 附件1}"
            raise _fault("附件写法不对", cure)
        made.append(Attachment(file=str(keys["file"]), name=str(keys.get("name", ""))))
    return tuple(made)


def _openness(value: str, info: ValidationInfo) -> str:
    if value != "主动公开" and not info.data.get("openness_reason"):
        raise _fault(f"公开属性是“{value}”，没有写理由", "请加一行 openness_reason，写明依据的条款和理由")
    return value


def _secrecy(value: Any) -> Any:
    """A mapping with ``by`` and ``on``."""
    if not isinstance(value, dict):
        return value
    told = {{"审查人": "by", "审查日期": "on"}.get(key, key): text for key, text in value.items()}
    if set(told) != {"by", "on"} or not all(isinstance(text, str) and text.strip() for text in told.values()):
        raise _fault(
            "要写明由谁审查、哪一天审查", "请写成 {by: 张三, on: 2026-10-12}，审查人写姓名或 people.csv 里的编号"
        )
    return Secrecy(by=_one_line(told["by"]), on=_day(told["on"]))


class Secrecy(BaseModel):
    """保密审查: by whom, on which day."""

    model_config = ConfigDict(frozen=True)
    by: str
    on: date


class Attachment(BaseModel):
    """A file that goes with a document: path below content/, and the name to print (the file's own when empty)."""

    model_config = ConfigDict(frozen=True)
    file: str
    name: str


Identifier = Annotated[str, AfterValidator(_identifier)]
Line = Annotated[str, BeforeValidator(_one_line)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
Day = Annotated[date, BeforeValidator(_day)]
Year = Annotated[int, BeforeValidator(_year)]
Count = Annotated[int, BeforeValidator(_count)]
Until = Annotated[datetime, BeforeValidator(_until)]
Term = Annotated[int, BeforeValidator(_term)]
"""Months a document is in force, 0 without end."""
Telephone = Annotated[Line, AfterValidator(_number)]
Telling = Annotated[Line, AfterValidator(_telling)]
"""A line in which no stand-in may stand."""
Online = Annotated[Line, AfterValidator(_online)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Words = Annotated[tuple[str, ...], BeforeValidator(_words)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Status = Annotated[
    Literal["draft", "published", "withdrawn"],
    _chinese({"草稿": "draft", "发布": "published", "已发布": "published", "撤回": "withdrawn", "已撤回": "withdrawn"}),
]
Validity = Literal["有效", "修改", "部分失效", "失效", "废止"]
Openness = Annotated[Literal["主动公开", "依申请公开", "不予公开"], AfterValidator(_openness)]


def field(label: str, example: str, *aliases: str, default: Any = ...) -> Any:
    """A field with its Chinese label (also an accepted key), an example for the message, and further accepted keys."""
    extra = {"aliases": list(aliases)}
    return Field(default=default, title=label, examples=[example], json_schema_extra=extra)  # type: ignore[arg-type]


def aliases_of(info: FieldInfo) -> tuple[str, ...]:
    """The Chinese keys a field answers to, its label first."""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    aliases = extra.get("aliases")
    return (str(info.title), *map(str, aliases if isinstance(aliases, list) else ()))


class Core(BaseModel):
    """What every document says of itself. Times are +08:00."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    open_document: ClassVar[bool] = False
    """True where the type is an open document by nature and so needs its 索引号."""

    id: Identifier = field("编号", "gfxwj-20261015-01", "标识")
    type: str = field("类型", "article", "文档类型", default="article")
    title: Line = field("标题", "关于……的通知", "名称")
    published: Moment = field("发布时间", "2026-10-15 09:30", "发布日期")
    source: Line = field("来源", "明川县财政局", "信息来源", "稿件来源")
    publisher: Line = field("发布机构", "县财政局", "发布单位", "发文机关", "责任单位")
    author: Line = field("作者", "县财政局信息员", default="")
    editor: Line = field("责任编辑", "网站编辑一岗", "编辑", default="")
    reviewer: Line = field("审核人", "网站审核一岗", "审核", default="")
    summary: Line = field("摘要", "一两句话说明主要内容", "内容概述", "概述", default="")
    keywords: Words = field("关键词", "[预算, 财政]", "主题词", default=())
    attachments: Annotated[tuple[Attachment, ...], BeforeValidator(_attachments)] = field(
        "附件", "[files/fj1.pdf]", default=()
    )
    checked_by: Line = field("附件核查人", "网站审核一岗", "图片核查人", default="")
    status: Status = field("状态", "published", "发布状态", default="published")
    expires: Until | None = field("到期时间", "2026-12-31", "下线时间", default=None)
    withdrawn_at: Moment | None = field("撤回时间", "2026-11-20 09:00", default=None)
    withdrawal_reason: Line = field("撤回原因", "内容有误", default="")
    withdrawn_by: Line = field("撤回人", "网站审核一岗", "撤回岗位", default="")
    hide_title: Flag | None = field("隐去标题", "是", default=None)
    aliases: Names = field("旧网址", "[/art/2020/1/1/art_1_1.html]", "原网址", default=())

    index_no: Line = field("索引号", "009990020/2026-00021", "信息索引号", default="")
    doc_no: Line = field("发文字号", "明政办规〔2026〕3号", "文号", "发布文号", default="")
    unified_no: Line = field("统一编号", "MCFS-2026-0003", "规范性文件统一编号", default="")
    written: Day | None = field("成文日期", "2026-10-12", "生成日期", "发文日期", default=None)
    effective: Day | None = field("施行日期", "2026-11-01", "生效日期", default=None)
    valid_for: Term | None = field("有效期", "5年", default=None)
    valid_until: Annotated[Day | None, not_before("effective")] = field("有效期至", "2031-10-31", default=None)
    topic: Line = field("主题分类", "综合政务\\政务公开", "公开目录", default="")
    validity: Validity | None = field("有效性", "有效", "效力状态", default=None)
    repeals: Names = field("废止文件", "[gfxwj-20210101-01]", "废止", default=())
    amends: Names = field("修改文件", "[gfxwj-20210101-01]", "修改", default=())
    cleanup: Line = field("清理结果", "data/qingli-2026.csv", "清理结果表", default="")
    interprets: Names = field("解读文件", "[gfxwj-20261015-01]", "解读对象", default=())
    statutory_class: Annotated[int, BeforeValidator(_class_number)] | None = field(
        "法定公开类别", "1", "法定主动公开类别", default=None
    )

    openness_reason: Line = field("不公开理由", "条例第十六条：内部事务信息", "公开属性理由", default="")
    openness: Openness | None = field("公开属性", "主动公开", default=None)
    secrecy_review: Annotated[Secrecy, BeforeValidator(_secrecy)] | None = field(
        "保密审查", "{by: baomi01, on: 2026-10-12}", default=None
    )
    on_behalf_of: Line = field("委托代发单位", "柳林村村民委员会", "代发单位", "submitted_by", default="")
    items: Words = field("标准目录事项", "[shjz-03]", "目录事项", default=())

    def has_header_table(self) -> bool:
        """Whether the page carries the header table of an open document (国办公开办函〔2019〕61号)."""
        return self.open_document or bool(self.index_no)

    def unit_keys(self) -> tuple[str, ...]:
        """The fields that name a unit of units.csv."""
        return ("publisher",)

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and text of what this type prints above its body; types that have such fields override it."""
        return ()

    def open_span(self) -> tuple[date, date] | None:
        """First and last day on which the public can still take part; None where a type has no such period."""
        return None

    def form_note(self) -> str:
        """A word on the form, for lists: 图解, 问答; empty for most documents."""
        return ""

    def listed(self) -> dict[str, str]:
        """What pages other than the document's own may know of this type's own fields (``Article.extra``)."""
        return {}

    def review_fields(self) -> dict[str, str]:
        """What an approval and the rules for open documents are judged by (``Article.review``)."""
        told = {
            "author": self.author,
            "editor": self.editor,
            "written": self.written.isoformat() if self.written else "",
            "open": "open" if self.has_header_table() else "",
            "openness": self.openness or "",
            "secrecy": self.secrecy_review.on.isoformat() if self.secrecy_review else "",
            "secrecy_by": self.secrecy_review.by if self.secrecy_review else "",
            "on_behalf_of": self.on_behalf_of,
            "checked": self.checked_by,
        }
        return {key: text for key, text in told.items() if text}

    def rows(self, *keys: str) -> tuple[tuple[str, str], ...]:
        """Label and text of those of the fields that say something."""
        found = []
        for key in keys:
            value = getattr(self, key)
            if value not in (None, "", ()):
                found.append((str(type(self).model_fields[key].title), _printed(value)))
        return tuple(found)


def _printed(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def archetype(kind: str, own: Sequence[str], *headings: str) -> str:
    """What ``desk new`` writes for a type: the core keys, the type's own, and the headings of its body."""
    core = ("title", "published", "source", "publisher", "editor", "reviewer", "summary")
    keys = ["id:", f"type: {kind}", *(f"{key}:" for key in core), "keywords: []", *(f"{key}:" for key in own)]
    body = "".join(f"\n## {heading}\n" for heading in headings)
    return "\n".join(["---", *keys, "---", ""]) + body
