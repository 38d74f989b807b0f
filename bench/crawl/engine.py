"""A link checker under test, as a record of functions: us, and the three peers as their manuals set them up best."""

from __future__ import annotations

import csv
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version as installed
from pathlib import Path
from subprocess import run
from urllib.parse import quote, unquote, urlsplit

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
VENV = HERE / ".venv/bin"
LINKINATOR = HERE / "node_modules/linkinator"
SITE_TABLE = "[crawl]\nmax_pages = 1000000\nmax_seconds = 36000\n[links]\nmax_targets = 1000000\n"
LINKCHECKER_RC = "[checking]\nthreads=10\nmaxrequestspersecond=100000\n[AnchorCheck]\n"
LYCHEE = "--no-progress --include-fragments --host-request-interval 0ms --host-concurrency 128 --max-retries 0"


@dataclass(frozen=True)
class Engine:
    """A link checker.

    ``command`` takes the site's address, a file with the addresses of its pages and a folder for what it writes;
    ``read`` takes that folder and returns what was reported as broken, as the tool wrote it. ``fine`` are its exit
    statuses for a run that came to its end. ``version`` raises OSError or LookupError where it is missing.
    ``crawls`` says whether it finds the pages by itself.
    """

    name: str
    command: Callable[[str, Path, Path], Sequence[str]]
    read: Callable[[Path], set[str]]
    version: Callable[[], str]
    fine: frozenset[int] = frozenset({0, 1})
    crawls: bool = True


def address(url: str) -> str:
    """Path, query and fragment as browsers send them, so that four tools' spellings can be compared.

    >>> address("http://127.0.0.1:80/公开/a b.html?q=1#s")
    '/%E5%85%AC%E5%BC%80/a%20b.html?q=1#s'
    """
    parts = urlsplit(url)
    said = quote(unquote(parts.path), safe="/%") + (f"?{parts.query}" if parts.query else "")
    return said + (f"#{unquote(parts.fragment)}" if parts.fragment else "")


def engines() -> list[Engine]:
    """All of them, in the order of a round."""
    return [
        Engine("ours", _ours, _read_ours, lambda: f"gongkai {installed('gongkai')}, Python {sys.version.split()[0]}"),
        Engine("linkinator", _linkinator(), _read_linkinator, _linkinator_version),
        Engine("linkinator+", _linkinator("--check-fragments", "--check-css"), _read_linkinator, _linkinator_version),
        Engine("lychee", _lychee, _read_lychee, _lychee_version, fine=frozenset({0, 2}), crawls=False),
        Engine("linkchecker", _linkchecker, _read_linkchecker, _linkchecker_version),
    ]


def ours_command(site: str, out: Path, *more: str) -> list[str]:
    """An audit with every check that needs no browser."""
    config = out / "auditor.toml"
    config.write_text(SITE_TABLE, encoding="utf-8")
    options = ["--config", str(config), "--no-browser", "--quiet", "--now", "2026-11-20", "--out", str(out / "report")]
    return [sys.executable, "-m", "auditor", "audit", site, *options, *more]


def _ours(site: str, _: Path, out: Path) -> list[str]:
    return ours_command(site, out)


def _read_ours(out: Path) -> set[str]:
    report = json.loads((out / "report/report.json").read_text(encoding="utf-8"))
    # 待核 counts too: a place that a script might still make is told so, and a person reads it.
    said = [one for one in report["findings"] if one["family"] == "links"]
    # A place in the page itself is told without the page's own address.
    return {one["url"] + one["target"] if one["target"].startswith("#") else one["target"] for one in said}


def _linkinator(*more: str) -> Callable[[str, Path, Path], list[str]]:
    def command(site: str, _: Path, out: Path) -> list[str]:
        words = ["node", LINKINATOR / "build/src/cli.js", site, "--recurse", "--format", "JSON", *more]
        return _printed([str(word) for word in [*words, "--verbosity", "error"]], out / "report.json")

    return command


def _read_linkinator(out: Path) -> set[str]:
    said = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return {link["url"] for link in said["links"] if link["state"] == "BROKEN"}


def _linkinator_version() -> str:
    told: str = json.loads((LINKINATOR / "package.json").read_text(encoding="utf-8"))["version"]
    return f"linkinator {told}"


def _lychee(_: str, pages: Path, out: Path) -> list[str]:
    """It does not crawl: the pages are given to it."""
    options = [*LYCHEE.split(), "--format", "json", "--output", str(out / "report.json"), "--files-from", str(pages)]
    return [str(VENV / "lychee"), *options]


def _read_lychee(out: Path) -> set[str]:
    said = json.loads((out / "report.json").read_text(encoding="utf-8"))
    return {one["url"] for kind in ("error_map", "timeout_map") for found in said[kind].values() for one in found}


def _lychee_version() -> str:
    return _says(VENV / "lychee")


def _linkchecker(site: str, _: Path, out: Path) -> list[str]:
    rc = out / "linkcheckerrc"
    rc.write_text(LINKCHECKER_RC, encoding="utf-8")
    # It becomes nobody when root starts it, and then may write nowhere but to what it was given.
    rc.parent.chmod(0o755)
    words = [str(VENV / "linkchecker"), "--config", str(rc), "--no-status", "--output", "csv/utf-8", site]
    return _printed(words, out / "report.csv")


def _read_linkchecker(out: Path) -> set[str]:
    with (out / "report.csv").open(encoding="utf-8", errors="replace", newline="") as lines:
        rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter=";")
        found = set()
        for row in rows:
            anchor = "url-anchor-not-found" in (row.get("warningstring") or "")
            if row.get("valid") == "False" or anchor or "Anchor" in (row.get("warningstring") or ""):
                found.add(row["url"])
        return found


def _linkchecker_version() -> str:
    return _says(VENV / "linkchecker")


def _printed(words: Sequence[str], file: Path) -> list[str]:
    """A command that writes what it prints into a file, in the same process."""
    return ["/bin/sh", "-c", 'out=$1; shift; exec "$@" > "$out"', "sh", str(file), *words]


def _says(program: Path) -> str:
    if shutil.which(program) is None:
        raise FileNotFoundError(f"{program.name} is not installed; make bench-crawl installs it")
    return run([program, "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0].strip()
