"""security/directory_listing

## What it does
Recognises pages that a server made of a folder's files (nginx, Apache, IIS, Tomcat, Python): the title or heading says
so and the entries are links. Only folders that something links to are seen; no path is guessed.

## Why it matters
What lies in the folder is public, finished or not: drafts, backups, lists of names.

## Bad
    <h1>Index of /upload/2024/</h1><pre><a href="../">../</a> <a href="mingdan.xls">mingdan.xls</a>

## Instead
    403 or 404 for a folder without a page of its own (nginx: autoindex off; Apache: Options -Indexes)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from auditor.model import Check, Hit, PageFacts, Params

HEAD = re.compile(r"Index of /|Directory Listing For [/\[]|Directory listing for /|.{1,80} - /[\w%./-]*$")
_PARENT = re.compile(r"^(?:\.\./?|(?:\[To )?Parent Directory\]?|\[转到父目录\]|Up To \[)", re.I)


def check(facts: PageFacts, params: Params, now: datetime) -> Iterator[Hit]:
    """Yield a hit where the page is a server's listing of a folder."""
    head = next((b for b in facts.blocks if b.kind in ("title", "text") and HEAD.match(b.text)), None)
    if head is None or (len(facts.blocks) > 2 and head not in facts.blocks[:4]):
        return
    entries = [link for link in facts.links if link.tag == "a" and link.url]
    parent = any(_PARENT.match(link.text) or link.raw in ("../", "..") for link in entries)
    certain = head.text.startswith(("Index of /", "Directory "))
    if not entries or any(meta.content for meta in facts.metas if meta.name.lower() == "sitename"):
        return
    if not parent and not certain:
        return
    below = sum(link.url.startswith(facts.url) for link in entries)
    yield Hit(
        url=facts.url,
        message=f"服务器列出了这个文件夹里的文件（{below} 个），公众可以逐个打开",
        evidence=head.text[:120],
        reason="listing",
        locator=head.locator,
        cause=f"listing:{facts.url}",
    )


CHECK = Check(
    id="security/directory_listing",
    title="服务器列出文件夹内容",
    severity="P2",
    remedy="请关闭服务器的目录浏览，并检查其中有无不应公开的文件",
    scope="page",
    check=check,
)
