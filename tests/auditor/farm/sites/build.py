"""Writing the sites: one folder a layout, its pages made of the manifest's columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from tests.auditor.farm.sites.manifest import ColumnCase, Layout, Manifest
from tests.auditor.farm.sites.rows import TODAY, Item, rows

HOME = "https://www.farm.gov.cn/"
ITEMS = 6
_TOPICS = (
    "推进冬季清洁取暖工作",
    "开展安全生产专项检查",
    "调度重点项目建设进度",
    "部署森林防火有关工作",
    "召开农村人居环境整治现场会",
    "组织开展消防安全演练",
)


def items_of(column: ColumnCase, layout: Layout) -> list[Item]:
    """The column's items, newest first; the pinned old one, where there is one, on top."""
    host = "https://www.gov.cn/" if column.kind == "out" else "/"
    found = []
    for number in range(ITEMS):
        day = TODAY - timedelta(days=column.newest + column.step * number)
        place = f"{day:%Y/%m/%d}/a{number}" if layout.id == "url" else f"art/a{number}"
        found.append(
            Item(
                title=f"{column.name}：我县{_TOPICS[number]}",
                url=f"{host}{column.id}/{place}.html",
                day=day,
                written=day - timedelta(days=240) if column.kind == "two-dates" else None,
                dated=column.kind != "undated",
            )
        )
    if column.kind == "pinned":
        old = Item(
            f"{column.name}：本栏目投稿须知和联系方式", f"/{column.id}/art/top.html", date(2022, 3, 1), pinned=True
        )
        if layout.id == "url":
            old = old._replace(url=f"/{column.id}/2022/03/01/top.html")
        found.insert(0, old)
    return found


def write_site(layout: Layout, manifest: Manifest, folder: Path) -> None:
    """All pages of one layout's site."""
    menu = "".join(f'<a href="/{column.id}/">{column.name}</a>\n' for column in manifest.columns if not column.below)
    for column in manifest.columns:
        items = items_of(column, layout)
        for name, main in _mains(column, items, layout, manifest).items():
            inner = _inner(layout, main) if name == "list.html" else ""
            _write(folder / column.id / name, inner or _page(layout, column, menu, main), layout)
        if _needs_articles(column, layout):
            for item in items:
                if item.url.startswith("/"):
                    _write(folder / item.url.lstrip("/"), _article(layout, item, menu), layout)
    news = [column for column in manifest.columns if column.id in ("yw", "tzgg")]
    sections = "".join(f"<h2>{column.name}</h2>{rows(layout.id, items_of(column, layout)[:3])}" for column in news)
    home = ColumnCase(id="", name="首页")
    _write(folder / "index.html", _page(layout, home, menu, sections, title="明川县人民政府"), layout)


def _mains(column: ColumnCase, items: Sequence[Item], layout: Layout, manifest: Manifest) -> dict[str, str]:
    """What stands in the middle of the column's pages, by file."""
    if column.kind in _SAYINGS:
        return {"index.html": _SAYINGS[column.kind]}
    if column.kind == "parent":
        below = [child for child in manifest.columns if child.below == column.id]
        links = "".join(f'<li><a href="/{child.id}/">{child.name}</a></li>' for child in below)
        return {"index.html": f'<ul class="sub">{links}</ul>'}
    shown = rows(layout.id, items)
    if column.kind == "archived":
        shown = "<p>【归档】本专题已结束，不再更新。</p>" + shown
    if layout.id == "frames":
        return {"index.html": '<iframe src="list.html" width="100%" title="列表"></iframe>', "list.html": shown}
    if layout.id == "pager":
        pinned = [item._replace(pinned=True, day=date(2021, 6, 1), title="重要：" + item.title) for item in items[:2]]
        pager = '<div class="fenye"><a href="index.html">1</a><a href="index_2.html">2</a></div>'
        note = shown[: shown.index("</p>") + 4] if column.kind == "archived" else ""
        return {"index.html": note + rows(layout.id, pinned) + pager, "index_2.html": shown + pager}
    return {"index.html": shown}


_SAYINGS = {
    "empty": '<ul class="list" data-gk="list"></ul>',
    "building": "<p>栏目正在建设中，敬请期待……</p>",
    "nothing": "<p>暂无内容</p>",
    "query": '<form action="/so/" method="get"><input name="q"><button>查询</button></form>',
    "text": "<p>明川县人民政府办公室负责县政府会议的准备工作，协助县政府领导组织实施会议决定事项，"
    "研究县政府各部门和各镇人民政府请示县政府的事项，提出审核意见，报县政府领导审批。</p>",
}


def _needs_articles(column: ColumnCase, layout: Layout) -> bool:
    return layout.id in ("url", "no_dates") or column.kind == "undated"


def _inner(layout: Layout, main: str) -> str:
    return f'<html><head><meta charset="utf-8"><title>list</title></head><body>{main}</body></html>'


def _page(layout: Layout, column: ColumnCase, menu: str, main: str, *, title: str = "") -> str:
    charset = "gb2312" if layout.id == "gbk" else "utf-8"
    clock = "<p>今天是2026年11月20日 星期五</p><ul><li>今天是2026年11月20日 <a href='/tq/'>天气预报查询</a></li></ul>"
    declared = column.id if layout.id != "no_tags" else ""
    # An untagged page has no hook either.
    main = main.replace(' data-gk="list"', "") if layout.id in ("no_tags", "empty_tags") else main
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="{charset}">'
        f"<title>{title or column.name + '-明川县人民政府'}</title>{_tags(layout, column) if declared else ''}</head><body>"
        f'<div class="header"><h1>明川县人民政府</h1></div><div class="nav">{menu}</div>'
        f'<div class="position">当前位置：<a href="/">首页</a> &gt; {column.name}</div>'
        f'<div class="main">{clock if layout.id == "clock" else ""}{main}</div>'
        '<div class="footer">主办：明川县人民政府办公室</div></body></html>'
    )


def _tags(layout: Layout, column: ColumnCase) -> str:
    values = {
        "SiteName": "明川县人民政府", "SiteDomain": "www.farm.gov.cn", "SiteIDCode": "9999990001",
        "ColumnName": column.name, "ColumnType": "工作动态", "ColumnKeywords": column.name,
        "ColumnDescription": column.name,
    }  # fmt: skip
    lower, blank = layout.id == "lower", layout.id == "empty_tags"
    return "".join(
        f'<meta name="{name.lower() if lower else name}" content="{"" if blank else value}">'
        for name, value in values.items()
    )


def _article(layout: Layout, item: Item, menu: str) -> str:
    charset = "gb2312" if layout.id == "gbk" else "utf-8"
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="{charset}"><title>{item.title}</title></head><body>'
        f'<div class="nav">{menu}</div><div class="main"><h1>{item.title}</h1>'
        f"<p>{item.title}。会议要求各镇各部门压实责任，细化措施，确保各项工作按时完成，并将情况及时报县政府办公室。</p>"
        "</div></body></html>"
    )


def _write(path: Path, text: str, layout: Layout) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("gb18030" if layout.id == "gbk" else "utf-8"))
