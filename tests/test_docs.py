"""What is not documented is red, and what is documented is there."""

from __future__ import annotations

import re
import subprocess

import pytest

from tests.conftest import BIN, ROOT

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(program: str) -> list[str]:
    """The sub-commands a program's help lists."""
    shown = subprocess.run([BIN / program, "--help"], capture_output=True, text=True, check=True).stdout
    return re.findall(r"^  ([a-z-]+)  ", shown.partition("Commands:")[2], re.M)


@pytest.mark.parametrize("program", ["desk", "auditor"])
def test_every_command_is_documented(program):
    """Each sub-command stands in the README with its program's name."""
    assert commands(program)
    assert not [name for name in commands(program) if f"{program} {name}" not in README]


def test_every_make_target_is_documented_and_the_documented_exist():
    """`make help`, the README and the Makefile tell the same."""
    targets = set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    told = set(re.findall(r"`?make ([a-z-]+)`?", README))
    assert told <= targets | {"help"}
    assert {"demo", "test", "serve", "lint", "soak"} <= told


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    """Relative links of the documentation name files that are there."""
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]


def test_every_check_is_on_its_page():
    """docs/checks.md is generated; `make docs` writes it anew."""
    from auditor.checks import load_checks

    text = (ROOT / "docs/checks.md").read_text(encoding="utf-8")
    assert not [check.id for check in load_checks() if check.id not in text]


def test_the_changelog_speaks_in_full_sentences():
    """One sentence a change, for the user."""
    lines = [line for line in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").splitlines() if line.startswith("- ")]
    assert lines
    assert not [line for line in lines if not line.endswith(".")]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git checkout")
def test_no_path_of_a_builder_s_machine_is_in_the_repository():
    """Tracked files name no home folder, no checkout and no host of a package registry."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    private = re.compile(
        rf"{re.escape(str(ROOT))}\b|/root/\w|/home/\w+/|regist" + r"ry\.npmjs|python" + r"hosted|py" + r"pi\.org"
    )
    texts = (
        (name, (ROOT / name).read_bytes().decode("utf-8", "ignore")) for name in tracked.decode().split("\0") if name
    )
    assert not [name for name, text in texts if private.search(text)]
