"""Chinese that nobody here wrote: what the checks of words and privacy say of it, and a sample to be judged by reading.

    apt-get download PACKAGE… && dpkg -x FILE FOLDER/PACKAGE     (any folder outside the repository)
    python -m tests.auditor.farm.foreign FOLDER                  prints figures and the sample
    python -m tests.auditor.farm.foreign FOLDER --write          writes the figures to auditor/measured.toml

Manuals that were translated and proof-read are as clean as Chinese comes: what fails in them is false or a true slip,
and only reading tells. A text counts once, however many pages show it: so do the characters, and so do the hits.
"""

from __future__ import annotations

import argparse
import gzip
import html
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from auditor import measured
from auditor.checks import load_checks
from auditor.facts.document import read_page
from auditor.model import Check, Hit, PageFacts
from auditor.source.check import FAMILIES
from standards.rulefile import CheckRule, load_rules
from tests.auditor.farm.figures import FILE, toml

CHINESE = re.compile(r"(?i)(?:^|[/._-])(?:zh[-_.]?cn|zh_hans|seeds)(?:[/._-]|$)")
"""In a path: the simplified edition of a manual."""
HAN = re.compile(r"[\u3400-\u9fff]")
TAGGED = re.compile(r"(?:\]?/[A-Za-z]+)+\s*")
"""The marks of a corpus whose words are tagged (the People's Daily of January 1998, a month in the file's name)."""
PARAGRAPHS = 60
"""Paragraphs of a text file that make a page."""
NOW = datetime(2026, 11, 27, tzinfo=UTC)
CHECKS = tuple(check for check in load_checks() if check.family in FAMILIES and check.scope == "page")
SEED = 20261127
SAMPLE = 100
READING = Path(__file__).parents[3] / "docs/foreign.md"
COLUMNS = 6


class ForeignHit(msgspec.Struct, frozen=True, kw_only=True):
    """One thing said of foreign text: the check, the package, the page below it, and the words with what stands around."""

    check: str
    verdict: str
    reason: str
    package: str
    page: str
    before: str
    found: str
    after: str
    message: str


class Foreign(msgspec.Struct, frozen=True, kw_only=True):
    """What was read and what was said of it."""

    characters: int
    """Chinese characters in distinct texts."""
    pages: int
    packages: dict[str, int]
    """Characters by package."""
    hits: tuple[ForeignHit, ...]

    def counts(self) -> dict[str, tuple[int, int]]:
        """Fails and reviews by check, silent checks included."""
        said = Counter((hit.check, hit.verdict) for hit in self.hits)
        return {check.id: (said[check.id, "fail"], said[check.id, "review"]) for check in CHECKS}


