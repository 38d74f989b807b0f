"""attachments/encrypted

## What it does
Looks for attachments that ask for a password: PDF and Word files that open for nobody without one (``fail``).
Workbooks and archives are ``review``: Excel opens those that are only protected against changes by itself, and the
password of an archive may stand on the page. A PDF that may be read but not printed or copied is silent.

## Why it matters
What is disclosed has to be readable by anyone; a password is left over from the file's life inside the office.

## Bad
    <a href="/files/ys.pdf">2026年部门预算</a>      where ys.pdf asks for a password

## Instead
    Save the file without a password and upload it again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from auditor.checks.attachments._said import at_fault
from auditor.facts.file import called
from auditor.model import Check, FileFacts, Hit, Params

CERTAIN = (".pdf", ".docx", ".doc", ".wps", ".pptx")


def check(file: FileFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for a file that cannot be opened without a password."""
    if at_fault(file):
        return
    for flaw in file.unread:
        if flaw.code == "encrypted" and flaw.what.startswith(("PDF 加了", "文件加了")):  # not of a file in a file
            yield Hit(
                url=file.url,
                message=f"{called(file)}加了密码，读者打不开",
                evidence=file.name or file.url,
                verdict="fail" if file.name.lower().endswith(CERTAIN) else "review",
                reason="encrypted",
            )


CHECK = Check(
    id="attachments/encrypted",
    title="附件加了密码",
    severity="P2",
    remedy="请去掉密码，重新保存后替换；确需限制的内容不应放在网上公开",
    scope="file",
    check=check,
)
