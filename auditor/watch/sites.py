"""sites.csv: the sites to be visited, one a line, under 名称 and 网址 (or name and url)."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from auditor.crawl.url import resolve
from auditor.errors import BadInput, why_not
from auditor.watch.records import Watched

NAMES = ("名称", "网站名称", "name")
URLS = ("网址", "url")
MOST_BYTES = 5_000_000


def read_sites(path: Path) -> tuple[Watched, ...]:
    """Read the list, UTF-8 or GB18030. Raises BadInput that names every bad line."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"读不到网站清单 {path}：{why_not(error)}", "请检查路径和读取权限") from error
    if len(data) > MOST_BYTES or b"\0" in data:
        raise BadInput(f"{path} 不像网站清单", "请给出 CSV 文件，第一行为“名称,网址”")
    try:
        rows = list(csv.reader(io.StringIO(_text(data), newline=""), strict=True))
    except csv.Error as error:
        raise BadInput(f"{path}: CSV 格式有误（{error}）", "请检查引号是否成对") from error
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    at_url = next((head.index(name) for name in URLS if name in head), None)
    at_name = next((head.index(name) for name in NAMES if name in head), None)
    if at_url is None:
        raise BadInput(f"{path}:1: 没有“网址”一列", "第一行请写“名称,网址”")
    found: dict[str, Watched] = {}
    wrong = []
    for number, row in enumerate(rows[1:], 2):
        text = row[at_url].strip() if len(row) > at_url else ""
        if not any(cell.strip() for cell in row):
            continue
        url = resolve("", text if "://" in text else f"http://{text}").url if text else ""
        if not url:
            wrong.append(f"{path}:{number}: 看不懂的网址“{text}”")
        elif url in found:
            wrong.append(f"{path}:{number}: {url} 写了两次")
        else:
            name = row[at_name].strip() if at_name is not None and len(row) > at_name else ""
            found[url] = Watched(name or url, url)
    if wrong:
        raise BadInput("；".join(wrong), "请改正或删去这些行")
    if not found:
        raise BadInput(f"{path} 里没有一个网站", "请每行写一个网站：名称,网址")
    return tuple(found.values())


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")  # as Excel saves it
