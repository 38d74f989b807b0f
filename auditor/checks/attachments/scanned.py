"""attachments/scanned

## What it does
Looks for PDF files with pages that are pictures without text. Always ``review``: a sealed page may have to be a scan,
and its text may stand on the page beside it. What is written on such pages was not checked unless OCR read it; the
report's coverage counts them.

## Why it matters
A scan cannot be searched, copied or read aloud; blind readers get nothing of it.

## Bad
    <a href="/files/tz.pdf">通知</a>      where tz.pdf is a photograph of the printed notice

## Instead
    The PDF exported from Word, or the text on the page and the scan beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.attachments._said import at_fault
from auditor.facts.file import called
from auditor.model import Check, FileFacts, Hit, Params


def check(file: FileFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for a file with pages that are pictures."""
    if at_fault(file):
        return
    for flaw in file.unread:
        if flaw.code == "scan" and flaw.what.startswith("第"):  # not of a file in a file
            yield Hit(
                url=file.url,
                message=f"{called(file)}共 {file.parts} 页，{flaw.what}，不能检索，读屏软件也读不出来",
                evidence=file.name or file.url,
                verdict="review",
                reason="scan",
            )


CHECK = Check(
    id="attachments/scanned",
    title="附件是扫描图片，没有文字",
    severity="P3",
    remedy="请换成由 Word、WPS 直接导出的 PDF；必须用盖章扫描件的，请在网页上同时给出正文",
    scope="file",
    check=check,
)
