"""Pictures are read where the program is installed, within limits, and each only once."""

from __future__ import annotations

import shutil
import subprocess
import time

import pytest

from plugins.build.scan import scan
from plugins.privacy.eyes import find_reader
from plugins.privacy.files import judge_files
from plugins.privacy.memory import recall
from standards.documents import eyes
from standards.documents.eyes import is_legible, prepared
from tests.plugins.small_site import write_site
from tests.standards.documents.maker import ID, pdf, photo, word

SCRIPT = """#!/bin/sh
[ "$1" = --list-langs ] && { echo "List of available languages (2):"; echo chi_sim; exit 0; }
echo "$@" $OMP_THREAD_LIMIT $(nice) >> %(log)s
head -c 8 > /dev/null
%(act)s
"""


@pytest.fixture
def fake(tmp_path, monkeypatch):
    """Put a program on the PATH that says what it is told to; the calls it got."""

    def put(act: str) -> list[str]:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        log = folder / "log"
        program = folder / "tesseract"
        program.write_text(SCRIPT % {"log": log, "act": act})
        program.chmod(0o755)
        eyes._languages.cache_clear()
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return log.read_text().splitlines() if log.exists() else []

    return put


def judged(tmp_path, files: dict[str, bytes], **more):
    """The verdicts on these files, as two builds one after the other give them."""
    content = write_site(tmp_path, files)
    memory = recall(tmp_path / "cache", 2026)
    found = judge_files(scan(content), list(files), memory, 1, **more)
    memory.save(scan(content), time.time_ns() + 10**12)
    return found


def test_a_number_in_a_picture_is_refused_with_its_place(tmp_path, fake):
    """In a photo, on a scanned page, in a Word document."""
    fake(f"echo '身份证 {ID}'")
    found = judged(tmp_path, {"media/a.jpg": photo(), "files/b.pdf": pdf(""), "files/c.docx": word(picture=photo())})
    assert "图片上的文字：居民身份证号码 110***********002X" in found["media/a.jpg"].told[0].what
    assert "第1页的图片上的文字：" in found["files/b.pdf"].told[0].what
    assert any("文件里的图片上的文字" in told.what for told in found["files/c.docx"].told)
    assert [(verdict.unseen, verdict.unread) for verdict in found.values()] == [(0, ())] * 3


def test_the_program_is_called_once_with_one_thread_and_low_priority(tmp_path, fake):
    """What it read is kept, also when the verdicts are lost."""
    fake("echo text")
    judged(tmp_path, {"media/a.jpg": photo()})
    (tmp_path / "cache/files.bin").unlink()
    judged(tmp_path, {"media/a.jpg": photo()})
    calls = fake("echo text")
    assert len(calls) == 1
    assert calls[0].startswith("stdin stdout -l chi_sim 1 ")
    assert int(calls[0].split()[-1]) >= 10


@pytest.mark.parametrize("act", ["exit 1", "kill -9 $$", "sleep 30"])
def test_a_picture_that_cannot_be_read_is_counted_and_not_tried_again(tmp_path, fake, monkeypatch, act):
    """A failure, a crash, a hang."""
    monkeypatch.setattr(eyes, "SECONDS", 1)
    fake(act)
    assert judged(tmp_path, {"media/a.jpg": photo()})["media/a.jpg"].unseen == 1
    assert judged(tmp_path, {"media/a.jpg": photo()})["media/a.jpg"].unseen == 1
    assert len(fake(act)) == 1


def test_what_there_was_no_time_for_is_read_by_the_next_build(tmp_path, fake):
    """A first build of ten thousand photos ends."""
    fake("echo text")
    assert judged(tmp_path, {"media/a.jpg": photo()}, ocr_seconds=0.0)["media/a.jpg"].unseen == 1
    assert judged(tmp_path, {"media/a.jpg": photo()})["media/a.jpg"].unseen == 0


def test_without_chinese_there_is_no_reader(tmp_path, monkeypatch):
    """Nor without the program; pictures are counted then, icons are not."""
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho eng\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    eyes._languages.cache_clear()
    assert find_reader(None) is None
    program.unlink()
    assert find_reader(None) is None
    found = judged(tmp_path, {"media/a.jpg": photo(), "media/b.jpg": photo(size=(20, 20))})
    assert [verdict.unseen for verdict in found.values()] == [1, 0]


def test_pictures_are_prepared_within_bounds():
    """Large ones smaller, icons left out, damaged ones none."""
    assert prepared(photo(size=(20, 20))) == b""
    assert prepared(b"\xff\xd8\xff nothing") is None
    assert is_legible(b"nothing")
    assert (prepared(photo(size=(300, 200))) or b"").startswith(b"\x89PNG")


def test_the_real_program_reads_a_number(tmp_path):
    """A number drawn large and black."""
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed")
    told = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=False).stdout
    if "chi_sim" not in told.split():
        pytest.skip("tesseract has no chi_sim")
    import io

    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("L", (1400, 200), 255)
    ImageDraw.Draw(image).text((40, 60), f"No {ID}", fill=0, font=ImageFont.load_default(72))
    stream = io.BytesIO()
    image.save(stream, "PNG")
    eyes._languages.cache_clear()
    found = judged(tmp_path, {"media/a.png": stream.getvalue()})
    assert "居民身份证号码" in found["media/a.png"].told[0].what
