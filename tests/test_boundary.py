"""The walls of the house, read from the syntax tree: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {"auditor", "plugins", "standards", "jobs", "deploy", "tests", "pelicanconf"}
MAY_IMPORT = {
    "auditor": {"auditor", "standards", "jobs"},
    "plugins": {"plugins", "standards", "jobs"},
    "standards": {"standards"},
    "jobs": {"jobs"},
}
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}


def imported(source: str) -> set[str]:
    """Top-level names of every module that a source text imports, wherever the import stands."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
            "import_module",
            "__import__",
        ):
            names |= {a.value.partition(".")[0] for a in node.args[:1] if isinstance(a, ast.Constant)}
    return names


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_it_may(room):
    """The halves never import each other; standards/ and jobs/ import neither."""
    wrong = {
        str(path.relative_to(ROOT)): sorted(names)
        for path in sorted((ROOT / room).rglob("*.py"))
        if (names := (imported(path.read_text(encoding="utf-8")) & OURS) - MAY_IMPORT[room])
    }
    assert not wrong


def test_the_import_reader_sees_every_form():
    """The reader above finds plain, from, nested and called imports, so that the test can fail."""
    source = "import auditor.x\ndef f():\n    from plugins import y\nimport_module('jobs.z')\n"
    assert imported(source) == {"auditor", "plugins", "jobs"}


def test_no_room_has_a_drawer_for_odds_and_ends():
    """A helper lives where it is used."""
    assert not [p for room in MAY_IMPORT for p in (ROOT / room).rglob("*.py") if p.name in FORBIDDEN_NAMES]


def test_checks_do_no_input_or_output():
    """A check is a pure function of facts: nothing under auditor/checks opens, fetches, sleeps or asks the clock."""
    banned = {"os", "io", "pathlib", "requests", "socket", "time", "subprocess", "random", "sqlite3", "selenium"}
    wrong = {
        str(path.relative_to(ROOT)): sorted(names)
        for path in sorted((ROOT / "auditor/checks").glob("*/*.py"))
        if (names := imported(path.read_text(encoding="utf-8")) & banned)
    }
    assert not wrong
