"""``desk register --mend`` after real merges of real branches."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from plugins.desk.mend import mend
from plugins.desk.register import give_doc_no, register
from tests.plugins.desk.test_register import FILES, NOW, OPEN, numbers, sound
from tests.plugins.small_site import desk, document, portal, tree, write_site

MORNING, NOON, EVENING = (f"2026-11-20T{hour}:00:00+08:00" for hour in ("09", "12", "18"))


def git(folder: Path, *arguments: str, status: int = 0) -> str:
    """Run git in a folder, with no configuration but its own."""
    done = subprocess.run(
        ["git", "-c", "user.name=n", "-c", "user.email=n@example", "-c", "init.defaultBranch=main", *arguments],
        cwd=folder, capture_output=True, text=True, check=False,
        env={"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "PATH": "/usr/bin:/bin", "LC_ALL": "C"},
    )  # fmt: skip
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A site in git, its three open documents registered on ``main``."""
    content = write_site(tmp_path, FILES)
    git(tmp_path, "init", "-q")
    register([], content, MORNING)
    commit(content, "begin")
    return content


def commit(content: Path, message: str) -> None:
    """Commit everything below content/."""
    git(content.parent, "add", "content")
    git(content.parent, "commit", "-q", "-m", message)


def add(content: Path, id_: str, now: str, **fields: str) -> None:
    """One more open document, registered and committed on the branch that is checked out."""
    (content / f"zwgk/gfxwj/{id_}.md").write_text(document(id_, **{**OPEN, **fields}), encoding="utf-8")
    register([], content, now)
    commit(content, id_)


def faults(content: Path) -> list[str]:
    """What a build says."""
    return [str(problem) for problem in portal(content, content.parent / "output").check()]


@pytest.mark.parametrize("attributes", [True, False])
@pytest.mark.parametrize("branch_first", [True, False])
def test_two_branches_that_took_one_number(content, attributes, branch_first):
    """Main keeps it, whoever registered first; with git's union of lines as with its conflict marks."""
    if not attributes:
        (content / "_registry/.gitattributes").write_text("")
        commit(content, "plain")
    times = (NOON, EVENING) if branch_first else (EVENING, NOON)
    git(content, "switch", "-q", "-c", "town")
    add(content, "b-1", times[0])
    add(content, "b-2", times[0])
    git(content, "switch", "-q", "main")
    add(content, "m-1", times[1])
    git(content, "merge", "-q", "town", "-m", "merge", status=0 if attributes else 1)
    told = faults(content)
    assert any("desk register --mend" in line and "index-numbers.csv" in line for line in told)
    text, settled = mend(content, EVENING)
    assert settled
    assert "b-1.md: 索引号 009990063/2026-00003 重号，改为 009990063/2026-00005" in text
    found = numbers(content)
    assert (found["m-1"], found["b-1"], found["b-2"]) == tuple(f"009990063/2026-0000{at}" for at in (3, 5, 4))
    assert "index_no: 009990063/2026-00005\n" in (content / "zwgk/gfxwj/b-1.md").read_text()
    sound(content)
    before = tree(content)
    assert mend(content, EVENING) == ("登记簿没有要理顺的", True)
    assert tree(content) == before


def test_on_the_branch_main_s_number_stays_too(content):
    """Who merges main into a branch mends there, and main's documents are left alone."""
    git(content, "switch", "-q", "-c", "town")
    add(content, "b-1", NOON)
    git(content, "switch", "-q", "main")
    add(content, "m-1", EVENING)
    git(content, "switch", "-q", "town")
    git(content, "merge", "-q", "main", "-m", "merge")
    mend(content, EVENING)
    assert numbers(content)["m-1"] == "009990063/2026-00003"
    assert numbers(content)["b-1"] == "009990063/2026-00004"


def test_three_branches_one_after_the_other(content):
    """Each merge is mended by itself."""
    for name in ("a", "b", "c"):
        git(content, "switch", "-q", "-c", name, "main")
        add(content, f"{name}-1", NOON)
    git(content, "switch", "-q", "main")
    for name in ("a", "b", "c"):
        git(content, "merge", "-q", name, "-m", name)
        mend(content, EVENING)
        sound(content)
        commit(content, f"mended {name}") if git(content, "status", "--short", ".") else None
    assert [numbers(content)[f"{name}-1"][-1] for name in "abc"] == ["3", "4", "5"]


