"""Whether a package arrived whole."""

from __future__ import annotations

import json
import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from plugins.desk.cli import main
from plugins.exchange.verify import verify
from tests.plugins.exchange.county import read, write


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A package as it was sent."""
    folder = tmp_path_factory.mktemp("sent")
    write(folder, "p")
    return folder / "p"


@pytest.fixture
def package(whole, tmp_path) -> Path:
    """A copy that may suffer."""
    shutil.copytree(whole, tmp_path / "p")
    return tmp_path / "p"


def seal(package: Path) -> None:
    """Make SHA256SUMS right again: whoever tampers can do that as well."""
    files = sorted(file for file in package.rglob("*") if file.is_file() and file.name != "SHA256SUMS")
    lines = [f"{sha256(file.read_bytes()).hexdigest()}  {file.relative_to(package).as_posix()}\n" for file in files]
    (package / "SHA256SUMS").write_text("".join(lines))


def change(package: Path, **values: object) -> None:
    """Change package.json and seal it."""
    told = read(package / "package.json")
    (package / "package.json").write_text(json.dumps(told | values, ensure_ascii=False))
    seal(package)


def test_a_package_as_it_was_written_is_sound(package):
    """And stays so where only its place is another."""
    assert verify(package) == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda p: (p / "documents/new.json").unlink(), ["documents/new.json: 缺少", "引用的 documents/new.json"]),
        (lambda p: (p / "html/new.html").write_text("x"), ["html/new.html: 内容与摘要不符"]),
        (lambda p: (p / "files/x.exe").write_text("x"), ["files/x.exe: 交换包的清单里没有"]),
        (lambda p: (p / "SHA256SUMS").unlink(), ["SHA256SUMS 没有"]),
        (lambda p: (p / "SHA256SUMS").write_text("../../etc/passwd\n"), ["SHA256SUMS:1: 这一行不是"]),
        (lambda p: (p / "SHA256SUMS").write_bytes(b"\xff\xfe"), ["SHA256SUMS 没有或读不了"]),
        (lambda p: (p / "package.json").write_text("{"), ["package.json: 内容与摘要不符", "package.json 不是 JSON"]),
        (lambda p: (p / "package.json").unlink(), ["package.json: 缺少", "package.json 读不了"]),
        (lambda p: os.mkfifo(p / "files/pipe"), ["files/pipe: 交换包的清单里没有"]),
        (
            lambda p: ((p / "feed.atom").unlink(), (p / "feed.atom").symlink_to("package.json")),
            ["feed.atom: 内容与摘要不符"],
        ),
    ],
)
def test_what_was_lost_or_damaged_is_named(package, damage, said):
    """With what to do."""
    damage(package)
    found = verify(package)
    assert all(any(fault.startswith(word) or word in fault for fault in found) for word in said), found
    assert all("。" in fault for fault in found)


def test_a_document_that_was_tampered_with_is_found_behind_right_sums(package):
    """The inventory has its digests; the attachment's stands in the document."""
    told = read(package / "documents/new.json")
    (package / "documents/new.json").write_text(json.dumps(told | {"title": "假标题"}, ensure_ascii=False))
    seal(package)
    assert [fault for fault in verify(package) if "documents/new.json: 与 package.json 里的摘要不符" in fault]
    entries = read(package / "package.json")["entries"]
    digest = sha256((package / "documents/new.json").read_bytes()).hexdigest()
    change(package, entries=[entry | ({"sha256": digest} if entry["id"] == "new" else {}) for entry in entries])
    assert verify(package) == ["documents/new.json: 与 package.json 里的目录不符。请重新传送这个交换包"]
    change(package, entries=entries)


def test_an_attachment_that_was_exchanged_is_found_behind_right_sums(package):
    """By size and digest in the document that names it."""
    (package / "files/files/表 一.csv").write_text("假\n")
    seal(package)
    assert [fault for fault in verify(package) if fault.startswith("files/files/表 一.csv: 与 documents/new.json")]


@pytest.mark.parametrize(
    "values",
    [
        {"entries": 1},
        {"entries": [1]},
        {"entries": [{"id": []}]},
        {"entries": [{"id": "a", "change": "added"}]},
        {"entries": [{"id": "a", "change": "added", "document": "../../x", "page": 1, "files": [None, "/etc/passwd"]}]},
        {"entries": [{"id": "a", "change": "added", "document": "d" * 5000, "page": "a\0b", "files": []}]},
        {"entries": [{"id": "a", "change": "exploded"}]},
        {"entries": [{"id": "new", "change": "withdrawn", "title": "不该在这里"}]},
        {"inventory": {}},
        {"inventory": [{}]},
        {"counts": None},
        {"counts": {}},
        {"version": "1"},
        {"format": None},
    ],
)
def test_whatever_package_json_says_is_judged_and_never_a_traceback(package, values):
    """It comes from elsewhere."""
    change(package, **values)
    assert verify(package)


def test_the_command_says_it_in_one_report_and_by_its_status(package, tmp_path, capsys):
    """0 sound, 1 not, 2 asked for nothing that can be done."""

    def run(*asked: object) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as end:
            main(["exchange", *map(str, asked)])
        told = capsys.readouterr()
        return int(end.value.code or 0), told.out, told.err

    assert run("--verify", package) == (0, f"{package} 完好：全量，3 条，附件和图片 2 个\n", "")
    (package / "html/new.html").write_text("x")
    status, said, _ = run("--verify", package)
    assert (status, said.splitlines()[-1]) == (1, "共 1 处问题，请不要使用这个交换包")
    assert run("--verify", tmp_path / "nowhere")[0] == 1
    for asked in ((), ("--out", "x", "--verify", "x"), ("--out", "x", "--since", "2026-11-01", "--since-package", "y")):
        status, said, wrong = run(*asked)
        assert (status, said, wrong[:6]) == (2, "", "请写明一件事")
