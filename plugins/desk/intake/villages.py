"""``desk import villages``: the county's own table of villages laid over villages.csv; no village is ever taken out."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from plugins.build.problems import CannotRun, ContentErrors, suggestion
from plugins.catalogue import VILLAGES
from plugins.desk.intake.grid import decoded, read_grid
from plugins.desk.intake.told import Bad, aligned, list_bad
from plugins.desk.intake.village_ids import plain_name, plain_town, town_id, village_id
from plugins.desk.intake.village_table import Sent, VillageTable, read_villages_table
from plugins.desk.intake.writing import staging
from plugins.desk.notices.incoming import Incoming, Unusable, printable
from plugins.desk.part import Headers, read_headers
from plugins.site import Town
from plugins.tables import read_table
from plugins.village_catalogue import COMMUNITY, VILLAGE
from plugins.villages import HEADS, RESERVED_IDS
from standards.privacy import mask
from standards.private.find import Find
from standards.private.table import in_rows

FILE, TOWN_FILE = f"{VILLAGES}/villages.csv", "towns.csv"
TOWN_HEADS = ("id", "name", "unit", "order")
_LABELS = {
    "name": "村名", "kind": "类别", "town": "乡镇", "lng": "经度", "lat": "纬度", "datum": "坐标系",
    "contact": "联系电话", "board": "公开栏位置", "busy": "收支频繁",
}  # fmt: skip


@dataclass
class Merge:
    """villages.csv as it will be, and how it came about. ``rows`` are all of its rows by id."""

    rows: dict[str, dict[str, str]]
    towns: dict[str, Town]
    added: list[str] = field(default_factory=list)
    changed: dict[str, list[str]] = field(default_factory=dict)
    unchanged: int = 0
    missing: list[str] = field(default_factory=list)
    new_towns: list[Town] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)


def import_villages(
    file: Path, content: Path, now: str, *, towns: bool, dry_run: bool, skip_bad: bool = False
) -> tuple[str, bool]:
    """Lay the table over villages.csv. The report, and whether all was well; raises CannotRun.

    With ``towns`` towns that are not in towns.csv are added to it; with ``skip_bad`` rows that must be mended are left
    out.
    """
    incoming = Incoming(file)
    if incoming.suffix not in (".csv", ".xlsx"):
        raise CannotRun(f"{file} 不是 .csv 或 .xlsx。请用 Excel、WPS 打开后另存为 .xlsx")
    if not file.exists():
        raise CannotRun(f"没有找到 {file}。请核对路径")
    headers = read_headers(content, now)
    known = _known_rows(headers)
    try:
        table = read_villages_table(read_grid(incoming.read(), incoming.suffix), incoming.name)
    except Unusable as error:
        table = VillageTable(bad=[Bad(incoming.name, "", error.what, error.cure)], unfit=True)
    merge = merge_tables(table, known, headers, incoming.name, add_towns=towns)
    told = _report(table, merge, headers)
    told += list_bad(merge.bad)
    if merge.bad and (table.unfit or not skip_bad):
        end = "什么也没有写入。改正后请重新运行" + ("。" if table.unfit else "；先导入其余的，请加 --skip-bad。")
        return "\n".join([*told, end]), False
    if merge.added or merge.changed or merge.new_towns:
        if not dry_run:
            _write(content, merge)
        told.append("试运行，没有写入。" if dry_run else f"已写入 {headers.tree.shown(FILE)}，请运行 desk check 核对。")
    else:
        told.append("和 villages.csv 一致，没有要写的。")
    return "\n".join(told), not merge.bad


def _known_rows(headers: Headers) -> dict[str, dict[str, str]]:
    """villages.csv by id; nothing where there is no such file. Raises ContentErrors where it must be mended first."""
    tree = headers.tree
    if FILE not in tree.stamps:
        return {}
    rows, problems = read_table(tree.root / FILE, tree.shown(FILE), HEADS, ("id", "name", "town"), optional=("busy",))
    if problems:
        raise ContentErrors(problems)
    return {row["id"]: dict(row.cells) for row in rows}


def merge_tables(
    table: VillageTable, known: Mapping[str, Mapping[str, str]], headers: Headers, file: str, *, add_towns: bool
) -> Merge:
    """What becomes of every row that was sent; a pure function of the tables."""
    merge = Merge({id_: dict(row) for id_, row in known.items()}, dict(headers.offices.towns), bad=list(table.bad))
    private = _private(table, file, headers.now.year)
    merge.bad += private
    unsound = {bad.place for bad in private} | {sent.place for sent in table.rows if not sent.sound}
    seen: dict[str, Sent] = {}
    for sent in table.rows:
        town = _town_of(sent, merge, headers, file, add=add_towns)
        if not town:
            continue
        cells = {**sent.cells, "town": town}
        cells["name"] = "".join(cells["name"].split())
        if "kind" in cells:
            cells["kind"] = cells["kind"].removeprefix("行政")
        before = len(merge.bad)
        id_ = _match(cells, merge.rows, sent, file, merge)
        if id_ in seen:
            what = f"与{seen[id_].place}是同一个村（{merge.rows[id_]['name']}，编号 {id_}）"
            cure = "一个村只写一行，编号不能重复，请删去或改正其中一行"
            merge.bad.append(Bad(file, sent.place, what, cure))
            continue
        if id_:
            seen[id_] = sent
        if sent.place in unsound or len(merge.bad) > before:
            continue
        if id_:
            _lay_over(merge, id_, cells)
        else:
            id_ = cells.get("id") or village_id(cells["name"], town, {*merge.rows, *RESERVED_IDS})
            community = cells["name"].endswith(("社区", "居委会", "居"))
            new = {"kind": COMMUNITY if community else VILLAGE, **cells, "id": id_}
            merge.rows[id_] = {head: new.get(head, "") for head in HEADS}
            merge.added.append(id_)
            seen[id_] = sent
    merge.missing = [id_ for id_ in known if id_ not in seen]
    return merge


def _private(table: VillageTable, file: str, year: int) -> list[Bad]:
    """Numbers of persons in the columns that would be published."""
    found = []
    for sent in table.rows:
        rows = [[_LABELS.get(key, key) for key in sent.cells], list(sent.cells.values())]
        finds: list[Find] = [find for find, *_ in in_rows(rows, file, year) if find.certain]
        found += [Bad(file, sent.place, find.what, find.cure) for find in finds]
    return found


def _town_of(sent: Sent, merge: Merge, headers: Headers, file: str, *, add: bool) -> str:
    """The id of the row's town; empty where there is no such town, which is told."""
    written = sent.cells.get("town", "")
    if not written:
        return ""
    for town in merge.towns.values():
        if written in (town.id, town.name) or plain_town(written) == plain_town(town.name):
            return town.id
    if add:
        unit = headers.offices.spellings.get(f"{written}人民政府") or headers.offices.spellings.get(f"{written}办事处")
        order = max((town.order for town in merge.towns.values()), default=0) + 1
        town = Town(town_id(written, merge.towns), "".join(written.split()), unit.id if unit else "", order)
        merge.towns[town.id] = town
        merge.new_towns.append(town)
        return town.id
    names = [town.name for town in merge.towns.values()]
    cure = suggestion(written, names) + "请改成 towns.csv 里的乡镇；确是新增的乡镇，请加 --towns"
    merge.bad.append(Bad(file, sent.place, f"没有乡镇“{written}”", cure))
    return ""


