"""attachments/damaged

## What it does
Looks for attachments that cannot be opened: a zip, Word, Excel or OFD file that ends before its directory (``fail``: no
program opens it), and files whose inside cannot be read, or pictures that are none (``review``: another program may
still make something of them). Empty files and web pages under a file's name are links/dead_page's; what did not arrive
whole is coverage.

## Why it matters
附件打不开 is the second half of the commonest finding of the national inspection: whoever needs the form has to come.

## Bad
    <a href="/files/sqb.docx">申请表</a>      where the upload of sqb.docx broke off after half of it

## Instead
    Upload the file once more, then download and open it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.attachments._said import at_fault
from auditor.facts.file import called
from auditor.model import Check, FileFacts, Hit, Params

PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp")
NOT_PICTURES = {
    "pdf": "PDF",
    "docx": "Word 文件",
    "xlsx": "Excel 文件",
    "zip": "压缩包",
    "text": "文字",
    "page": "网页",
}


def check(file: FileFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for a file that cannot be opened, or not wholly."""
    if at_fault(file):
        return
    for flaw in file.unread:
        if flaw.code in ("truncated", "damaged"):
            yield Hit(
                url=file.url,
                message=f"{called(file)}：{flaw.what}",
                evidence=file.name or file.url,
                verdict="fail" if flaw.code == "truncated" else "review",
                reason=flaw.code,
                remedy=f"{flaw.cure}。",
            )
    if file.name.lower().endswith(PICTURES) and file.kind in NOT_PICTURES:
        yield Hit(
            url=file.url,
            message=f"{called(file)}的名字说是图片，内容却是{NOT_PICTURES[file.kind]}，打不开",
            evidence=file.name,
            verdict="review",
            reason="not-a-picture",
        )


CHECK = Check(
    id="attachments/damaged",
    title="附件损坏，打不开",
    severity="P2",
    remedy="请重新上传完好的文件，上传后自己下载打开核对一遍",
    scope="file",
    check=check,
)
