"""Publishing: one step to be seen, changed files only, back again, and killed at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from deploy.nginx import nginx
from deploy.publish import CannotPublish, main, publish, roll_back, visible
from tests.conftest import ROOT


def write(output: Path, word: str, count: int = 3) -> Path:
    """A built site in which one page says ``word``."""
    for number in range(count):
        page = output / f"yw/{number}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(f"第{number}页")
    (output / "index.html").write_text(word)
    (output / "build-manifest.json").write_text("{}")
    return output


def test_only_changed_files_are_copied_and_the_rest_is_linked(tmp_path):
    """Editing the output in place afterwards must not reach into a release."""
    output, place = tmp_path / "output", tmp_path / "www"
    first = publish(write(output, "一"), place)
    second = publish(write(output, "二"), place)
    assert (first.copied, first.linked) == (5, 0)
    assert (second.copied, second.linked) == (1, 4)
    assert os.stat(first.release / "yw/0.html").st_ino == os.stat(second.release / "yw/0.html").st_ino
    (output / "yw/0.html").write_text("改")
    assert (second.release / "yw/0.html").read_text() == "第0页"
    assert ((first.release / "index.html").read_text(), (place / "current/index.html").read_text()) == ("一", "二")


def test_a_removed_page_is_gone_and_a_rollback_brings_it_back(tmp_path):
    """The release before is whole."""
    output, place = tmp_path / "output", tmp_path / "www"
    publish(write(output, "一"), place)
    (output / "yw/2.html").unlink()
    publish(output, place)
    assert not (place / "current/yw/2.html").exists()
    assert roll_back(place).name == "1"
    assert (place / "current/yw/2.html").exists()
    with pytest.raises(CannotPublish, match="没有更早的版本"):
        roll_back(place)
    assert publish(output, place).release.name == "3"


def test_old_releases_are_removed_but_never_the_visible_one(tmp_path):
    """Five are kept by default; here two."""
    output, place = tmp_path / "output", tmp_path / "www"
    for word in "一二三四":
        publish(write(output, word), place, keep=2)
    assert sorted(path.name for path in (place / "releases").iterdir()) == ["3", "4"]
    assert visible(place) == place / "releases/4"


def test_a_folder_that_is_no_whole_build_is_refused(tmp_path, capsys):
    """One line, exit status 2, nothing made."""
    (tmp_path / "output").mkdir()
    assert main([str(tmp_path / "output"), str(tmp_path / "www")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "www").exists()


def test_killed_at_any_moment_the_old_site_or_the_new_one_is_whole(tmp_path):
    """Real SIGKILLs; afterwards publishing works and nothing unfinished lies about."""
    output, place = tmp_path / "output", tmp_path / "www"
    publish(write(output, "旧", 300), place)
    for page in output.rglob("yw/*.html"):
        page.write_text("新")
    (output / "index.html").write_text("新")
    command = [sys.executable, "-m", "deploy.publish", str(output), str(place)]
    started = time.monotonic()
    assert subprocess.run([*command[:-1], str(tmp_path / "elsewhere")], cwd=ROOT, capture_output=True, check=True)
    whole = time.monotonic() - started
    killed = 0
    for share in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        time.sleep(share * whole)
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        pages = [path.read_text() for path in (place / "current/yw").iterdir()]
        assert len(pages) == 300
        assert (place / "current/index.html").read_text() == ("新" if "新" in pages else "旧")
        assert len({text == "新" for text in pages}) == 1
    assert killed > 0
    publish(output, place)
    assert all(path.name.isdecimal() for path in (place / "releases").iterdir())
    assert (place / "current/index.html").read_text() == "新"


@pytest.mark.nginx
def test_a_running_nginx_shows_the_new_release_without_a_reload(tmp_path):
    """And goes back as quickly."""
    output, place = tmp_path / "output", tmp_path / "www"
    publish(write(output, "一"), place)
    with nginx(place / "current") as address:

        def seen() -> str:
            with urllib.request.urlopen(f"{address}/index.html", timeout=5) as answer:
                return answer.read().decode()

        assert seen() == "一"
        publish(write(output, "二"), place)
        assert seen() == "二"
        roll_back(place)
        assert seen() == "一"
