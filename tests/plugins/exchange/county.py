"""A small county with policies to exchange, and the ways to write a package of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from plugins.desk.exchange import exchange
from tests.plugins.small_site import NOW, document, write_site
from tests.plugins.test_images import jpeg
from tests.plugins.test_validity import policy

G = "zwgk/gfxwj"
OLD = policy("old", 1, written="2020-05-01", published="2020-05-06 09:00", topic="综合政务\\政务公开")
NEW = policy(
    "new",
    2,
    unified_no="MCFS-2026-0003",
    published="2026-11-03 09:00",
    attachments="[{file: files/表 一.csv, name: 申请表}]",
    statutory_class="1",
    body="正文一。\n\n![图](../../media/a.jpg)\n\n见[旧文件](old.md)和[外站](https://www.gov.cn/)。\n",
)
FILES: dict[str, str | bytes | None] = {
    f"{G}/old.md": OLD,
    f"{G}/new.md": NEW,
    "tzgg/jd.md": document("jd", type="interpretation", title="读懂二号文件", interprets="new"),
    "tzgg/other.md": document("other", type="interpretation", title="解读上级文件", interprets="国发〔2026〕1号"),
    "files/表 一.csv": "甲,乙\n",
    "media/a.jpg": jpeg(64, 32),
    "old/column.toml": 'id = "hid"\nname = "旧栏目"\nhidden = true\n',
    "old/h.md": policy("h", 9),
}
REPEALING = policy("rep", 5, repeals="old", written="2026-11-18", published="2026-11-18 09:00")
TAKEN = {"status": "withdrawn", "withdrawn_at": "2026-11-19 08:30", "withdrawal_reason": "内容有误"}


def taken(text: str) -> str:
    """A document as ``desk withdraw`` leaves it."""
    lines = "".join(f"{key}: {value}\n" for key, value in TAKEN.items())
    return text.replace("\n---\n", f"\n{lines}---\n", 1)


def write(
    folder: Path, name: str, files: Mapping[str, str | bytes | None] | None = None, **asked: Any
) -> dict[str, Any]:
    """Write a package ``folder``/``name`` of a county with these files more; its package.json."""
    content = write_site(folder / f"{name}-site", {**FILES, **(files or {})})
    day, former, now = asked.get("day", ""), asked.get("former"), asked.get("now", NOW)
    exchange(folder / name, day, former, content, now, production=False)
    return read(folder / name / "package.json")


def read(file: Path) -> dict[str, Any]:
    """A JSON file."""
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def told(package: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Change and reason by id."""
    return {entry["id"]: (entry["change"], entry["reason"]) for entry in package["entries"]}
