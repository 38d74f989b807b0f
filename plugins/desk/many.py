"""``desk build sites/*.toml``: many websites from one code base, each built alone, side by side or on a cluster."""

from __future__ import annotations

import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from importlib import metadata
from pathlib import Path
from types import FrameType

import click

from jobs import cluster, threads
from plugins.build.problems import CannotRun, ContentErrors
from plugins.desk.site_job import Built, Order, build_site
from plugins.desk.sites import Website, read_websites
from plugins.desk.workplace import settings_file
from plugins.site import parse_now

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_TOGETHER = 20
"""Names in one line; a sentence with 700 of them is not read."""


def build_sites(  # noqa: PLR0917 - the options of the command
    files: Sequence[Path],
    address: str,
    jobs: int | None,
    now: str,
    production: bool,
    fresh: bool,
    profile: bool,
    **folders: Path | None,
) -> int:
    """``build_many`` with the options of the command line. Raises CannotRun for those that only one website can have.

    ``address`` is that of a cluster, empty for this machine.
    """
    alone = [f"--{name}" for name, value in {**folders, "profile": profile}.items() if value]
    if alone:
        cure = "目录请写在各自的网站文件里；--profile 请对一个网站单独使用"
        raise CannotRun(f"{'、'.join(alone)} 不能和网站文件一起用。{cure}")
    if now and parse_now(now) is None:
        raise CannotRun(f"--now 的“{now}”不是时间。请写成 2026-11-20T09:00:00+08:00")
    options = [*(["--now", now] if now else []), *(["--production"] * production), *(["--fresh"] * fresh)]
    return build_many(files, options, jobs, address)


def build_many(files: Sequence[Path], options: Sequence[str], jobs: int | None, address: str) -> int:
    """Build the websites of these files and tell of each; the exit status, 0, 1 or 2, of the worst.

    ``options`` are passed on to every build. ``jobs`` are built at once (None: one a processor, or a thread of the
    cluster at ``address``). Raises ContentErrors for faulty site files, before anything is built, and CannotRun.
    """
    started = time.monotonic()
    sites, problems = read_websites(files)
    if problems:
        raise ContentErrors(problems)
    settings = settings_file()
    orders = [_order(site, settings, options) for site in sites]
    if address:
        needed = _packages()
        results = cluster.run(build_site, orders, address, jobs or 0, packages=needed, lost=_lost)
    else:
        results = threads.run(build_site, orders, jobs or os.cpu_count() or 1)
    done: list[Built] = []
    with _ends_with_signals():
        try:
            with closing(results):  # type: ignore[type-var]
                for built in results:
                    done.append(built)
                    _tell(built, len(done), len(orders))
        except KeyboardInterrupt:
            left = _names(orders[len(done) :])
            raise CannotRun(f"已停止。没有完成的网站：{left}。它们的网页保持完整，再次运行会接着做") from None
        except cluster.ClusterError as error:
            raise CannotRun(_told(error, address, orders, done)) from None
    count = Counter(built.status for built in done)
    seconds = time.monotonic() - started
    click.echo(
        f"共 {len(done)} 个网站：成功 {count[0]} 个，内容有问题 {count[1]} 个，没能运行 {count[2]} 个，"
        f"用时 {seconds:.1f} 秒"
    )
    return max(count, default=0)


def _order(site: Website, settings: Path, options: Sequence[str]) -> Order:
    """The build of one website; what the command line says has the last word."""
    arguments = ["build", "--jobs", "1", "--content", site.content, "--output", site.output]
    if site.theme:
        arguments += ["--theme", site.theme]
    if site.now:
        arguments += ["--now", site.now]
    if site.production:
        arguments.append("--production")
    checkout = str(Path(__file__).parents[2])
    return Order(f"{site.name}（{site.shown}）", checkout, str(settings.parent), (*arguments, *options))


def _packages() -> list[str]:
    """What a build may depend on: a worker with other versions could make other pages."""
    try:
        needed = metadata.requires("gongkai") or []
    except metadata.PackageNotFoundError:  # a checkout that was never set up
        needed = []
    names = (re.match(r"[A-Za-z0-9._-]+", line) for line in needed if "extra ==" not in line)
    return [name[0] for name in names if name]


def _lost(order: Order) -> Built:
    line = "生成它的计算节点中途失去联系（进程被结束、内存不够或机器断开），不知道是否写完。请查明原因后再次运行"
    return Built(order.name, 2, (line,), 0.0)


def _tell(built: Built, number: int, total: int) -> None:
    """A line for a website that is done, and below it what is wrong or worth knowing."""
    lines = [line for line in built.lines if not line.startswith("网站在 ")]
    begin = f"[{number:{len(str(total))}}/{total}] {built.name}："
    if built.status == 0:
        first, *lines = lines or [""]
        click.echo(begin + first)
    else:
        what = "内容有问题，没有生成" if built.status == 1 else "没能运行"
        click.echo(f"{begin}{what}", err=True)
    for line in lines:
        click.echo(f"  {line}", err=built.status != 0)


def _names(orders: Sequence[Order]) -> str:
    names = "、".join(order.name for order in orders[:_TOGETHER])
    return names if len(orders) <= _TOGETHER else f"{names} 等 {len(orders)} 个"


def _told(error: cluster.ClusterError, address: str, orders: Sequence[Order], done: list[Built]) -> str:
    """What happened to the cluster and what to do now. What was done out of turn is told before."""
    begun = len(done)
    if isinstance(error, cluster.Broken):
        for number in sorted(error.results):
            done.append(error.results[number])
            _tell(done[-1], len(done), len(orders))
        left = _names([order for n, order in enumerate(orders) if n >= begun and n not in error.results])
        cure = "已经写出的网页都完整。请检查调度进程和计算节点后再次运行，做完的只需片刻"
        return f"集群 {address} 中途断开。没有完成的网站：{left}。{cure}"
    if isinstance(error, cluster.NoWorkers):
        return f"集群 {address} 上没有计算节点。请先在各台机器上运行 dask worker {address}"
    if isinstance(error, cluster.Mismatch):
        at, name, theirs, ours = error.differences[0]
        more = f"等 {len(error.differences)} 处" if len(error.differences) > 1 else ""
        cure = "请在每台机器上用同一份代码运行 make setup"
        return f"集群 {address} 与这里的版本不同：{at} 上 {name} 是 {theirs}，这里是 {ours}{more}。{cure}"
    if isinstance(error, cluster.Unfit):
        cure = "请让 dask scheduler 和 dask worker 都用这份代码的 .venv 运行"
        left = _names(orders[begun:])
        return f"集群 {address} 的机器运行不了这个程序（{_one_line(error)}）。没有完成的网站：{left}。{cure}"
    cure = "请核对地址（例如 tcp://127.0.0.1:8786），并确认 dask scheduler 已启动"
    return f"连不上集群 {address}（{_one_line(error).removeprefix(f'{address}: ')}）。{cure}"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


@contextmanager
def _ends_with_signals() -> Iterator[None]:
    """Every signal that asks to end is KeyboardInterrupt once; what follows takes a moment and is left in peace."""

    def end(number: int, frame: FrameType | None) -> None:
        for other in asked:
            signal.signal(other, signal.SIG_IGN)
        raise KeyboardInterrupt

    asked = {number: was for number in _SIGNALS if (was := signal.getsignal(number)) is not signal.SIG_IGN}
    for number in asked:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, was in asked.items():
            signal.signal(number, was)
