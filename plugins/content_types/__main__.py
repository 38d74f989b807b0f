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
发布以前要审签的，见 [review.md](review.md)。
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
