"""``python -m bench.report [FINDINGS]``: how quick the report is with twenty thousand findings, as a table.

Each form is written in a process of its own, for its time and its peak of memory; report.html is then opened in
Chromium as a reader would, filtered letter by letter, and regrouped. Times in seconds or milliseconds as headed,
memory in MB above that of the findings alone. Figures are of this machine; nothing here passes or fails.
"""

from __future__ import annotations

import multiprocessing
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import msgspec

from auditor.browser.chromium import chromium
from auditor.browser.folder import serve_folder
from auditor.model import Report
from auditor.reports.forms import FORMS
from tests.auditor.reports.invented import many, report

FINDINGS = 20_000
KEYSTROKES = ("截", "截止", "第 12", "第 123", "没有的话")
VIEWS = ("column", "page", "flat", "family")

PAINTED = "requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)))"
STROKE = f"""
const done = arguments[1], form = document.getElementById('filter'), start = performance.now();
form.elements.text.value = arguments[0];
form.elements.text.dispatchEvent(new Event('input', {{bubbles: true}}));
setTimeout(() => {PAINTED}, 150);  // the form's own pause is part of what a reader waits
"""
REGROUP = f"""
const done = arguments[1], form = document.getElementById('filter'), start = performance.now();
form.elements.view.value = arguments[0];
form.dispatchEvent(new Event('input', {{bubbles: true}}));
setTimeout(() => {PAINTED});
"""
LOADED = """
const [at] = performance.getEntriesByType('navigation');
return [at.domInteractive, at.loadEventEnd, document.getElementsByTagName('*').length];
"""


def written(name: str, findings: int, path: Path, answer: Any) -> None:
    """In a process of its own: write one form, and answer with seconds and MB."""
    said: Report = report(*many(findings))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    FORMS[name](said, path)
    seconds = time.perf_counter() - start
    answer.put((seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))


def write_all(findings: int, folder: Path) -> None:
    """Print a row a form."""
    print(f"{'form':<16}{'seconds':>9}{'MB memory':>11}{'MB file':>9}")
    fresh = multiprocessing.get_context("spawn")
    for name in FORMS:
        answer: Any = fresh.Queue()
        process = fresh.Process(target=written, args=(name, findings, folder / name, answer))
        process.start()
        seconds, megabytes = answer.get(timeout=300)
        process.join()
        size = (folder / name).stat().st_size / 1e6
        print(f"{name:<16}{seconds:>9.2f}{megabytes:>11.0f}{size:>9.1f}")


def read_all(folder: Path) -> None:
    """Print what a reader waits for: opening, a letter in the filter, another grouping."""
    with serve_folder(folder) as origin, chromium([origin]) as browser:
        driver = browser.driver
        driver.set_script_timeout(60)
        opened = []
        for _ in range(3):
            driver.get(f"{origin}/report.html")
            opened.append(driver.execute_script(LOADED))
        interactive, loaded, elements = (statistics.median(figures) for figures in zip(*opened, strict=True))
        print(f"\n{'in Chromium ' + browser.version.partition('.')[0]:<32}{'ms':>7}")
        print(f"{'interactive':<32}{interactive:>7.0f}\n{'loaded, filter at work':<32}{loaded:>7.0f}")
        for text in KEYSTROKES:
            print(f"{'filter: ' + text:<32}{driver.execute_async_script(STROKE, text):>7.0f}")
        driver.execute_async_script(STROKE, "")
        for _ in range(2):
            for view in VIEWS:
                print(f"{'regroup: ' + view:<32}{driver.execute_async_script(REGROUP, view):>7.0f}")
        print(f"{'elements':<32}{elements:>7.0f}")


def main() -> int:
    """Write, read, print."""
    findings = int(sys.argv[1]) if len(sys.argv) > 1 else FINDINGS
    print(f"{findings:,} findings, {msgspec.__name__} {msgspec.__version__}, Python {sys.version.split()[0]}\n")
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        write_all(findings, Path(folder))
        Path(folder).chmod(0o755)
        read_all(Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
