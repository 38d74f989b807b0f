"""Prints docs/content.md: every type of document with its fields, for editors, in Chinese. ``make docs`` writes it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from plugins.content_types import ContentType, load_types
from plugins.content_types.core import Core, aliases_of

INTRO = """\
# 内容写法：每种文档有哪些字段

本页由字段定义自动生成（`make docs`），请不要手工修改。

一篇文档是一个 Markdown 文件：开头两行 `---` 之间逐行写字段，下面写正文，正文标题从 `##` 写起、逐级往下。
字段可以写英文名，也可以写中文名，意思相同；不认识的字段会被指出来。没有注明“必填”的，不需要就不写。
时间写成 `2026-10-15 09:30`，日期写成 `2026-10-12`，几个值写成 `[甲, 乙]`。

## 效力怎样标注

- 废止、修改别的文件的，在本文件里写 `repeals`、`amends`，被废止、被修改的文件不用动：下次生成时，它的网页、列表、搜索、
  订阅和 `index.json` 都会标注，写明日期和依据，并互相链接。
- 标注从 `effective`（施行日期）开始，没有写的从发布之日开始；草稿和没到发布时间的不起作用。
- 有期限的写 `valid_until`（最后一天）或 `valid_for`（`5年`、`18个月`、`长期`），期满自动标为“失效”。
- 没有写期限的行政规范性文件，`site.toml` 或栏目的 `column.toml` 里写了 `validity_term = "validity-term-2010"` 的，
  按该规则计算期限；没有写的不计算。
- 公布清理结果的，把表格存进 `content/data/`，第一行是 `文件,名称,清理结果,说明`；“文件”写本站的 id 或发文字号，
  “清理结果”写 继续有效、修改、部分失效、失效、宣布失效 或 废止；文档里写 `cleanup: data/表格.csv`。
- 撤稿用 `desk withdraw 文件 --reason 原因`，不要直接删除文件：原网址会改为说明页。到了 `expires` 的也一样。
"""


def pages() -> Iterator[str]:
    """The document in pieces: the fields of all types first, then each type with its own."""
    yield INTRO
    yield "\n## 所有文档共有的字段\n\n"
    yield from _table(Core, list(Core.model_fields))
    for content_type in load_types().values():
        yield from _section(content_type)


def _section(content_type: ContentType) -> Iterator[str]:
    yield f"\n## {content_type.name}（`type: {content_type.id}`）\n\n"
    own = [
        key
        for key, info in content_type.fields.model_fields.items()
        if key not in Core.model_fields or info.is_required() != Core.model_fields[key].is_required()
    ]
    if own:
        yield from _table(content_type.fields, own)
    else:
        yield "没有另外的字段。\n"
    yield f"\n样稿：\n\n```markdown\n{content_type.archetype.rstrip()}\n```\n"


def _table(fields: type[Core], keys: list[str]) -> Iterator[str]:
    yield "| 字段 | 中文名 | 必填 | 例子 |\n|---|---|---|---|\n"
    for key in keys:
        info = fields.model_fields[key]
        names = "、".join(aliases_of(info))
        example = str((info.examples or [""])[0]).replace("|", "\\|")
        yield f"| `{key}` | {names} | {'必填' if info.is_required() else ''} | {f'`{example}`' if example else ''} |\n"


if __name__ == "__main__":
    sys.stdout.write("".join(pages()))
