"""``make demo``: build the demo county, serve it with nginx, audit it under its canonical name, say where to look.

Exit status 0 when the audit finds exactly what tests/roundtrip/findings.txt expects, 1 when anything else happens.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from deploy.nginx import ServerError, nginx
from tests.roundtrip.expected import differences

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent


def main() -> int:
    """Build, serve, audit, compare; print where to look."""
    site = tomllib.loads((ROOT / "content/site.toml").read_text(encoding="utf-8"))["site"]
    canonical, now = f"https://{site['host']}", site["demo_now"]
    print("== 构建 desk build", flush=True)
    if subprocess.run([BIN / "desk", "build"], cwd=ROOT, check=False).returncode != 0:
        return 1
    try:
        with nginx(ROOT / "output") as served:
            print(f"== 审查 auditor audit {canonical}（nginx 在 {served} 提供同一份页面）", flush=True)
            # No network at run time: other hosts are listed as not checked.
            command = [BIN / "auditor", "audit", canonical, "--as", f"{canonical}={served}", "--now", str(now)]
            command += ["--config", ROOT / "deploy/demo-audit.toml", "--out", ROOT / "audit"]
            status = subprocess.run(command, cwd=ROOT, check=False).returncode
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1
    if status == 2:
        return 1
    wrong = differences(ROOT / "audit/report.json")
    print("\n".join(wrong) if wrong else "== 审查结果与 tests/roundtrip/findings.txt 逐条一致")
    print("看网站：make serve，然后用浏览器打开它给出的地址")
    print("看报告：audit/report.html（离线可看）；数据：audit/report.json；网页文件：output/")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