def pages(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Package, path and HTML of each Chinese page below a folder: HTML, Mallard, man pages, plain text."""
    for path in sorted(folder.rglob("*")):
        below = path.relative_to(folder)
        if not CHINESE.search(below.as_posix()) or not path.is_file() or path.is_symlink():
            continue
        for made in _html(path):
            yield below.parts[0], Path(*below.parts[1:]).as_posix() or below.name, made


def _html(path: Path) -> Iterator[bytes]:
    if path.suffix in (".html", ".htm"):
        yield path.read_bytes()
    elif path.suffix == ".page":
        yield _mallard(path.read_text("utf-8", "replace")).encode()
    elif path.suffix == ".gz" and "/man" in path.as_posix():
        yield _man(gzip.decompress(path.read_bytes()).decode("utf-8", "replace")).encode()
    elif path.suffix == ".txt":
        lines = path.read_text("utf-8", "replace").splitlines()
        if TAGGED.search(lines[0] if lines else ""):
            lines = [TAGGED.sub("", line).replace("[", "") for line in lines]
        month = f"{path.stem[:4]}-{path.stem[4:]}-31" if re.fullmatch(r"\d{6}", path.stem) else ""
        for at in range(0, len(lines), PARAGRAPHS):
            yield _page(path.stem, lines[at : at + PARAGRAPHS], month)


def _page(title: str, paragraphs: Iterable[str], day: str = "") -> bytes:
    body = "".join(f"<p>{html.escape(text.strip())}</p>" for text in paragraphs if text.strip())
    meta = f'<meta charset="utf-8"><meta name="PubDate" content="{day}">' if day else '<meta charset="utf-8">'
    return f"<!doctype html>{meta}<title>{html.escape(title)}</title><main>{body}</main>".encode()


def _mallard(text: str) -> str:
    """A Mallard page with its elements named as HTML names them."""
    text = re.sub(r"<!--.*?-->|<\?.*?\?>|<info>.*?</info>", "", text, flags=re.DOTALL)
    for own, theirs in (("title", "h2"), ("item", "li"), ("list", "ul"), ("steps", "ol"), ("cmd|code|screen", "code")):
        text = re.sub(rf"<(/?)(?:{own})\b[^>]*>", rf"<\1{theirs}>", text)
    return f'<!doctype html><meta charset="utf-8"><main>{text}</main>'


def _man(text: str) -> str:
    """A man page's running text without its code; a macro ends a paragraph."""
    paragraphs: list[str] = []
    lines: list[str] = []
    text = re.sub(r"(?ms)^\.nf$.*?^\.fi$", ".PP", text)
    for line in [*text.splitlines(), ".PP"]:
        if (
            line.startswith((".PP", ".SH", ".TP", ".IP", ".LP", ".P", ".br", ".sp", ".nf", ".fi", ".SS", ".TH"))
            or not line
        ):
            paragraphs.append("".join(lines))
            lines = []
        elif not line.startswith((".\\", "'")):
            lines.append(re.sub(r"\\f.|\\&|\\-|^\.\w+ ", "", line))
    return _page("", paragraphs).decode()


def measure(folder: Path) -> Foreign:
    """Read every page as the auditor does and run the checks."""
    params = load_rules().checks
    seen: set[str] = set()
    told: set[tuple[str, str, str]] = set()
    by_package: Counter[str] = Counter()
    hits: list[ForeignHit] = []
    number = 0
    for package, place, body in pages(folder):
        number += 1
        facts = read_page(f"http://{package}.example/{number}", 200, [("Content-Type", "text/html")], body)
        by_package[package] += _fresh(facts, seen)
        for check in CHECKS:
            for hit in check.check(facts, params.get(check.id, CheckRule()).params, NOW):
                start, end = hit.mark or (0, 0)
                key = (check.id, hit.evidence, hit.message if not hit.mark else "")
                if key not in told:
                    told.add(key)
                    hits.append(_said(check, hit, package, place, start, end))
    return Foreign(characters=by_package.total(), pages=number, packages=dict(by_package), hits=tuple(hits))


def _fresh(facts: PageFacts, seen: set[str]) -> int:
    """Chinese characters of texts that no page before has shown."""
    fresh = {block.text for block in facts.blocks if block.kind == "text"} - seen
    seen |= fresh
    return sum(len(HAN.findall(text)) for text in fresh)


def _said(check: Check, hit: Hit, package: str, place: str, start: int, end: int) -> ForeignHit:
    return ForeignHit(
        check=check.id, verdict=hit.verdict, reason=hit.reason, package=package, page=place,
        before=hit.evidence[max(0, start - 20) : start], found=hit.evidence[start:end],
        after=hit.evidence[end : end + 20], message=hit.message,
    )  # fmt: skip


def sample(hits: Iterable[ForeignHit], size: int = SAMPLE, seed: int = SEED) -> list[ForeignHit]:
    """A sample spread over checks and verdicts: each gives in turn, in an order drawn with the seed, until it is full."""
    strata: dict[tuple[str, str], list[ForeignHit]] = defaultdict(list)
    for hit in hits:
        strata[hit.check, hit.verdict].append(hit)
    drawing = random.Random(seed)
    for members in strata.values():
        drawing.shuffle(members)
    drawn: list[ForeignHit] = []
    while len(drawn) < size and any(strata.values()):
        for key in sorted(strata):
            if strata[key] and len(drawn) < size:
                drawn.append(strata[key].pop())
    return sorted(drawn, key=lambda hit: (hit.check, hit.verdict, hit.package, hit.page, hit.found))


def judged(text: str) -> Counter[tuple[str, str]]:
    """How many rows of docs/foreign.md's table there are by verdict and by judgement (对, 错)."""
    rows = (line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| words/"))
    return Counter((row[3], row[4]) for row in rows if len(row) == COLUMNS)


def figure(found: Foreign, read: Counter[tuple[str, str]], day: str) -> measured.Foreign:
    """The figures as auditor/measured.toml holds them."""
    return measured.Foreign(
        day=day,
        characters=found.characters,
        pages=found.pages,
        sources=tuple(sorted(name for name, characters in found.packages.items() if characters)),
        judged=read.total(),
        judged_fails=read["fail", "对"] + read["fail", "错"],
        true_fails=read["fail", "对"],
        true_reviews=read["review", "对"],
        checks=tuple(
            measured.ForeignFigure(id=id, fails=fails, reviews=reviews)
            for id, (fails, reviews) in found.counts().items()
        ),
    )


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.auditor.farm.foreign")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true", help="write the figures to auditor/measured.toml")
    asked = parser.parse_args()
    found = measure(asked.folder)
    if asked.write:
        told = figure(found, judged(READING.read_text(encoding="utf-8")), f"{datetime.now(UTC):%Y-%m-%d}")
        FILE.write_text(toml(msgspec.structs.replace(measured.load_measured(), foreign=told)), encoding="utf-8")
    print(f"{found.characters:,} Chinese characters on {found.pages:,} pages; by package {found.packages}")
    print("| check | fails | reviews | fails per 100,000 | reviews per 100,000 |\n|---|---|---|---|---|")
    for id, (fails, reviews) in found.counts().items():
        per = 100_000 / max(found.characters, 1)
        print(f"| {id} | {fails} | {reviews} | {fails * per:.2f} | {reviews * per:.2f} |")
    drawn = sample(found.hits)
    print(f"\nSample of {SAMPLE}, seed {SEED}; 对 or 错 and why are for whoever reads it.\n")
    print_rows(drawn)
    print("\nThe other fails.\n")
    print_rows(hit for hit in found.hits if hit.verdict == "fail" and hit not in drawn)


def print_rows(hits: Iterable[ForeignHit]) -> None:
    """A table to be filled in."""
    print("| check | place | evidence | verdict | judged | why |\n|---|---|---|---|---|---|")
    for hit in hits:
        page = hit.page.rpartition("/")[2]
        evidence = f"{hit.before}【{hit.found[:40]}】{hit.after}".replace("|", "\\|")
        print(f"| {hit.check} | {hit.package}: {page} | {evidence} | {hit.verdict} |  |  |")


if __name__ == "__main__":
    main()
