"""Ids for villages and towns by the pinyin of their names, never two alike."""

from __future__ import annotations

import re
from collections.abc import Collection

_TAIL = re.compile(r"(?<=.)(?:社区居委会|社区居民委员会|村民委员会|村委会|居委会|社区|行政村|村)$")
_TOWN_TAIL = re.compile(r"(?<=.{2})(?:民族乡|镇人民政府|乡人民政府|街道办事处|街道|镇|乡)$")


def plain_name(name: str) -> str:
    """A village's name without 村, 社区 or 村委会: how two lists call the same village differently."""
    return _TAIL.sub("", "".join(name.split()))


def plain_town(name: str) -> str:
    """A town's name without 镇, 乡 or 街道."""
    return _TOWN_TAIL.sub("", "".join(name.split()))


def village_id(name: str, town: str, taken: Collection[str]) -> str:
    """A free id: the name's pinyin, of homophones with the town's id before it, at last with a number behind."""
    own = pinyin(plain_name(name)) or "cun"
    return _free([own, f"{town}-{own}" if town else own], taken)


def town_id(name: str, taken: Collection[str]) -> str:
    """A free id for a town."""
    return _free([pinyin(plain_town(name)) or "zhen"], taken)


def _free(proposed: list[str], taken: Collection[str]) -> str:
    for word in proposed:
        if word not in taken:
            return word
    number = 2
    while f"{proposed[-1]}-{number}" in taken:
        number += 1
    return f"{proposed[-1]}-{number}"


def pinyin(name: str) -> str:
    """青石 → qingshi; only what may stand in an address."""
    from pypinyin import lazy_pinyin

    return re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(name)).lower())[:40]