def _match(cells: Mapping[str, str], rows: Mapping[str, Mapping[str, str]], sent: Sent, file: str, merge: Merge) -> str:
    """The id of the village that a row is of: by its id, else by name and town; empty for a new one."""
    named = cells.get("id", "")
    if named in rows:
        return named
    plain = plain_name(cells["name"])
    alike = [id_ for id_, row in rows.items() if row["town"] == cells["town"] and plain_name(row["name"]) == plain]
    same = [id_ for id_ in alike if rows[id_]["name"] == cells["name"]] or alike
    if len(same) > 1:
        what = f"“{cells['name']}”在 villages.csv 里有 {len(same)} 个：{'、'.join(same)}"
        merge.bad.append(Bad(file, sent.place, what, "请在“编号”一列写明是哪一个"))
    if same and named:
        what = f"“{cells['name']}”已有编号 {same[0]}，表里写的是 {named}"
        merge.bad.append(Bad(file, sent.place, what, "编号就是网址，不能改；请改成已有的编号，或者删去"))
    return same[0] if same else ""


def _lay_over(merge: Merge, id_: str, cells: Mapping[str, str]) -> None:
    """What the row says in the place of what was known; what it does not say stays."""
    row = merge.rows[id_]
    new = {key: text for key, text in cells.items() if key != "id" and text != row.get(key, "")}
    if plain_name(cells["name"]) == plain_name(row["name"]) and len(cells["name"]) < len(row["name"]):
        new.pop("name", None)  # 青石 is 青石村
    if row.get("datum") and set(new) == {"datum"}:
        new = {}
    if not new:
        merge.unchanged += 1
        return
    merge.changed[id_] = [f"{_LABELS[key]} {row.get(key) or '（空）'} → {text}" for key, text in new.items()]
    row.update(new)


