"""``make quality``: the built demo behind nginx before two judges, Lighthouse and the Nu HTML checker.

Exit status 0 where no Lighthouse figure is under LEAST and the checker has no error, 1 otherwise, 2 where a judge
could not be run. Pages come from ``output/`` (``desk build`` first).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.nginx import nginx

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
OUTPUT = ROOT / "output"
LEAST = 97
FIGURES = ("performance", "accessibility", "best-practices", "seo")
PAGES = {
    "首页": "index.html",
    "列表": "tzgg/index.html",
    "文章": "yw/20*/*.html",
    "政策": "zwgk/zfxxgk/fdzdgknr/gfxwj/20*/*.html",
    "村": "villages/qingshi/index.html",
}
"""Kind of page → a pattern below the output; the last match in the order of names is judged."""
CHROMIUM = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


def lighthouse(address: str) -> dict[str, int]:
    """The four figures, 0 to 100, of one page on an imitated phone."""
    command = ["node", HERE / "node_modules/lighthouse/cli/index.js", address, "--output=json", "--quiet"]
    command += [f"--only-categories={','.join(FIGURES)}", f"--chrome-flags={CHROMIUM}"]
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={"PATH": "/usr/bin:/bin", "CHROME_PATH": chromium}
    )
    report = json.loads(done.stdout)
    for name, audit in report["audits"].items():
        if audit["score"] is not None and audit["score"] < 0.9:
            print(f"    {name}: {audit['title']} {audit.get('displayValue', '')}")
    return {name: round(report["categories"][name]["score"] * 100) for name in FIGURES}


def html_errors(output: Path) -> list[str]:
    """What the Nu HTML checker calls an error, over every page; the places are below ``output``."""
    jar = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
    command = ["java", "-jar", jar, "--errors-only", "--skip-non-html", "--format", "json", output]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stderr or done.stdout)["messages"]
    return [f"{Path(m['url']).name}:{m.get('lastLine', 0)}: {m['message']}" for m in messages if m["type"] == "error"]


def main() -> int:
    """Print a row a page and every error."""
    worst = 100
    with tempfile.TemporaryDirectory() as copy, nginx(OUTPUT) as base:
        print("页面", *FIGURES, sep="\t")
        for name, pattern in PAGES.items():
            path = sorted(OUTPUT.glob(pattern))[-1].relative_to(OUTPUT).as_posix().removesuffix("index.html")
            figures = lighthouse(f"{base}/{path}")
            worst = min(worst, *figures.values())
            print(name, *figures.values(), f"/{path}", sep="\t")
        pages = Path(copy) / "pages"
        shutil.copytree(OUTPUT, pages, ignore=lambda folder, names: {n for n in names if n.endswith((".svg", ".css"))})
        errors = html_errors(pages)
    print(f"Nu HTML checker: {len(errors)} errors")
    print(*errors[:50], sep="\n")
    return 0 if worst >= LEAST and not errors else 1


if __name__ == "__main__":
    sys.exit(main())
