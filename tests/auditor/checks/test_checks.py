"""Every check over its own fixture folder: *good* is silent, *bad* says exactly what bad/findings.txt says.

A new check adds its module and its folder ``<family>/<name>/{good,bad}`` and touches nothing here. The lists are
written by hand and never by a program: one line a hit, ``file:line  verdict  reason  target-or-evidence``, the line
``-`` where a hit has none, comments after ``#`` at the beginning of a line.
"""

from __future__ import annotations

import ast
import difflib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest

from auditor.checks import load_checks
from auditor.model import Check, NotRun
from standards.rulefile import CheckRule, load_rules
from tests.auditor.checks.fixture_site import FixtureSite

HERE = Path(__file__).parent
CHECKS = load_checks()
FOLDERS = sorted(path.parent.relative_to(HERE).as_posix() for path in HERE.glob("*/*/bad"))

each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)


def subjects(check: Check, site: FixtureSite) -> list[Any]:
    """What a check is asked about: the site, each of its pages, or each of its attachments."""
    return {"site": lambda: [site], "page": lambda: list(site.pages()), "file": lambda: list(site.files())}[
        check.scope
    ]()


def said(check: Check, folder: Path) -> list[str]:
    """The hits of a check over a folder, in the words of findings.txt, sorted."""
    site = FixtureSite(folder)
    params = load_rules().checks.get(check.id, CheckRule()).params | site.params
    given = [hit for subject in subjects(check, site) for hit in check.check(subject, params, site.now)]
    hits = [hit for hit in given if not isinstance(hit, NotRun)]
    return sorted(
        f"{site.file(hit.url)}:{hit.locator.line or '-'}  {hit.verdict}  {hit.reason}  "
        + re.sub(r"\s+", " ", hit.target or hit.evidence).strip()
        for hit in hits
    )


def written(folder: Path) -> list[str]:
    """The lines of findings.txt without comments, sorted."""
    lines = (line.strip() for line in (folder / "findings.txt").read_text(encoding="utf-8").splitlines())
    return sorted(line for line in lines if line and not line.startswith("#"))


@pytest.mark.parametrize("place", FOLDERS)
def test_good_is_silent(place):
    """What is right, and what only looks wrong, gives no hit."""
    check = next(check for check in CHECKS if check.id == place)
    assert list((HERE / place / "good").rglob("*.html")), "a good folder without a page proves nothing"
    assert said(check, HERE / place / "good") == []


@pytest.mark.parametrize("place", FOLDERS)
def test_bad_says_exactly_its_findings(place):
    """Every line of findings.txt is found, and nothing else."""
    check = next(check for check in CHECKS if check.id == place)
    have, want = said(check, HERE / place / "bad"), written(HERE / place / "bad")
    assert want, "a bad folder without findings proves nothing"
    diff = difflib.unified_diff(want, have, f"{place}/bad/findings.txt", "what the check says", lineterm="", n=0)
    assert have == want, "\n" + "\n".join(diff)


@pytest.mark.parametrize("place", FOLDERS)
def test_hits_are_fit_for_the_report(place):
    """A hit says in Chinese what is wrong, shows it, and marks a part of what it shows."""
    check = next(check for check in CHECKS if check.id == place)
    site = FixtureSite(HERE / place / "bad")
    params = load_rules().checks.get(check.id, CheckRule()).params | site.params
    for subject in subjects(check, site):
        for hit in check.check(subject, params, site.now):
            if isinstance(hit, NotRun):
                assert re.search("[一-鿿]", hit.what), hit
                assert re.search("[一-鿿]", hit.why), hit
                continue
            assert re.search("[一-鿿]", hit.message), hit
            assert "\n" not in hit.message
            assert hit.evidence, hit
            assert hit.reason, hit
            start, end = hit.mark or (0, 1)
            assert 0 <= start < end <= len(hit.evidence), hit


def test_every_check_has_its_fixtures_and_every_fixture_its_check():
    """The two trees mirror each other, name for name."""
    assert [check.id for check in CHECKS] == FOLDERS
    assert [place for place in FOLDERS if not (HERE / place / "good").is_dir()] == []


def test_ids_are_places_unique_and_sorted():
    """The registry is the folder: an id names its module."""
    ids = [check.id for check in CHECKS]
    assert ids == sorted(set(ids))
    assert [inspect.getmodule(check.check).__name__ for check in CHECKS] == [
        f"auditor.checks.{id.replace('/', '.')}" for id in ids
    ]


def test_the_rule_file_knows_every_check_and_no_other():
    """Clauses and thresholds are the rule file's: a check it does not name would stand on nothing."""
    assert sorted(load_rules().checks) == [check.id for check in CHECKS]


@each_check
def test_every_check_explains_itself(check):
    """The module's docstring has its id and the four sections; the function has its sentence."""
    module = inspect.getmodule(check.check)
    assert module.__doc__.splitlines()[0] == check.id
    assert re.findall(r"(?m)^## (.+)$", module.__doc__) == ["What it does", "Why it matters", "Bad", "Instead"]
    assert all(part.strip() for part in re.split(r"(?m)^## .+$", module.__doc__))
    assert inspect.getdoc(check.check)


@each_check
def test_every_check_speaks_chinese_to_its_readers(check):
    """Title and remedy are Chinese sentences; a title is a head, without a full stop."""
    assert re.search("[一-鿿]{3}", check.title)
    assert not check.title.endswith("。")
    assert re.search("请[^。]{3}", check.remedy)


@each_check
def test_every_check_is_pure(check):
    """Facts in, hits out: a check opens no file or connection and has no clock of its own."""
    tree = ast.parse(inspect.getsource(inspect.getmodule(check.check)))
    imported = {
        alias.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {(node.module or "").partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported.isdisjoint({"os", "io", "time", "random", "socket", "requests", "subprocess", "http", "sqlite3"})
    called = {ast.unparse(node.func).rpartition(".")[2] for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert called.isdisjoint({"open", "now", "today", "utcnow", "read_text", "read_bytes", "write_text", "print"})