def _report(table: VillageTable, merge: Merge, headers: Headers) -> list[str]:
    towns = {**headers.offices.towns, **merge.towns}

    def named(id_: str) -> tuple[str, str, str]:
        row = merge.rows[id_]
        town = towns.get(row["town"])
        return id_, row["name"], town.name if town else row["town"]

    lines = aligned([("新增", *named(id_), "") for id_ in merge.added])
    lines += aligned([("修改", *named(id_), "；".join(changes)) for id_, changes in merge.changed.items()])
    sent_towns = {merge.rows[id_]["town"] for id_ in merge.rows if id_ not in merge.missing}
    near = [
        id_ for id_ in merge.missing if merge.rows[id_]["town"] in sent_towns
    ]  # others a town's own list leaves out
    lines += aligned([("表里没有", *named(id_), "保留不动") for id_ in near])
    for town in merge.new_towns:
        missing = "" if town.unit else "，unit（镇政府）没有填，请补上"
        lines.append(f"新增乡镇  {town.id}  {town.name}{missing}")
    lines += table.notes
    if table.ignored:
        lines.append(f"没有用到的列：{'、'.join(table.ignored)}")
    counts = f"新增 {len(merge.added)} 个，修改 {len(merge.changed)} 个，没有变化 {merge.unchanged} 个"
    if merge.missing:
        counts += f"，表里没有的 {len(merge.missing)} 个"
    return [*(printable(mask(line)) for line in lines), f"{counts}。"]


def _write(content: Path, merge: Merge) -> None:
    """Both tables or neither."""
    with staging(content) as stage:
        if merge.added or merge.changed:
            before = content / FILE
            stage.put(FILE, _table(before, HEADS, list(merge.rows.values())), replacing=before.exists())
        if merge.new_towns:
            before = content / TOWN_FILE
            rows = [
                {"id": town.id, "name": town.name, "unit": town.unit, "order": str(town.order)}
                for town in merge.towns.values()
            ]
            stage.put(TOWN_FILE, _table(before, TOWN_HEADS, rows), replacing=before.exists())
        stage.commit()


def _table(before: Path, heads: tuple[str, ...], rows: list[dict[str, str]]) -> bytes:
    """A table with the heads, the line ends and the mark of the one it replaces; columns it lacks only where needed."""
    data = before.read_bytes() if before.exists() else b""
    kept = next(csv.reader(io.StringIO(decoded(data))), []) if data else []
    kept = [head.strip() for head in kept]
    order = [*kept, *(head for head in heads if head not in kept and (not kept or any(row.get(head) for row in rows)))]
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n" if b"\r\n" in data else "\n")
    writer.writerow(order)
    writer.writerows([row.get(head, "") for head in order] for row in rows)
    return text.getvalue().encode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8")
