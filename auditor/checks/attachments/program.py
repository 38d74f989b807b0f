"""attachments/program

## What it does
Looks at the names in zip archives, also in archives within them, for programs: one that hides behind the ending of a
document (``名单.pdf.exe``), a screen saver, a script or a shortcut is ``fail``, since no notice has a use for it; an
installer is ``review``: some offices do hand out a bidding tool or a driver.

## Why it matters
A site that was broken into hands out malware under the county's name.

## Bad
    mingdan.zip with 名单.xls.exe in it

## Instead
    The list itself; software from its maker's own page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.facts.file import called
from auditor.model import Check, FileFacts, Hit, Params

PROGRAM = re.compile(r"\.(?:exe|msi|com|bat|cmd|scr|pif|vbs|vbe|wsf|hta|lnk|ps1|jar|apk|dll)\Z", re.I)
NO_USE = re.compile(
    r"\.(?:scr|pif|vbs|vbe|wsf|hta|lnk)\Z|\.(?:docx?|xlsx?|pdf|pptx?|jpe?g|png|txt|wps|et)\s*\.\w{2,4}\Z", re.I
)


def check(file: FileFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit for an archive with programs in it."""
    programs = sorted((name for name in file.names if PROGRAM.search(name)), key=lambda name: not NO_USE.search(name))
    if not programs:
        return
    worst = programs[0]
    certain = bool(NO_USE.search(worst))
    more = f"等 {len(programs)} 个" if len(programs) > 1 else ""
    yield Hit(
        url=file.url,
        message=f"{called(file)}里有{'伪装成文件的' if certain else ''}程序“{worst[-60:]}”{more}",
        evidence=worst[-200:],
        verdict="fail" if certain else "review",
        reason="disguised" if certain else "program",
        severity="P1" if certain else None,
        remedy="请立即撤下，检查服务器是否被入侵，并通知下载过的人" if certain else "",
    )


CHECK = Check(
    id="attachments/program",
    title="压缩包里有可以运行的程序",
    severity="P2",
    remedy="请核对它是不是本单位要发的软件：不是的立即撤下并检查服务器；是的请改为链接软件厂商的官方下载页",
    scope="file",
    check=check,
)
