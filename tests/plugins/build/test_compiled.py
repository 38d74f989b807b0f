"""Templates compiled before: the same text out, and never a template that is no longer so."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from plugins.build.compiled import CompiledTemplates


class Shop:
    """Fresh environments over one folder; ``compiled`` counts what had to be compiled."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.compiled = folder, 0

    def say(self, text: str, stamp: str = "a" * 32) -> str:
        """Render a template of this text as a program of this stamp would."""
        shop = self

        class Counting(Environment):
            def compile(self, *args, **kwargs):
                shop.compiled += 1
                return super().compile(*args, **kwargs)

        env = Counting(loader=DictLoader({"t.html": text}), bytecode_cache=CompiledTemplates(self.folder, stamp))
        return env.get_template("t.html").render(name="县")


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A folder that is not there yet."""
    return Shop(tmp_path / "cache/templates")


def test_what_was_compiled_is_not_compiled_again(shop):
    """Until its text changes, or the program does."""
    assert [shop.say("{{ name }}好") for _ in range(3)] == ["县好"] * 3
    assert shop.compiled == 1
    assert shop.say("{{ name }}早") == "县早"
    assert shop.compiled == 2
    assert shop.say("{{ name }}早", "b" * 32) == "县早"
    assert shop.compiled == 3


def test_files_of_another_program_go(shop):
    """The folder does not grow with every change of the code."""
    for stamp in "abcdef":
        shop.say("x", stamp * 32)
    assert len(list(shop.folder.iterdir())) == 1


def test_a_damaged_file_is_compiled_again(shop):
    """Every byte of it, and a cut at every length: Python would run what it finds."""
    shop.say("{{ name }}好")
    (file,) = shop.folder.iterdir()
    data = file.read_bytes()
    for at in range(0, len(data), 7):
        for damaged in (data[:at], data[:at] + bytes([data[at] ^ 32]) + data[at + 1 :]):
            file.write_bytes(damaged)
            before = shop.compiled
            assert shop.say("{{ name }}好") == "县好"
            assert shop.compiled == before + 1


@pytest.mark.parametrize("obstacle", ["a file in its place", "a pipe in its place"])
def test_a_folder_that_cannot_be_written_costs_time_only(shop, obstacle):
    """Somebody else's file stands there."""
    import os

    shop.folder.parent.mkdir(parents=True)
    if obstacle.startswith("a file"):
        shop.folder.write_text("mine")
    else:
        os.mkfifo(shop.folder)
    assert shop.say("{{ name }}好") == "县好"
