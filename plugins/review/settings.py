"""The files that say who may approve what: people.csv, site.toml, column.toml. They are under review themselves.

Whoever could write a key into people.csv unseen could approve everything. A build cannot tell, since it sees one state
only; the hook on the server compares with the state before, and asks for one 终审 by somebody who held it then.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

from plugins.build.article import Article
from plugins.review.steps import FINAL

SETTINGS_STEPS = (FINAL,)
_RULES = ("review_since", "after_review_days")


def is_settings(path: str) -> bool:
    """Whether a file below content/ is one of them."""
    return path in ("people.csv", "site.toml") or path.endswith("/column.toml")


def changes_rules(path: str, before: bytes | None, after: bytes | None) -> bool:
    """Whether a change of a file (None: not there) changes who has to approve what, or who may."""
    if before == after or not is_settings(path):
        return False
    if path == "people.csv":
        return True
    old, new = _table(before), _table(after)
    if path == "site.toml":
        sections = [table.get("site") for table in (old, new)]
        told = [section if isinstance(section, dict) else {} for section in sections]
        return any(told[0].get(key) != told[1].get(key) for key in _RULES)
    return old.get("review") != new.get("review")


def since_of(site: bytes | None) -> str:
    """``review_since`` of the bytes of a site.toml; empty where it says none."""
    section = _table(site).get("site")
    return str(section.get("review_since") or "") if isinstance(section, dict) else ""


def _table(data: bytes | None) -> Mapping[str, Any]:
    try:
        return tomllib.loads((data or b"").decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return {}


def as_article(path: str) -> Article:
    """The file as the subject of a review. Its id begins with a mark that no document's may begin with."""
    return Article(
        path=path,
        key=b"",
        digest="",
        id="_" + path.replace("/", "-").replace(".", "-"),
        type="",
        title=f"设置文件 {path}",
        published="",
        expires="",
        status="published",
        summary="",
        source="",
        publisher="",
        keywords=(),
        index_no="",
        doc_no="",
        validity="",
        note="",
        span=None,
        refs={},
        aliases=(),
        files=(),
        links=(),
        picture="",
        extra={},
        units={},
        folder="",
        url="",
    )
