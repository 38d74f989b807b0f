"""Serve a folder with a real nginx on loopback, for as long as a ``with`` block lasts."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

CONF = Path(__file__).with_name("nginx.conf")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
"""What pages of the theme need and no more. The report brings its own policy."""


class ServerError(Exception):
    """nginx is missing or did not start; the text says what to do."""


@contextmanager
def nginx(root: Path, port: int = 0, policy: str = POLICY, conf: Path = CONF) -> Iterator[str]:
    """Serve ``root`` on 127.0.0.1 and yield the base address, without a slash at the end.

    ``port`` 0 takes a free one, ``policy`` is the Content-Security-Policy, ``conf`` the template of the configuration.
    Raises ServerError when nginx is not installed or does not answer in ten seconds.
    """
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if program is None:
        raise ServerError("没有找到 nginx。请运行 make setup")
    port = port or _free_port()
    with tempfile.TemporaryDirectory(prefix="gongkai-nginx-") as runtime:
        made = Path(runtime) / "nginx.conf"
        made.write_text(_configure(conf, root.absolute(), Path(runtime), port, policy), encoding="utf-8")
        error_log = Path(runtime) / "start.log"
        with error_log.open("wb") as log:
            process = subprocess.Popen([program, "-p", runtime, "-c", str(made)], stdout=log, stderr=log)
        try:
            _wait(process, port, error_log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(10)


def _configure(conf: Path, root: Path, runtime: Path, port: int, policy: str) -> str:
    redirects = root / "redirects.map"
    if not redirects.exists():
        redirects = runtime / "redirects.map"
        redirects.touch()
    # Workers started by root become "nobody", who may not read a checkout below /root.
    return Template(conf.read_text(encoding="utf-8")).safe_substitute(
        runtime=runtime,
        root=root,
        redirects=redirects,
        listen=f"127.0.0.1:{port}",
        policy_line=f'add_header Content-Security-Policy "{policy}" always;' if policy else "",
        user_line="user root;" if os.geteuid() == 0 else "",
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
        except OSError:
            time.sleep(0.02)
        else:
            return
    process.kill()
    raise ServerError(f"nginx 没有启动：{log.read_text(errors='replace').strip()[-500:] or '十秒内没有应答'}")
