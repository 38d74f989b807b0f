"""The monitoring told: a table on the terminal, watch.csv and failures.csv for Excel, watch.json for programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from auditor.crawl.reasons import REASONS
from auditor.reports.csv_report import harmless
from auditor.reports.terminal import safe
from auditor.reports.whole_file import write_whole
from auditor.watch.plan import Plan
from auditor.watch.records import Availability, Reach
from auditor.watch.tally import Terms
from standards.calendar import BEIJING

SCHEMA_VERSION = 1
IPV6 = {"yes": "可访问", "no-address": "无 IPv6 地址", "no-connection": "有地址，连不上", "not-tested": "未检"}
SOON = 30
"""Days before its end from which a certificate is spoken of."""
HEAD = (
    "网站", "网址", "状态", "应访问", "打开", "打不开", "打不开比例", "未能判断", "作废（本机网络）", "缺测",
    "不足天数", "打开用时中位数（秒）", "打不开的原因", "IPv6", "HTTPS", "证书剩余天数", "条款",
)  # fmt: skip
FAILURES = ("网站", "网址", "时间（北京）", "原因", "状态码", "用时（秒）", "说明")


def write_reports(records: Sequence[Availability], plan: Plan, terms: Terms, now: float, folder: Path) -> None:
    """Write the three files. Raises CannotRun."""
    write_whole(folder / "watch.csv", _table(HEAD, (_row(one, terms) for one in records)))
    rows = (
        (one.name, one.url, moment(visit.at), REASONS[visit.reason].title, str(visit.status or ""),
         f"{visit.seconds:.1f}", visit.detail)
        for one in records
        for visit in one.failures
    )  # fmt: skip
    write_whole(folder / "failures.csv", _table(FAILURES, rows))
    said = {
        "schema_version": SCHEMA_VERSION,
        "now": moment(now),
        "plan": {"start": moment(plan.start), "end": moment(plan.end), "visits": plan.visits, "days": plan.days},
        "terms": terms,
        "notes": notes(records, terms),
        "sites": records,
    }
    write_whole(folder / "watch.json", [msgspec.json.format(msgspec.json.encode(said)), b"\n"])


def lines(records: Sequence[Availability], plan: Plan, terms: Terms, now: float) -> Iterable[str]:
    """The report for a terminal."""
    yield f"监测 {moment(plan.start)} 至 {moment(plan.end)}，每天 {plan.visits} 次，共 {plan.days} 天"
    yield f"现在 {moment(now)}"
    yield (
        f"依据：{terms.clause}（监测 {terms.days} 天，每天 {terms.visits} 次以上，{terms.seconds:.0f} 秒打不开，"
        f"累计达 {terms.share:.0%}）"
    )
    for one in sorted(records, key=lambda one: (-(one.share or 0.0), one.url)):
        share = "—" if one.share is None else f"{one.share:.1%}"
        other = f"；{_other(one)}" if _other(one) else ""
        yield f"\n{safe(one.name)}  {safe(one.url)}"
        yield f"  {one.state}：打不开 {one.failed} 次，占 {share}；打开 {one.opened} 次{other}"
        if one.reasons:
            yield f"  原因：{_reasons(one)}"
        yield f"  IPv6：{IPV6[one.reach.ipv6] if one.reach else '未检'}；HTTPS：{_https(one.reach)}"
    for note in notes(records, terms):
        yield f"\n注意：{note}"


def notes(records: Sequence[Availability], terms: Terms) -> list[str]:
    """What a reader must know before believing the figures."""
    said = []
    if any(one.gaps for one in records):
        said.append("有缺测：那些时段监测没有运行，不计入打不开的次数。请让监测不间断运行，或用定时任务加 --once。")
    if any(one.void for one in records):
        said.append("有作废：同一时段其他网站也都打不开，视为本机网络故障，不计次数。")
    if len(records) < 3:
        said.append("清单中不足 3 个网站，分不清是网站打不开还是本机网络故障，请核对本机网络后再下结论。")
    if any(one.unknown for one in records):
        said.append("有未能判断：对方拦截自动访问，或按设置不允许访问，请人工打开确认。")
    if any(one.reach is None or one.reach.ipv6 == "not-tested" for one in records):
        said.append("IPv6 标“未检”的，是本机没有 IPv6 网络或域名解析不了，不代表网站不支持。")
    if any(one.state.startswith("疑似") for one in records):
        said.append("“疑似不合格”只是监测结果，须人工核实后才能认定。")
    return said


def moment(at: float) -> str:
    """Beijing time, to the minute."""
    return datetime.fromtimestamp(at, BEIJING).isoformat(sep=" ", timespec="minutes")[:16]


def _row(one: Availability, terms: Terms) -> tuple[str, ...]:
    share = "" if one.share is None else f"{one.share:.2%}"
    seconds = "" if one.seconds is None else f"{one.seconds:.1f}"
    days = one.reach.certificate_days if one.reach else None
    counts = (one.planned, one.opened, one.failed)
    more = (one.unknown, one.void, one.gaps, one.short_days)
    return (
        one.name, one.url, one.state, *map(str, counts), share, *map(str, more), seconds, _reasons(one),
        IPV6[one.reach.ipv6] if one.reach else "未检", _https(one.reach), "" if days is None else str(days),
        terms.clause,
    )  # fmt: skip


def _reasons(one: Availability) -> str:
    ordered = sorted(one.reasons.items(), key=lambda item: (-item[1], item[0]))
    return "、".join(f"{REASONS[reason].title} {number} 次" for reason, number in ordered)


def _other(one: Availability) -> str:
    parts = (
        ("未能判断", one.unknown),
        ("作废", one.void),
        ("缺测", one.gaps),
    )
    said = [f"{name} {number} 次" for name, number in parts if number]
    return "、".join([*said, *([f"{one.short_days} 天次数不足"] if one.short_days else [])])


def _https(reach: Reach | None) -> str:
    if reach is None or reach.https == "not-tested":
        return "未检"
    if reach.https != "ok":
        known = REASONS.get(reach.https)
        return f"不可用（{known.title if known else reach.https}）"
    if reach.certificate_days is not None and reach.certificate_days < SOON:
        return f"可访问，证书还有 {reach.certificate_days} 天到期，请尽快更换"
    return "可访问"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterable[bytes]:
    yield b"\xef\xbb\xbf" + _line(head)
    for row in rows:
        yield _line([harmless(cell) for cell in row])


def _line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode("utf-8", "replace")
