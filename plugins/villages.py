"""content/villages/: the table of villages, with the catalogue and what there was nothing of → Villages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from plugins.build.problems import Problem, suggestion
from plugins.build.scan import Tree
from plugins.catalogue import VILLAGES
from plugins.site import Town
from plugins.tables import Row, read_table
from plugins.village_catalogue import COMMUNITY, VILLAGE, Item, read_items
from plugins.village_nothing import Nothing, read_nothing
from standards.village_rhythm import parse_period, span_of

TOWNS = "towns"
SUPERVISION = "supervision"
RESERVED_IDS = (TOWNS, SUPERVISION)
"""Below villages/ the folders of the towns' pages and of supervision; no village may take one as its id."""
HEADS = ("id", "name", "kind", "town", "lng", "lat", "datum", "contact", "board", "busy")
ALWAYS_BUSY = "0001-01"


@dataclass(frozen=True)
class Village:
    """A row of villages.csv. ``town_name`` comes from towns.csv; ``board`` says where the notice board stands; from the
    month ``busy`` (YYYY-MM, empty: never) on money is published every month; ``place`` is longitude and latitude in
    degrees of CGCS2000, or None."""

    id: str
    name: str
    kind: str
    town: str
    town_name: str
    contact: str
    board: str
    busy: str = ""
    place: tuple[float, float] | None = None

    @property
    def body(self) -> str:
        """村 or 社区: under which law it stands."""
        return COMMUNITY if self.kind in (COMMUNITY, "居委会", "居") else VILLAGE

    @property
    def url(self) -> str:
        """Root-relative, ends in a slash."""
        return f"/{VILLAGES}/{self.id}/"


@dataclass(frozen=True)
class Villages:
    """Villages by id in the order of towns.csv, then of villages.csv; the catalogue's items by id; what villages had
    nothing of; the first quarter of the record, or empty."""

    by_id: Mapping[str, Village]
    items: Mapping[str, Item]
    unread: bool = False
    """Whether villages.csv could not be read at all, so that nobody can say which villages there are."""
    nothing: Nothing = field(default_factory=dict)
    since: str = ""


def read_villages(tree: Tree, towns: Mapping[str, Town]) -> tuple[Villages, list[Problem]]:
    """The tables of content/villages/; nothing where the site has no such folder."""
    if VILLAGES not in tree.folders:
        return Villages({}, {}), []
    shown = tree.shown(f"{VILLAGES}/villages.csv")
    needed = ("id", "name", "town")
    rows, problems = read_table(tree.root / VILLAGES / "villages.csv", shown, HEADS, needed, optional=("busy",))
    unread = bool(problems and not rows)
    places = {town: position for position, town in enumerate(towns)}
    found = []
    for row in rows:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["id"]):
            cure = "请用小写英文字母、数字和短横线"
            problems.append(Problem(shown, row.line, 1, f"编号“{row['id']}”不能作网址", cure))
        if row["id"] in RESERVED_IDS:
            problems.append(Problem(shown, row.line, 1, f"编号“{row['id']}”已被系统使用", "请换一个编号"))
        busy, more = _busy_since(row, shown)
        problems += more
        place, more = _place(row, shown)
        problems += more
        if row["town"] not in towns:
            cure = suggestion(row["town"], towns) + "请写 towns.csv 里的乡镇 id"
            problems.append(Problem(shown, row.line, 4, f"没有乡镇“{row['town']}”", cure))
            continue
        town_name = towns[row["town"]].name
        kept = {key: row[key] for key in ("id", "name", "kind", "town", "contact", "board")}
        found.append((places[row["town"]], row.line, Village(town_name=town_name, busy=busy, place=place, **kept)))
    items, more = read_items(tree)
    ordered = {village.id: village for *_, village in sorted(found, key=lambda entry: entry[:2])}
    nothing, still_more = read_nothing(tree, ordered, items.by_id)
    return Villages(ordered, items.by_id, unread, nothing, items.since), [*problems, *more, *still_more]


def _busy_since(row: Row, shown: str) -> tuple[str, list[Problem]]:
    """The first month from which money is busy; the first of all where it says 是."""
    written = row["busy"]
    if written in ("", "否"):
        return "", []
    if written == "是":
        return ALWAYS_BUSY, []
    if re.fullmatch(r"\d{4}(Q[1-4]|-\d\d)?", written) and (period := parse_period(written)):
        return f"{span_of(period).first:%Y-%m}", []
    cure = "收支频繁、财务每月公开的村写 是，或者写从哪个月起，例如 2026-07；其他的留空"
    return "", [Problem(shown, row.line, 0, f"“busy”的“{written}”不对", cure)]


def _place(row: Row, shown: str) -> tuple[tuple[float, float] | None, list[Problem]]:
    """Where a village lies; None where nobody has measured it."""
    if not (row["lng"] or row["lat"]):
        return None, []
    from standards.coordinates import Fault, judge_datum, read_place  # which a table without places need not load

    unsaid = Fault("", "没有写明坐标系", "请在 datum 一列写 CGCS2000")
    if fault := judge_datum(row["datum"]) if row["datum"] else unsaid:
        return None, [Problem(shown, row.line, 7, fault.what, fault.cure)]
    place = read_place(row["lng"], row["lat"])
    if isinstance(place, Fault):
        return None, [Problem(shown, row.line, 6 if place.which == "lat" else 5, place.what, place.cure)]
    return (place.lng, place.lat), []


def finance_url(village: str) -> str:
    """Root-relative address of a village's financial statements, by the village's id."""
    return f"/{VILLAGES}/{village}/finance/"


def town_url(town: str) -> str:
    """Root-relative address of a town's page, by the town's id."""
    return f"/{VILLAGES}/{TOWNS}/{town}/"


def supervision_url(town: str = "") -> str:
    """Root-relative address of the supervision of a town, or of the county."""
    return f"{town_url(town)}{SUPERVISION}/" if town else f"/{VILLAGES}/{SUPERVISION}/"


def reminders_url(town: str) -> str:
    """Root-relative address of what a town's villages still owe; the same with ``.csv`` for spreadsheets."""
    return f"{town_url(town)}reminders.html"


def wall_url(village: str) -> str:
    """Root-relative address of what a village's notice board shows of the quarter that is over, to be printed."""
    return f"/{VILLAGES}/{village}/wall/"


def poster_url(village: str) -> str:
    """Root-relative address of the poster with a village's QR code."""
    return f"/{VILLAGES}/{village}/poster.html"


def codes_url(town: str) -> str:
    """Root-relative address of the sheet with the QR codes of all villages of a town."""
    return f"{town_url(town)}qr.html"


def kiosk_url(town: str = "", village: str = "") -> str:
    """Root-relative address of the kiosk edition: where it starts, a town's start, or a village's page."""
    return f"{town_url(town)}kiosk/" if town else f"/{VILLAGES}/{village}/kiosk/" if village else "/kiosk/"


def by_town(villages: Villages, towns: Mapping[str, Town]) -> tuple[tuple[Town, tuple[Village, ...]], ...]:
    """Town and its villages, for towns that have any, in the order of towns.csv."""
    groups = []
    for town in towns.values():
        members = tuple(village for village in villages.by_id.values() if village.town == town.id)
        if members:
            groups.append((town, members))
    return tuple(groups)
