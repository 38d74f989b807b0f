"""解读比例: which normative documents have an interpretation, and which an editor still has to ask for.

Counted are 行政规范性文件 in force: documents of the classes that the rule file for terms names (``number_marks`` in
the 文号, or a 统一编号), without those that only repeal, amend or report a clean-up. 国办秘函〔2019〕19号 takes three
documents that are wide-reaching and of public concern, which no program can tell; normative documents are the nearest
class that can be counted. Interpretations are 同步组织、同步审签、同步部署 with their document, so every day without
one is told, and no number of days is called in time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from plugins.build.article import Article
from plugins.relations import explains
from plugins.standing import OVER
from standards.validity_term import load_term_rule

CLAUSE = "国办秘函〔2019〕19号“解读比例”"
RULE = "validity-term-2010"
"""Says which documents are normative where site.toml names no rule."""


@dataclass(frozen=True)
class Unexplained:
    """A document without interpretation, and the days since it was published."""

    path: str
    title: str
    doc_no: str
    unit: str
    days: int


@dataclass(frozen=True)
class Share:
    """How many of ``total`` documents are explained; ``name`` is the unit's."""

    name: str
    explained: int
    total: int

    def text(self) -> str:
        """``6/8，75.0%``."""
        return f"{self.explained}/{self.total}，{self.explained / self.total:.1%}"


@dataclass(frozen=True)
class Explained:
    """The share of the whole site (None where there is no such document), of each unit in the order of units.csv, and
    the documents without interpretation, newest first."""

    whole: Share | None
    units: tuple[Share, ...]
    missing: tuple[Unexplained, ...]


def explained(contents: Any, today: date) -> Explained:
    """What an edition's Contents have to tell."""
    asked = [article for article in contents.articles if article.type == "policy"]
    rule = load_term_rule(contents.site.validity_term or RULE) if asked else None
    counts: dict[str, list[int]] = {}
    missing = []
    for article in asked:
        assert rule is not None
        if not rule.is_normative(article.type, article.title, article.doc_no, article.unified_no):
            continue
        standing = contents.validity.standings.get(article.path)
        if (standing.word if standing else article.validity) in OVER:
            continue
        unit = contents.offices.spellings[article.publisher]
        count = counts.setdefault(unit.id, [0, 0])
        count[1] += 1
        if any(explains(other, article) for other in contents.related.get(article.path, ())):
            count[0] += 1
        else:
            missing.append(_missing(article, unit.name, today))
    units = tuple(Share(unit.name, *counts[id_]) for id_, unit in contents.offices.units.items() if id_ in counts)
    done, total = sum(share.explained for share in units), sum(share.total for share in units)
    return Explained(Share("全站", done, total) if total else None, units, tuple(missing))


def _missing(article: Article, unit: str, today: date) -> Unexplained:
    days = (today - date.fromisoformat(article.day)).days
    return Unexplained(article.path, article.title, article.doc_no, unit, days)
