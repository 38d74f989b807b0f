"""``make serve``: the built site and the last report on loopback, until Ctrl-C."""

from __future__ import annotations

import contextlib
import signal
import sys
from pathlib import Path

from deploy.nginx import ServerError, nginx

ROOT = Path(__file__).parent.parent


def main() -> int:
    """Serve output/ on port 8080 and audit/ on 8081. Exit status 1 when there is nothing to serve."""
    output, audit = ROOT / "output", ROOT / "audit"
    if not output.is_dir():
        print("还没有构建网站。请先运行 make demo", file=sys.stderr)
        return 1
    with contextlib.ExitStack() as servers:
        try:
            print(f"网站  {servers.enter_context(nginx(output, 8080))}/")
            if (audit / "report.html").exists():
                report = servers.enter_context(nginx(audit, 8081, policy=""))
                print(f"报告  {report}/report.html")
        except ServerError as error:
            print(error, file=sys.stderr)
            return 1
        print("按 Ctrl-C 停止", flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
