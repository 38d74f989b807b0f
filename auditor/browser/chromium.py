"""Start a headless Chromium that reaches nothing but the audited origins, and leave no process and no file behind.

The page that is opened is somebody else's. So Chromium runs as an unprivileged user when we are root, inside its own
sandbox where the machine allows one, with a fresh profile, and every address outside ``origins`` leads to a proxy
that does not exist: neither a name is looked up nor a packet sent.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from ada_url import URL

from auditor.model import NotRun

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

WIDTH = 1280
"""Width of the window in CSS pixels."""

CHROMIUMS = ("/usr/lib/chromium/chromium", "chromium", "chromium-browser", "google-chrome")
"""Where Chromium is looked for. The plain program comes first: Debian's wrapper adds extensions and API keys."""

CHROMEDRIVERS = ("/usr/bin/chromedriver", "chromedriver")

UNPRIVILEGED = "nobody"

FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",  # no port for other users of the machine; Chromium ends when the driver does
    f"--window-size={WIDTH},900",
    "--hide-scrollbars",
    "--lang=zh-CN",
    "--force-prefers-reduced-motion",  # a banner in motion has another contrast each time
    "--force-device-scale-factor=1",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pings",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-client-side-phishing-detection",
    "--disable-component-extensions-with-background-pages",
    "--disable-component-update",
    "--disable-crash-reporter",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-features=HttpsUpgrades,OptimizationHints,MediaRouter,Translate,DialMediaRouteProvider,NetworkTimeServiceQuerying",
    "--disable-gpu",
    "--disable-sync",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--metrics-recording-only",
    "--mute-audio",
    "--password-store=basic",
    "--use-mock-keychain",
)

_PR_SET_PDEATHSIG = 1


class BrowserMissing(Exception):
    """Chromium or chromedriver is not installed, or none of the ways to start it worked. In Chinese."""


@dataclass(frozen=True)
class Browser:
    """A running Chromium: its driver, its version, and what to say in the report of how it runs."""

    driver: Chrome
    version: str
    notes: tuple[NotRun, ...]


@dataclass(frozen=True)
class Way:
    """One way of starting: as which user (None: ourselves), and inside Chromium's sandbox or not."""

    user: pwd.struct_passwd | None
    sandbox: bool


@dataclass(frozen=True)
class Fence:
    """The flags that keep Chromium in, and whether its commands wait until a page is loaded."""

    flags: tuple[str, ...]
    waits: bool = True


@contextmanager
def chromium(origins: Iterable[str] = (), through: Sequence[str] = ()) -> Iterator[Browser]:
    """A headless Chromium that reaches only ``origins`` (``http://127.0.0.1:8080``), ended on leaving in any case.

    ``through`` are the flags of a gateway (``Gateway.flags``), which is then all that it reaches; such a Chromium is
    asked while pages load, and does not wait for them. Raises BrowserMissing when it cannot be started.
    """
    fence = Fence(tuple(through), waits=False) if through else Fence(tuple(_fence(tuple(origins))))
    with (
        _sigterm_unwinds(),
        tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as home,
        _started(Path(home), fence) as browser,
    ):
        yield browser


@contextmanager
def _started(home: Path, fence: Fence) -> Iterator[Browser]:
    from selenium.common.exceptions import WebDriverException

    programs = _find(CHROMIUMS, "Chromium"), _find(CHROMEDRIVERS, "chromedriver")
    reasons = []
    for way in _ways():
        sessions: list[int] = []
        try:
            try:
                driver = _start(way, home, fence, programs, sessions)
            except (WebDriverException, OSError) as error:
                reasons.append(str(getattr(error, "msg", None) or error).strip().partition("\n")[0])
                continue
            global _way_that_works  # noqa: PLW0603 - found once a process
            _way_that_works = way
            yield Browser(driver, driver.capabilities["browserVersion"], _notes(way))
            return
        finally:
            for session in sessions:
                _kill_session(session)
    raise BrowserMissing(f"Chromium 启动失败（{reasons[-1]}）")


_way_that_works: Way | None = None


def _ways() -> tuple[Way, ...]:
    """Ways of starting, the safest first; after a success only the one that worked."""
    if _way_that_works is not None:
        return (_way_that_works,)
    users: list[pwd.struct_passwd | None] = [None]
    if os.geteuid() == 0:
        with suppress(KeyError):
            users.insert(0, pwd.getpwnam(UNPRIVILEGED))
    return tuple(
        Way(user, sandbox)
        for user in users
        for sandbox in (True, False)
        if not (sandbox and user is None and os.geteuid() == 0)  # Chromium refuses a sandbox to root
    )


