"""The rows of a list in each layout: HTML of items, as portals of twenty years have written them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

TODAY = date(2026, 11, 20)
_HANZI = "〇一二三四五六七八九"
_WEEK = 7


class Item(NamedTuple):
    """A row: title, address, day; ``written`` is a second date, earlier than publication."""

    title: str
    url: str
    day: date
    pinned: bool = False
    written: date | None = None
    dated: bool = True


def hanzi(day: date) -> str:
    """二〇二六年十一月二十日."""
    return "".join(_HANZI[int(c)] for c in str(day.year)) + f"年{_number(day.month)}月{_number(day.day)}日"


def _number(n: int) -> str:
    tens, ones = divmod(n, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_HANZI[tens]}十"
    return head + (_HANZI[ones] if ones or not tens else "")


def ago(day: date) -> str:
    """今天, 昨天, 3天前 within a week; the date before that."""
    days = (TODAY - day).days
    if not 0 <= days < _WEEK:
        return f"{day:%Y-%m-%d}"
    return ("今天", "昨天", "前天")[days] if days < 3 else f"{days}天前"


WRITINGS: dict[str, Callable[[date], str]] = {
    "mmdd": lambda day: f"{day:%m-%d}",
    "month": lambda day: f"{day.year}年{day.month}月",
    "hanzi": hanzi,
    "lower": lambda day: f"{day:%Y/%m/%d}",
    "gbk": lambda day: f"[{day:%Y-%m-%d}]",
    "ago": ago,
    "url": lambda _: "",
    "no_dates": lambda _: "",
}


def dates_of(layout: str, item: Item) -> str:
    """What a row shows of its days: nothing, one, or 成文日期 beside 发布日期."""
    write = WRITINGS.get(layout, lambda day: f"{day:%Y-%m-%d}")
    if not item.dated or not write(item.day):
        return ""
    if item.written:
        return f"发布日期：{write(item.day)} 成文日期：{write(item.written)}"
    return write(item.day)


def rows(layout: str, items: Sequence[Item]) -> str:
    """The list of a column's page."""
    return _SHAPES.get(layout, _plain)(layout, items)


def _link(item: Item) -> str:
    return f'{"[置顶]" if item.pinned else ""}<a href="{item.url}" target="_blank">{item.title}</a>'


def _plain(layout: str, items: Sequence[Item]) -> str:
    inner = "".join(f"<li>{_link(item)}<span>{dates_of(layout, item)}</span></li>\n" for item in items)
    return f'<ul class="list">{inner}</ul>'


def _table(layout: str, items: Sequence[Item]) -> str:
    two = any(item.written for item in items)
    heads = "<th>发布日期</th><th>成文日期</th>" if two else "<th>日期</th>"
    inner = ""
    for number, item in enumerate(items, 1):
        days = [item.day, item.written] if two else [item.day]
        cells = "".join(f"<td>{day if item.dated else ''}</td>" for day in days)
        inner += f"<tr><td>{number}</td><td>{_link(item)}</td>{cells}</tr>\n"
    return f'<table class="lb"><tr><th>序号</th><th>标题</th>{heads}</tr>{inner}</table>'


def _cards(layout: str, items: Sequence[Item]) -> str:
    inner = ""
    for item in items:
        day = f"<b>{item.day:%d}</b><i>{item.day:%Y-%m}</i>" if item.dated else ""
        shown = f"<p>{dates_of(layout, item)}</p>" if item.written else f'<div class="d">{day}</div>'
        pin = '<em class="zhiding">置顶</em>' if item.pinned else ""
        inner += (
            f'<div class="item"><a href="{item.url}"><img src="/p.png" alt=""></a>{pin}'
            f'<h3><a href="{item.url}">{item.title}</a></h3>{shown}</div>\n'
        )
    return f'<div class="cards">{inner}</div>'


def _tabs(layout: str, items: Sequence[Item]) -> str:
    hot = [item._replace(title=f"热门：{item.title}", day=date(2023, 5, 4)) for item in items[:3] if item.dated]
    return (
        '<div class="tab"><div class="tab-hd"><span>最新</span><span>热门</span></div><div class="tab-bd">'
        f'{_plain(layout, items)}<div style="display:none">{_plain(layout, hot)}</div></div></div>'
    )


def _gbk(layout: str, items: Sequence[Item]) -> str:
    inner = "".join(
        f'<tr><td width="20">·</td><td>{_link(item)}</td><td align="right">{dates_of(layout, item)}</td></tr>\n'
        for item in items
    )
    return f'<table width="98%" cellspacing="0"><tr><td><table width="100%">{inner}</table></td></tr></table>'


def _dl(layout: str, items: Sequence[Item]) -> str:
    inner = "".join(
        f"<dt>{_link(item)}</dt><dd>来源：明川县人民政府办公室 {dates_of(layout, item)}</dd>\n" for item in items
    )
    return f"<dl>{inner}</dl>"


def _script(layout: str, items: Sequence[Item]) -> str:
    return '<ul id="list" class="list"></ul><script>$.ajax({url:"/api/list",success:function(d){render(d)}})</script>'


_SHAPES: dict[str, Callable[[str, Sequence[Item]], str]] = {
    "table": _table, "cards": _cards, "tabs": _tabs, "gbk": _gbk, "dl": _dl, "script": _script,
}  # fmt: skip
