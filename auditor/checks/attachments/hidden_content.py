"""attachments/hidden_content

## What it does
Looks in attachments for what nobody sees who opens them and everybody has who downloads them: hidden sheets, rows and
columns with something in them, hidden and white type, comments, tracked changes and what they struck out. Always
``review``: a hidden sheet may only hold the choices of a form, a comment may be meant for whoever fills it in. Personal
numbers in such places are found by the checks of the family privacy, and fail there.

## Why it matters
The column with the ID numbers that was hidden instead of deleted is how lists leak.

## Bad
    A list in Excel whose column D (身份证号) is hidden.

## Instead
    The list copied into a new file without that column.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.facts.file import called
from auditor.model import Check, FileFacts, Hit, Params

REASONS = {
    "隐藏的工作表": "hidden-sheet", "隐藏的行": "hidden-row", "隐藏的列": "hidden-column", "隐藏的文字": "hidden-text",
    "白色的文字": "white-text", "修订中删去的文字": "deleted-text", "批注": "comment",
}  # fmt: skip


def check(file: FileFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for each kind of thing that nobody sees."""
    for found in file.hidden:
        more = f"，共 {found.number} 处" if found.number > 1 else ""
        where = found.place.removesuffix(f"（{found.why}）")
        yield Hit(
            url=file.url,
            message=f"{called(file)}里有{found.why}（{where}{more}），下载的人都能看到",
            evidence=found.text,
            verdict="review",
            reason=REASONS.get(found.why, "hidden"),
            target=found.why,
        )
    if file.changes:
        yield Hit(
            url=file.url,
            message=f"{called(file)}里有 {file.changes} 处没有接受的修订，改稿的过程都能看到",
            evidence=file.name or file.url,
            verdict="review",
            reason="changes",
            target="修订",
        )


CHECK = Check(
    id="attachments/hidden_content",
    title="附件里有隐藏的内容、批注或修订痕迹",
    severity="P2",
    remedy="请核对：不该公开的要删去，不要只是隐藏；发布前接受全部修订、删除批注，Word 可用“文件—检查文档”一次清除",
    scope="file",
    check=check,
)