def _notes(way: Way) -> tuple[NotRun, ...]:
    if way.sandbox:
        return ()
    who = "普通用户" if way.user or os.geteuid() else "root 用户"
    return (
        NotRun(
            what="Chromium 沙箱",
            why=f"本机不支持用户命名空间，浏览器以{who}身份、未启用沙箱运行；请勿用于来源不明的网站",
        ),
    )


def _find(names: tuple[str, ...], title: str) -> str:
    for name in names:
        found = shutil.which(name)
        if found:
            return found
    raise BrowserMissing(f"未安装 {title}，请运行 make setup")


def _start(way: Way, home: Path, fence: Fence, programs: tuple[str, str], sessions: list[int]) -> Chrome:
    """Start chromedriver as the leader of a session of its own, noted in ``sessions``, and Chromium by it."""
    from selenium.webdriver import Chrome, ChromeOptions, ChromeService

    profile = Path(tempfile.mkdtemp(dir=home))
    popen: dict[str, Any] = {"start_new_session": True, "cwd": profile, "preexec_fn": _die_with_parent()}
    if way.user:
        os.chmod(home, 0o711)  # noqa: S103 - only passed through
        os.chown(profile, way.user.pw_uid, way.user.pw_gid)
        popen |= {"user": way.user.pw_uid, "group": way.user.pw_gid, "extra_groups": []}

    options = ChromeOptions()
    options.binary_location = programs[0]
    for flag in (*FLAGS, *fence.flags, f"--user-data-dir={profile / 'profile'}"):
        options.add_argument(flag)
    if not way.sandbox:
        options.add_argument("--no-sandbox")
    options.unhandled_prompt_behavior = "dismiss"
    if not fence.waits:
        options.page_load_strategy = "none"
    options.add_experimental_option(
        "prefs",
        {
            "download_restrictions": 3,
            "intl.accept_languages": "zh-CN,zh",
            "profile.default_content_setting_values.notifications": 2,
        },
    )
    options.add_experimental_option("excludeSwitches", ["disable-popup-blocking", "enable-logging"])

    place = str(profile)
    env = {"HOME": place, "TMPDIR": place, "XDG_RUNTIME_DIR": place, "PATH": os.defpath, "LANG": "C.UTF-8"}
    service = ChromeService(executable_path=programs[1], env=env, popen_kw=popen)
    try:
        return Chrome(options=options, service=service)
    finally:
        process = getattr(service, "process", None)
        if process is not None:
            sessions.append(process.pid)


def _fence(origins: tuple[str, ...]) -> Iterator[str]:
    """Flags that send everything but ``origins`` to a proxy whose name is never found."""
    inside = []
    hosts = []
    for origin in origins:
        url = URL(origin)
        hosts.append(url.hostname)
        inside += [url.host] if url.port else [f"{url.hostname}:80", f"{url.hostname}:443"]
    yield "--proxy-server=http://outside.invalid:9"
    yield f"--proxy-bypass-list=<-loopback>;{';'.join(inside)}"
    yield f"--host-resolver-rules=MAP * ~NOTFOUND{''.join(f' , EXCLUDE {host}' for host in hosts)}"


def _die_with_parent() -> Callable[[], None]:
    """Ask the kernel to end chromedriver when we are killed; with it its pipe, and so Chromium, goes."""
    libc = ctypes.CDLL(None, use_errno=True)

    def ask() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)

    return ask


def _kill_session(session: int) -> None:
    """Kill every process of a session, until none is left."""
    for _ in range(100):
        living = [pid for pid in _members(session) if _kill(pid)]
        with suppress(ChildProcessError):
            os.waitpid(session, os.WNOHANG)
        if not living:
            return
        time.sleep(0.02)


def _members(session: int) -> Iterator[int]:
    """Living processes of a session, from /proc: Chromium's are in groups of their own, but never leave it."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, _, owner = stat.read_text().rpartition(")")[2].split()[:4]
            if int(owner) == session and state not in "ZX":
                yield int(stat.parent.name)


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def _sigterm_unwinds() -> Iterator[None]:
    """While Chromium runs, SIGTERM leaves by way of ``finally`` blocks instead of at once."""
    ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL

    def leave(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    if ours:
        signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
