"""Lists of people in need: a table that names persons and says where they live, how to reach them, what ails them.

Subsidies have to be made public, with names, amounts and reasons; telephone numbers, homes and illnesses of those who
get them must not (政府信息公开条例 第十五条; 个人信息保护法 第二十八条). Tables of offices, of doctors, of grid workers
and of those who help others look alike: a head that says so makes a table a question at most.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from standards.privacy import find_addresses, find_phones

Kind = Literal["phone", "address", "health"]

_PERSON = re.compile(
    r"姓名|户主(?:姓名)?|(?:申请人|受益人|领取人|残疾人|儿童|孤儿|学生|患者|救助对象|低保对象|保障对象|补贴对象|补助对象|"
    r"发放对象|老人|家长|监护人|持证人|农户|被征收人)(?:姓名)?"
)
_NEED = re.compile(
    r"低保|特困|残疾|救助|困难|困境|孤儿|补贴|补助|贫困|脱贫|监测户|危房|优抚|退役|抚恤|养老|高龄|失能|慰问|救济|户主|农户|"
    r"资助|助学|被征收|安置"
)
_OFFICE = re.compile(
    r"职务|职称|科室|职责|部门|岗位|责任人|联系人|负责人|经办|帮扶|包村|网格|值班|办公|医师|医生|代表|经销商|门店|企业|"
    r"公司|机构|擅长|诊疗|专长"
)
_STAFF = re.compile(
    r"工作人员|服务站|服务中心|救助站|通讯录|网格员|护林员|保洁员|护理员|监督员|辅警|干部|组长|机构|医院|学校|企业|公司|门店|经销"
)
"""In the title of a list of those who serve."""
_PHONE = re.compile(r"电话|手机|联系方式")
_ADDRESS = re.compile(r"住址|住所|地址")
_OWN = re.compile(
    r"家庭(?:住|地)址|家庭(?:联系)?电话|(?:个人|本人|家长|监护人)(?:联系)?(?:电话|手机)|户籍(?:地址|所在地)"
)
"""What only a person has: such a column is asked about in any list."""
_HEALTH = re.compile(r"残疾|病种|疾病|患病|病情|病因|诊断|健康状况|身体状况|精神状况")
_NOT_HEALTH = re.compile(r"金额|补贴|标准|人数|防治|保险|年度|日期")
_NOTHING = re.compile(r"|[无否是\-—/／]+|健康|良好|正常|一般|非残疾|未患病")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,8}·[\u4e00-\u9fff]{2,8}")
_NO_NAME = re.compile(r"某|[村镇乡县市局司社区户组所站]\Z|合计|小计|总计|姓名|暂无|没有")
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗花方俞任袁柳"
    "鲍史唐费薛雷贺倪汤罗毕郝邬安常于傅卞齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄臧戴宋庞熊纪舒屈项祝董梁杜阮蓝季贾江童颜郭"
    "梅盛林钟徐邱骆高夏蔡田樊胡凌霍万柯管卢莫丁邓石崔龚程邢裴陆翁段侯武刘景龙叶黎白蒲邰赖卓屠池乔谭申桂牛边温庄晏瞿"
    "阎习艾容向古易廖耿匡寇广欧沃关查荆游覃甘岳曾肖洪包左吉翟宁仇栾甄麦封车丛冉荣巩饶冷辛简聂"
)
"""Most of the family names in use, one character each."""
_BLANK = re.compile(r"[\s（(].*|[\s*：:]")


@dataclass(frozen=True)
class Exposure:
    """A column that should not be there: its 0-based number, the 0-based row where it first says something, in how
    many rows it does, an example (as it stands), and whether it is certain or to be asked."""

    kind: Kind
    column: int
    row: int
    rows: int
    example: str
    certain: bool


def find_exposures(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Exposure]:
    """What a table shows of the persons it names. ``title`` is whatever is said of the table outside of it; ``heads``
    are its column heads, ``rows`` its cells."""
    said = ["".join(head.split()) for head in heads]
    person = next((at for at, head in enumerate(said) if _is_person(head)), None)
    if person is None:
        return []
    named = [(at, row) for at, row in enumerate(rows) if person < len(row) and is_name(row[person])]
    if not named:
        return []
    asked = bool(_STAFF.search(title)) or any(_OFFICE.search(head) for head in said)
    needy = bool(_NEED.search(title) or any(_NEED.search(head) for head in said))
    found = []
    for column, head in enumerate(said):
        for kind in _kinds(head) if column != person else ():
            shown = [(at, row[column].strip()) for at, row in named if column < len(row) and _says(kind, row[column])]
            if shown and (kind != "health" or not asked):
                certain = needy and not asked and kind != "health"
                found.append(Exposure(kind, column, shown[0][0], len(shown), shown[0][1], certain))
                break
    exposed = {exposure.kind for exposure in found}
    return [one for one in found if needy or exposed == {"health"} or len(exposed) > 1 or _OWN.search(said[one.column])]


def heads_of(rows: Sequence[Sequence[str]], within: int = 6) -> int | None:
    """The 0-based row that names the columns: the first with two cells or more of which one heads persons. None where
    no such row is near the top (a title and a line on units may stand above it)."""
    for at, row in enumerate(rows[:within]):
        if sum(bool(cell.strip()) for cell in row) > 1 and any(_is_person("".join(cell.split())) for cell in row):
            return at
    return None


def is_name(text: str) -> bool:
    """Whether a cell may be the whole name of a person: 张三 may, 张某, 张*三, 柳林村 and 合计 may not."""
    name = "".join(text.split())
    return bool(_NAME.fullmatch(name)) and not _NO_NAME.search(name)


def heads_below(rows: Sequence[Sequence[str]], top: int) -> tuple[list[str], int]:
    """The heads of a table whose first row of heads is ``top``, and how many rows they take: where 姓名 hangs down into
    the next row, that one tells apart what a merged head spans (联系方式 over 电话 and 住址)."""
    heads = ["".join(cell.split()) for cell in rows[top]]
    person = next((at for at, head in enumerate(heads) if _is_person(head)), None)
    under = ["".join(cell.split()) for cell in rows[top + 1]] if top + 1 < len(rows) else []
    hangs = person is not None and under[person : person + 1] == heads[person : person + 1]
    if not hangs or len(under) != len(heads):
        return heads, 1
    return [
        head if head == below or not below else f"{head}/{below}" for head, below in zip(heads, under, strict=True)
    ], 2


def _is_person(head: str) -> bool:
    """Whether a head, or the lowest of merged ones (基本信息/姓名), is that of persons' names."""
    return bool(_PERSON.fullmatch(_BLANK.sub("", head.rpartition("/")[2])))


def _kinds(head: str) -> list[Kind]:
    """What a head may be of: the lowest of merged heads first."""
    kinds = (_kind(part) for part in reversed(head.split("/")))
    return list(dict.fromkeys(kind for kind in kinds if kind))


def _kind(head: str) -> Kind | None:
    if _HEALTH.search(head):
        return None if _NOT_HEALTH.search(head) or "证号" in head else "health"
    if _PHONE.search(head):
        return "phone"
    return "address" if _ADDRESS.search(head) else None


def _says(kind: Kind, cell: str) -> bool:
    text = cell.strip()
    if kind == "phone":
        return bool(find_phones(text))
    if kind == "address":
        return bool(find_addresses(f"住址：{text}"))
    return not _NOTHING.fullmatch(text) and "*" not in text
