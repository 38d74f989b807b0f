"""``desk exchange``: the package for the upper-level portal, written or verified."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from plugins.build.document_pages import size_text
from plugins.build.problems import CannotRun, ContentErrors
from plugins.build.view import Fragments, View
from plugins.desk.terminal import visible
from plugins.desk.workplace import open_portal
from plugins.exchange.delta import BY_DATE, CHINESE, Change, against, everything, read_inventory, since
from plugins.exchange.package import PACKAGE, Order, write_package
from plugins.exchange.record import POLICY, READS, Record, read_records
from plugins.exchange.verify import read_package, verify
from plugins.images import cache_of, is_picture, published
from plugins.links import file_url
from plugins.site import parse_now
from plugins.withdrawal import Gone

_LINES = 30
_PICTURES = 32
"""Pictures kept in memory between their digest, their file and their page."""
_SCOPE = (POLICY, "interpretation")


def check_package(folder: Path) -> tuple[str, bool]:
    """What is wrong with a package, for the terminal, and whether it is sound."""
    faults = verify(folder)
    if not faults:
        package = read_package(folder / PACKAGE)
        assert isinstance(package, dict)
        kind = "增量" if package["kind"] == "delta" else "全量"
        counts = package["counts"]
        return f"{folder} 完好：{kind}，{counts['entries']} 条，附件和图片 {counts['files']} 个", True
    return "\n".join([*map(visible, faults), f"共 {len(faults)} 处问题，请不要使用这个交换包"]), False


def exchange(out: Path, day: str, package: Path | None, content: Path | None, now: str, *, production: bool) -> str:
    """Write a package to ``out``: a full one, or what is another since ``day`` (YYYY-MM-DD) or since ``package``.

    Returns what was done. Raises CannotRun or ContentErrors, and then nothing is at ``out``.
    """
    former = _former(package) if package is not None else None
    portal = open_portal(content, NOW=now, PRODUCTION=production)
    if problems := portal.check():
        raise ContentErrors(problems)
    contents = portal.edition.contents
    _refuse_inside(out, contents.tree.root)
    if day:
        _refuse_day(day, contents.now.date())
    view = View(contents, READS, Fragments(lambda view, sheet: ""))
    pictures = cache_of(portal.settings, contents.tree.root)

    def fetch(path: str) -> bytes | Path:
        if is_picture(path) and view.picture(file_url(path)) is not None:
            return published(view, pictures, path, path, contents.tree.shown(path))
        return view.file(path)

    fetching = lru_cache(_PICTURES)(fetch)
    records = list(read_records(contents, view, fetching))
    order, changes = _choose(contents, records, day, former)
    told = write_package(out, order, records, changes, view, fetching)
    return _report(out, told, changes, records)


def _choose(
    contents: Any, records: list[Record], day: str, former: tuple[dict[str, Any], str] | None
) -> tuple[Order, list[Change]]:
    """The kind of package, and what it tells."""
    home = contents.site.absolute("")
    gone = _gone(contents)
    if former is not None:
        package, told = former
        if package["site"]["host"] != contents.site.host:
            cure = f"请给出 {contents.site.host} 的交换包"
            raise CannotRun(f"--since-package 给出的是另一个网站（{package['site']['host']}）的交换包。{cure}")
        made = parse_now(package["made_at"])
        if made is None or made > contents.now:
            raise CannotRun(
                f"--since-package 给出的交换包（{package['made_at']}）比现在还晚。请核对 --now 或换一个交换包"
            )
        order = Order(contents.now, {"made_at": package["made_at"], "sha256": told})
        return order, against(read_inventory(package), records, gone, home)
    if day:
        return Order(contents.now, {"date": day}, exact=False, note=BY_DATE), since(day, records, gone, home)
    return Order(contents.now), everything(records)


def _gone(contents: Any) -> dict[str, Gone]:
    """What is no longer public of the types that packages hold, by id."""
    articles = contents.targets.articles
    return {articles[path].id: gone for path, gone in contents.gone.items() if articles[path].type in _SCOPE}


def _former(file: Path) -> tuple[dict[str, Any], str]:
    """A former package's package.json (or its folder), and its digest. Raises CannotRun where it is none."""
    file = file / PACKAGE if file.is_dir() else file
    package = read_package(file)
    if isinstance(package, str):
        raise CannotRun(f"--since-package：{package}")
    try:
        read_inventory(package)
        if not isinstance(package["site"]["host"], str) or not isinstance(package["made_at"], str):
            raise TypeError
    except (KeyError, TypeError, ValueError):
        raise CannotRun(f"--since-package：{file} 的目录不完整。请换一个交换包，或写全量的") from None
    return package, sha256(file.read_bytes()).hexdigest()


def _refuse_inside(out: Path, content: Path) -> None:
    place = out.absolute().resolve()
    root = content.resolve()
    if place == root or root in place.parents or place in root.parents:
        raise CannotRun(f"{out} 与内容目录 {content} 重叠，没有写交换包。请换一个目录")


def _refuse_day(day: str, today: date) -> None:
    try:
        asked = date.fromisoformat(day)
    except ValueError:
        asked = None
    if asked is None or asked.isoformat() != day:
        raise CannotRun(f"--since 的“{day}”不是日期。请写成 2026-11-01")
    if asked > today:
        raise CannotRun(f"--since 的“{day}”还没有到。请核对日期")


def _report(out: Path, package: dict[str, Any], changes: list[Change], records: list[Record]) -> str:
    counts = package["counts"]
    policies = sum(record.article.type == POLICY for record in records)
    size = size_text(counts["bytes"])
    if package["kind"] == "full":
        told = f"全量，政策文件 {policies} 份，解读 {len(records) - policies} 份"
        return f"已写成交换包 {out}：{told}，附件和图片 {counts['files']} 个，共 {size}"
    words = "，".join(f"{CHINESE[word]} {counts[word]}" for word in CHINESE)
    lines = [f"已写成交换包 {out}：增量，{words}，附件和图片 {counts['files']} 个，共 {size}"]
    lines += [f"  {CHINESE[change.change]}  {change.id}  {change.reason}" for change in changes[:_LINES]]
    if len(changes) > _LINES:
        lines.append(f"  ……另有 {len(changes) - _LINES} 条")
    return "\n".join([*lines, *([package["note"]] if package["note"] else [])])
