"""``auditor words explain``: what the lexicon saw in a text, what it told, and what it left alone and why."""

from __future__ import annotations

import json
from datetime import datetime

import click

from auditor.reports.terminal import safe
from standards.privacy import mask
from standards.words import Considered, Matcher, load_lexicon


def explain(
    text: str, *, now: datetime, published: str, quoted: bool, as_json: bool, lexicon: Matcher | None = None
) -> bool:
    """Print it, and say whether anything was told. ``published`` (ISO 8601) is empty where nobody knows the day."""
    lexicon = lexicon or load_lexicon()
    looked_at = lexicon.explain(text, now=now, quoted=quoted, published=published)
    if as_json:
        click.echo(json.dumps([_record(text, one) for one in looked_at], ensure_ascii=False, indent=2))
        return any(one.hit for one in looked_at)
    for one in looked_at:
        _print(text, one)
    told = sum(one.hit is not None for one in looked_at)
    click.echo(f"词库 {len(lexicon.entries)} 条：看到 {len(looked_at)} 处，报告 {told} 处")
    return told > 0


def _print(text: str, one: Considered) -> None:
    place = f"第 {one.start + 1}–{one.end} 字“{_shown(text[one.start : one.end])}”"
    if one.hit:
        verdict = "有误" if one.hit.verdict == "fail" else "提请人工核对"
        click.echo(f"报告  {place}  [{one.entry.severity} {verdict}] {_shown(one.hit.message)}")
    else:
        click.echo(f"不报  {place}  {_shown(one.why)}")
    sure = "" if one.entry.confirmed else "（未逐一核对，只提请人工核对）"
    click.echo(f"      词条 {one.entry.id}  {one.entry.category}  出处：{one.entry.source}{sure}")


def _record(text: str, one: Considered) -> dict[str, object]:
    return {
        "start": one.start,
        "end": one.end,
        "found": mask(text[one.start : one.end]),
        "entry": one.entry.id,
        "category": one.entry.category,
        "severity": one.entry.severity,
        "verdict": one.hit.verdict if one.hit else None,
        "right": one.hit.right if one.hit else "",
        "why": one.hit.message if one.hit else one.why,
        "source": one.entry.source,
        "confirmed": one.entry.confirmed,
    }


def _shown(text: str) -> str:
    return mask(safe(text))
