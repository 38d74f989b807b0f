"""The site and the people behind it: site.toml, units.csv, towns.csv, people.csv."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime

from plugins.build.problems import Problem, suggestion
from plugins.build.scan import Tree
from plugins.review.people import Key, Person, read_day, read_keys, read_roles
from plugins.review.steps import ROLES
from plugins.tables import Row, read_table
from plugins.toml_table import Toml, read_toml, unknown_keys
from standards.calendar import in_beijing
from standards.index_numbers import NATIONAL, Scheme, SchemeError, read_scheme

ZONE = "Asia/Shanghai"
_OPTIONAL = {
    "timezone": ZONE,
    "demo_now": "",
    "office_hours": "",
    "index_scheme": NATIONAL,
    "validity_term": "",
    "review_since": "",
    "after_review_days": "1",
}


@dataclass(frozen=True)
class Site:
    """What site.toml says. ``host`` is the bare host name; templates get this record as ``site``.

    ``validity_term`` is the rule file for the terms of 规范性文件 that nobody wrote, or empty. Documents published on
    ``review_since`` (YYYY-MM-DD) or later need their approvals in a production build; what was published in an
    emergency waits ``after_review_days`` working days for them at most.
    """

    name: str
    short_name: str
    host: str
    id_code: str
    icp: str
    police_no: str
    owner: str
    contact: str
    office_hours: str
    timezone: str
    demo_now: str
    index_scheme: str = NATIONAL
    validity_term: str = ""
    review_since: str = ""
    after_review_days: str = "1"

    @property
    def scheme(self) -> Scheme:
        """How the site writes its 索引号; the national rule where it says nothing that can be used."""
        try:
            return read_scheme(self.index_scheme)
        except SchemeError:
            return read_scheme(NATIONAL)

    def absolute(self, url: str) -> str:
        """The canonical address of a root-relative one."""
        return f"https://{self.host}{url}"


@dataclass(frozen=True)
class Unit:
    """A row of units.csv: an office that publishes."""

    id: str
    name: str
    short_name: str
    org_code: str
    kind: str
    parent: str
    contact: str


@dataclass(frozen=True)
class Town:
    """A row of towns.csv."""

    id: str
    name: str
    unit: str
    order: int


@dataclass(frozen=True)
class Offices:
    """Units and towns by id, people's names by id, every accepted spelling of a unit → the unit, and the people with
    their roles and keys by id."""

    units: Mapping[str, Unit]
    towns: Mapping[str, Town]
    people: Mapping[str, str]
    spellings: Mapping[str, Unit]
    staff: Mapping[str, Person] = field(default_factory=dict)


def parse_now(text: str) -> datetime | None:
    """A point in time as ``--now`` and ``demo_now`` write it: ISO 8601, +08:00 where no offset is given."""
    try:
        now = datetime.fromisoformat(text)
        return in_beijing(now)
    except (ValueError, OverflowError):  # the second: a zone that leads out of the years 1 to 9999
        return None


def read_site(tree: Tree) -> tuple[Site, list[Problem]]:
    """The site. Where site.toml is faulty, a stand-in goes with the problems, so that other stages can be judged."""
    toml = read_toml(tree.root / "site.toml", tree.shown("site.toml"))
    if isinstance(toml, Problem):
        return _stand_in(), [toml]
    table = toml.values.get("site")
    if not isinstance(table, dict):
        return _stand_in(), [Problem(toml.shown, 1, 0, "没有 [site] 一节", "请在第一行写 [site]，下面逐行写网站信息")]
    known = [field.name for field in fields(Site)]
    problems = unknown_keys(toml, {key: 1 for key in toml.values if key != "site"}, ["site"])
    problems += unknown_keys(toml, table, known)
    values = {}
    for key in known:
        value = table.get(key, _OPTIONAL.get(key))
        value = value.isoformat() if isinstance(value, date) else value  # a datetime is one as well
        value = str(value) if key == "after_review_days" and type(value) is int else value
        if not isinstance(value, str) or (not value.strip() and key not in _OPTIONAL):
            what = f"缺少“{key}”" if value in (None, "") else f"“{key}”应是文字"
            problems.append(toml.problem(key, what, f'请写成 {key} = "……"'))
            value = ""
        values[key] = value.strip()
    problems += _check_values(values, toml)
    values["host"] = values["host"].removeprefix("https://").rstrip("/") or "invalid.example"
    return Site(**values), problems


def _stand_in() -> Site:
    return Site(**{field.name: "" for field in fields(Site)})


def _check_values(values: dict[str, str], toml: Toml) -> list[Problem]:
    problems = []
    host = values["host"].removeprefix("https://").rstrip("/")
    if host and not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", host):
        problems.append(toml.problem("host", f"域名“{values['host']}”不对", "请只写域名，例如 www.mingchuan.example"))
    if values["timezone"] not in (ZONE, ""):
        problems.append(toml.problem("timezone", f"时区“{values['timezone']}”不能用", f'请写 timezone = "{ZONE}"'))
    if values["demo_now"] and parse_now(values["demo_now"]) is None:
        cure = "请写成 2026-11-20T09:00:00+08:00，正式网站请删去这一行"
        problems.append(toml.problem("demo_now", f"“{values['demo_now']}”不是时间", cure))
    try:
        read_scheme(values["index_scheme"] or NATIONAL)
    except SchemeError as error:
        problems.append(toml.problem("index_scheme", f"索引号的编法不对：{error.what}", error.cure))
    if values["review_since"]:
        try:
            read_day(values["review_since"])
        except ValueError:
            cure = "请写开始实行审签的日期，例如 review_since = 2027-01-01"
            problems.append(toml.problem("review_since", f"“{values['review_since']}”不是日期", cure))
    if not (values["after_review_days"].isdecimal() and 1 <= int(values["after_review_days"]) <= 10):
        cure = "请写 1 至 10 的数字，例如 after_review_days = 1"
        problems.append(toml.problem("after_review_days", f"“{values['after_review_days']}”不是工作日数", cure))
        values["after_review_days"] = "1"
    return problems


def read_offices(tree: Tree) -> tuple[Offices, list[Problem]]:
    """Units, towns and people, with references between them checked."""
    shown = {name: tree.shown(f"{name}.csv") for name in ("units", "towns", "people")}
    heads = [field.name for field in fields(Unit)]
    rows, problems = read_table(tree.root / "units.csv", shown["units"], heads, ("id", "name"))
    units = {row["id"]: Unit(**row.cells) for row in rows}
    for row in rows:
        if row["parent"] and row["parent"] not in units:
            problems.append(_no_unit(shown["units"], row.line, heads.index("parent") + 1, row["parent"], units))
    spellings: dict[str, Unit] = {}
    for unit in units.values():
        for spelling in (unit.id, unit.name, unit.short_name):
            spellings.setdefault(spelling, unit)
    towns, more = _read_towns(tree, shown["towns"], units)
    staff, still_more = _read_people(tree, shown["people"], units)
    people = {person.id: person.name for person in staff.values()}
    return Offices(units, towns, people, spellings, staff), [*problems, *more, *still_more]


def _read_towns(tree: Tree, shown: str, units: Mapping[str, Unit]) -> tuple[dict[str, Town], list[Problem]]:
    rows, problems = read_table(tree.root / "towns.csv", shown, ["id", "name", "unit", "order"], ("id", "name"))
    towns = {}
    for row in rows:
        if row["unit"] and row["unit"] not in units:
            problems.append(_no_unit(shown, row.line, 3, row["unit"], units))
        if row["order"] and not row["order"].isdecimal():
            problems.append(Problem(shown, row.line, 4, f"“order”应是数字，现在是“{row['order']}”", "请写 1、2、3……"))
        order = int(row["order"]) if row["order"].isdecimal() else 0
        towns[row["id"]] = Town(row["id"], row["name"], row["unit"], order)
    return dict(sorted(towns.items(), key=lambda item: (item[1].order, item[0]))), problems


def _read_people(tree: Tree, shown: str, units: Mapping[str, Unit]) -> tuple[dict[str, Person], list[Problem]]:
    heads = ["id", "name", "unit", "roles", "key", "from", "to"]
    rows, problems = read_table(tree.root / "people.csv", shown, heads, ("id", "name"))
    staff = {}
    for row in rows:
        if row["unit"] and row["unit"] not in units:
            problems.append(_no_unit(shown, row.line, 3, row["unit"], units))
        staff[row["id"]], more = _person(row, shown)
        problems += more
    return staff, problems


def _person(row: Row, shown: str) -> tuple[Person, list[Problem]]:
    """One person, without what is wrong of roles, key and days."""
    problems = []
    roles = read_roles(row["roles"])
    for role in roles:
        if role.name not in ROLES:
            cure = suggestion(role.name, ROLES) + f"可用的角色有：{'、'.join(ROLES)}；限定栏目时写成 终审@zwgk/zfxxgk"
            problems.append(Problem(shown, row.line, 4, f"没有角色“{role.name}”", cure))
    keys: tuple[Key, ...] = ()
    try:
        keys = read_keys(row["key"])
    except ValueError as error:
        what = f"“{row['id']}”的公钥不对"
        problems.append(Problem(shown, row.line, 5, what, str(error)))
    days: dict[str, date] = {}
    for column, head in enumerate(("from", "to"), 6):
        if row[head]:
            try:
                days[head] = read_day(row[head])
            except ValueError:
                what = f"“{head}”的“{row[head]}”不是日期"
                problems.append(Problem(shown, row.line, column, what, "请写成 年-月-日，例如 2026-01-01"))
    if len(days) == 2 and days["to"] < days["from"]:
        problems.append(Problem(shown, row.line, 7, "“to”早于“from”", "请核对任期"))
    person = Person(row["id"], row["name"], row["unit"], roles, keys, days.get("from"), days.get("to"))
    return person, problems


def _no_unit(shown: str, line: int, column: int, written: str, units: Mapping[str, Unit]) -> Problem:
    cure = suggestion(written, units) + "请写 units.csv 里的单位 id"
    return Problem(shown, line, column, f"没有单位“{written}”", cure)
