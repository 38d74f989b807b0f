"""One call of ``auditor watch``, from the list of sites to the report. ``run_watch`` is the table of contents."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from auditor.config import Config
from auditor.crawl.reasons import REASONS
from auditor.errors import BadInput
from auditor.reports.terminal import safe
from auditor.reports.whole_file import check_writable
from auditor.rules import read_rules
from auditor.watch.plan import Plan
from auditor.watch.records import Visit
from auditor.watch.report import lines, moment, write_reports
from auditor.watch.run import WallClock, watch
from auditor.watch.sites import read_sites
from auditor.watch.store import FILE, Store, open_store
from auditor.watch.tally import Terms, tally
from auditor.watch.visitor import Visitor

Say = Callable[[str], object]


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asked for."""

    config: Config
    state: Path
    out: Path
    visits: int | None = None
    days: int | None = None
    once: bool = False
    only_report: bool = False
    allow_private: bool = False


def run_watch(list_of_sites: Path, ask: Options, say: Say) -> int:
    """Visit, or only report; the exit status: 1 where a site is suspected. Raises AuditorError."""
    sites = read_sites(list_of_sites)
    terms = read_terms(ask.config.rules)
    if ask.only_report and not (ask.state / FILE).is_file():
        raise BadInput(f"{ask.state} 里没有监测记录", "请先不加 --report 运行一次")
    check_writable(ask.out)
    clock = WallClock()
    with open_store(ask.state, alone=not ask.only_report) as store, _stopping(clock):
        plan = _plan(store, ask, clock.now())
        if not ask.only_report:
            visitor = Visitor(terms.seconds, allow_private=ask.allow_private or ask.config.crawl.allow_private)
            say(_beginning(plan, len(sites), ask.once))
            threads = ask.config.watch.threads
            watch(
                sites, plan, store, visitor, clock, threads=threads, once=ask.once,
                told=lambda visit: _tell(visit, say),
            )  # fmt: skip
        now = clock.now()
        records = tally(sites, store.visits(), store.latest_reach(), plan=plan, terms=terms, now=now)
    write_reports(records, plan, terms, now, ask.out)
    for line in lines(records, plan, terms, now):
        say(line)
    say(
        f"\n结果：{ask.out / 'watch.csv'}，打不开的逐次记录：{ask.out / 'failures.csv'}，数据：{ask.out / 'watch.json'}"
    )
    if clock.stopped():
        say("已停止。再次运行同一命令接着监测")
    return int(any(one.state.startswith("疑似") for one in records))


def read_terms(rules: str) -> Terms:
    """The clause's figures. Raises BadInput where the rule file has none."""
    rule = read_rules(rules).availability
    if not rule.clauses:
        raise BadInput(f"规则文件 {rules} 没有 [availability] 一节", "请补上，或换用内置的 guoban-2019-19")
    return msgspec.convert({"clause": rule.clauses[0], **rule.params}, Terms)


def _plan(store: Store, ask: Options, now: float) -> Plan:
    """The plan that was begun here, or a new one from now on."""
    known = store.plan()
    wanted = ask.config.watch
    if known is None:
        plan = Plan(start=now, visits=ask.visits or wanted.visits, days=ask.days or wanted.days)
        store.begin(plan)
        return plan
    for name, asked, begun in (("--visits", ask.visits, known.visits), ("--days", ask.days, known.days)):
        if asked is not None and asked != begun:
            raise BadInput(
                f"{ask.state} 里的监测开始时定的是 {name} {begun}，不能中途改成 {asked}",
                "请去掉该选项，或换一个 --state",
            )
    return known


def _beginning(plan: Plan, sites: int, once: bool) -> str:
    how = "本时段各访问一次" if once else f"监测到 {moment(plan.end)}，按 Ctrl-C 可停，再运行接着做"
    return f"{sites} 个网站，每天 {plan.visits} 次，共 {plan.days} 天；{how}"


def _tell(visit: Visit, say: Say) -> None:
    reason = REASONS[visit.reason]
    if reason.verdict not in ("ok", "redirected"):
        say(f"{moment(visit.at)}  {safe(visit.url)}  {reason.title}（{visit.seconds:.1f} 秒）")


@contextmanager
def _stopping(clock: WallClock) -> Iterator[None]:
    """SIGINT and SIGTERM end the monitoring between two visits, for as long as the block lasts."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: clock.stop()) for number in signals]
    try:
        yield
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)