def test_one_document_registered_on_both_branches_keeps_main_s_number(content):
    """The other becomes void and is never given again."""
    for id_ in ("x-1", "x-2"):
        (content / f"zwgk/gfxwj/{id_}.md").write_text(document(id_, **OPEN), encoding="utf-8")
    commit(content, "not yet registered")
    git(content, "switch", "-q", "-c", "town")
    register([content / "zwgk/gfxwj/x-2.md"], content, NOON)
    commit(content, "town")
    git(content, "switch", "-q", "main")
    register([], content, EVENING)
    commit(content, "main")
    git(content, "merge", "-q", "town", "-m", "merge", status=1)
    git(content, "checkout", "--theirs", "zwgk/gfxwj/x-2.md")
    text, _ = mend(content, EVENING)
    assert numbers(content)["x-1"] == "009990063/2026-00003"
    assert "index_no: 009990063/2026-00004\n" in (content / "zwgk/gfxwj/x-2.md").read_text()
    assert "009990063/2026-00003" in text
    sound(content)


def test_doc_numbers_are_mended_alike_and_paper_is_left_to_people(content):
    """What desk gave twice gets the next number; what two papers say is for whoever has them."""
    git(content, "switch", "-q", "-c", "town")
    add(content, "b-1", NOON)
    give_doc_no("明财规", content / "zwgk/gfxwj/b-1.md", content, NOON)
    add(content, "b-2", NOON, doc_no="明财函〔2026〕7号")
    git(content, "switch", "-q", "main")
    add(content, "m-1", NOON)
    give_doc_no("明财规", content / "zwgk/gfxwj/m-1.md", content, NOON)
    add(content, "m-2", NOON, doc_no="明财函〔2026〕7号")
    git(content, "merge", "-q", "town", "-m", "merge")
    text, settled = mend(content, EVENING)
    assert not settled
    assert "b-1.md: 文号 明财规〔2026〕1号 重号，改为 明财规〔2026〕2号" in text
    assert "文号 明财函〔2026〕7号 同时登记给“m-2”和“b-2”，都不是 desk 编的" in text
    assert "doc_no: 明财函〔2026〕7号\n" in (content / "zwgk/gfxwj/b-2.md").read_text()


def test_a_copied_file_gets_a_number_of_its_own(content):
    """A new id, the old number: the copy is the one that changes."""
    text = (content / "zwgk/gfxwj/g-1.md").read_text().replace("id: g-1", "id: g-7")
    (content / "zwgk/gfxwj/g-7.md").write_text(text)
    assert any("desk register --mend" in line for line in faults(content))
    mend(content, NOON)
    assert numbers(content)["g-7"] == "009990063/2026-00003"
    assert numbers(content)["g-1"] == "009990063/2026-00001"
    sound(content)


def test_a_changed_id_is_no_copy(content):
    """The number stays with the id that was registered; the id is to be put back."""
    file = content / "zwgk/gfxwj/g-1.md"
    file.write_text(file.read_text().replace("id: g-1", "id: g-7"))
    (line,) = [line for line in faults(content) if "g-1.md" in line]
    assert "改回 id: g-1" in line
    assert mend(content, NOON)[0] == "登记簿没有要理顺的"


def test_a_stopped_mend_is_finished_by_the_same_command(content):
    """The register is in order, the file is not yet."""
    git(content, "switch", "-q", "-c", "town")
    add(content, "b-1", NOON)
    git(content, "switch", "-q", "main")
    add(content, "m-1", NOON)
    git(content, "merge", "-q", "town", "-m", "merge")
    old = (content / "zwgk/gfxwj/b-1.md").read_bytes()
    mend(content, EVENING)
    wanted = tree(content)
    (content / "zwgk/gfxwj/b-1.md").write_bytes(old)
    mend(content, EVENING)
    assert tree(content) == wanted


def test_the_command_needs_no_git_and_says_when_there_is_nothing(tmp_path):
    """A copy of the folder on a stick."""
    content = write_site(tmp_path, FILES)
    done = desk("register", "--mend", "--content", content, "--now", NOW)
    assert (done.returncode, done.stdout) == (0, "登记簿没有要理顺的\n")
    assert not (content / "_registry").exists()


def test_conflict_marks_in_the_addresses_are_cleared(content):
    """Both branches published; both sides' lines stay, each once."""
    file = content / "_registry/urls.csv"
    head, *lines = file.read_text(encoding="utf-8").splitlines()
    marked = [head, "<<<<<<< HEAD", *lines[:2], "||||||| base", "/old.html,o,2026-01-01 00:00,given", "=======",
              *lines[1:], ">>>>>>> town", ""]  # fmt: skip
    file.write_text("\n".join(marked), encoding="utf-8")
    assert any("没有处理的合并冲突" in line for line in faults(content))
    assert "urls.csv: 登记簿理顺了" in mend(content, EVENING)[0]
    assert file.read_text(encoding="utf-8").splitlines() == [head, *lines]
    sound(content)
