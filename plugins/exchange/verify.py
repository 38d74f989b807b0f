"""Whether a package arrived whole: digests, references, counts. What it says is material to judge, never trusted."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from plugins.exchange.delta import WITHDRAWN, WORDS, read_inventory
from plugins.exchange.package import FORMAT, PACKAGE, SUMS
from plugins.exchange.record import VERSION, digests_of

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
AGAIN = "请重新传送这个交换包"


def verify(folder: Path) -> list[str]:
    """What is wrong with a package, a sentence each; empty where it is sound."""
    if not folder.is_dir():
        return [f"没有目录 {folder}。请核对路径"]
    faults = list(_sums(folder))
    package = read_package(folder / PACKAGE)
    if isinstance(package, str):
        return [*faults, package]
    try:
        return [*faults, *_entries(folder, package), *_counts(package)]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OSError) as error:
        return [*faults, f"{PACKAGE} 的内容不合格式（{error}）。请向发送方索取新的交换包"]


def read_package(file: Path) -> dict[str, Any] | str:
    """The package.json at ``file``, or what is wrong with it."""
    try:
        package = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        return f"{file.name} 读不了（{error.strerror}）。{AGAIN}"
    except (ValueError, RecursionError):
        return f"{file.name} 不是 JSON。{AGAIN}"
    if not isinstance(package, dict) or package.get("format") != FORMAT:
        return f"{file.name} 不是交换包的说明。请核对路径"
    if package.get("version") != VERSION:
        return f"{file.name} 的版本是 {package.get('version')}，本程序只认识版本 {VERSION}。请升级程序"
    return package


def _sums(folder: Path) -> Iterator[str]:
    """Every file against SHA256SUMS, both ways."""
    try:
        lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        yield f"{SUMS} 没有或读不了，各文件无法核对。{AGAIN}"
        return
    told = {}
    for number, line in enumerate(lines, 1):
        found = _LINE.fullmatch(line)
        if found is None or _outside(found[2]):
            yield f"{SUMS}:{number}: 这一行不是“摘要  文件”。{AGAIN}"
        else:
            told[found[2]] = found[1]
    there = {file.relative_to(folder).as_posix(): file for file in sorted(folder.rglob("*")) if not file.is_dir()}
    for path, wanted in told.items():
        file = there.pop(path, None)
        if file is None:
            yield f"{path}: 缺少这个文件。{AGAIN}"
        elif file.is_symlink() or not file.is_file() or sha256(file.read_bytes()).hexdigest() != wanted:
            yield f"{path}: 内容与摘要不符。{AGAIN}"
    for path in there:
        if path != SUMS:
            yield f"{path}: 交换包的清单里没有这个文件。请删去它，或{AGAIN[1:]}"


def _entries(folder: Path, package: Mapping[str, Any]) -> Iterator[str]:
    inventory = read_inventory(package)
    seen: set[str] = set()
    for entry in package["entries"]:
        id_, change = entry["id"], entry["change"]
        if id_ in seen:
            yield f"{PACKAGE}: “{id_}”出现了两次。{AGAIN}"
        seen.add(id_)
        if change not in WORDS:
            yield f"{PACKAGE}: “{id_}”的变动“{change}”不认识。请升级程序"
        elif change == WITHDRAWN:
            if id_ in inventory or entry.keys() & {"title", "document", "page", "files"}:
                yield f"{PACKAGE}: “{id_}”已经撤下，却还带着内容。请向发送方索取新的交换包，不要发布它"
        else:
            yield from _document(folder, entry, inventory)


def _document(folder: Path, entry: Mapping[str, Any], inventory: Mapping[str, Any]) -> Iterator[str]:
    """One document that the package carries."""
    id_, place = entry["id"], entry["document"]
    missing = [
        path for path in (place, entry["page"], *entry["files"]) if _outside(path) or not (folder / path).is_file()
    ]
    for path in missing:
        yield f"{PACKAGE}: “{id_}”引用的 {path} 不在包里。{AGAIN}"
    if place in missing:
        return
    data = (folder / place).read_bytes()
    if sha256(data).hexdigest() != entry["sha256"]:
        yield f"{place}: 与 {PACKAGE} 里的摘要不符。{AGAIN}"
        return
    told = json.loads(data)
    item = inventory.get(id_)
    if told["id"] != id_ or item is None or digests_of(told) != {key: getattr(item, key) for key in digests_of(told)}:
        yield f"{place}: 与 {PACKAGE} 里的目录不符。{AGAIN}"
    for file in (*told["attachments"], *told["pictures"]):
        if _outside(file["path"]) or not (folder / file["path"]).is_file():
            continue  # told above, or by the sums
        inside = (folder / file["path"]).read_bytes()
        if (len(inside), sha256(inside).hexdigest()) != (file["size"], file["sha256"]):
            yield f"{file['path']}: 与 {place} 里的大小或摘要不符。{AGAIN}"
    for other in told["interpretations"]:
        if other["id"] not in inventory:
            yield f"{place}: 解读“{other['id']}”不在目录里。{AGAIN}"


def _counts(package: Mapping[str, Any]) -> Iterator[str]:
    counts, entries = package["counts"], package["entries"]
    told = {word: sum(entry["change"] == word for entry in entries) for word in WORDS}
    told |= {"entries": len(entries), "inventory": len(package["inventory"])}
    for name, number in told.items():
        if counts[name] != number:
            yield f"{PACKAGE}: counts.{name} 写的是 {counts[name]}，实际是 {number}。{AGAIN}"


def _outside(path: object) -> bool:
    """Whether a path could lead out of the package."""
    return not isinstance(path, str) or path.startswith("/") or ".." in path.split("/") or "\\" in path or "\0" in path
