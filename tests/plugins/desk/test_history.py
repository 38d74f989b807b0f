"""A county's years in fast motion: documents written, moved, repealed and merged from branches, in any order.

Every step is the real thing: files in a git repository, ``desk move``, ``desk register``, ``git merge`` and
``desk register --mend``. After each publication numbers are unique and what they were, every link leads to its document,
every address the public ever had answers, and what is repealed says so.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plugins.build.edition import read_edition
from plugins.build.problems import CannotRun
from plugins.desk.header_edit import HeaderEdit
from plugins.desk.mend import mend
from plugins.desk.move import move
from plugins.desk.register import register
from plugins.standing import REPEALED
from tests.plugins.desk.test_mend import commit, git
from tests.plugins.desk.test_register import FILES, OPEN
from tests.plugins.small_site import document, write_site

COLUMNS = ("tzgg", "zwgk/gfxwj", "zwgk/qtwj")
MORE = {"zwgk/qtwj/column.toml": 'id = "qtwj"\nname = "其他文件"\n'}


class History:
    """One repository and what the public has seen of it."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.dice, self.hour = dice, datetime(2026, 11, 20, 9)
        self.content = write_site(folder, {**FILES, **MORE})
        git(folder, "init", "-q")
        register([], self.content, self.now)
        commit(self.content, "begin")
        self.made = 0
        self.numbers: dict[str, str] = {}
        self.addresses: dict[str, str] = {}
        self.repealed: dict[str, str] = {}
        self.counts = dict.fromkeys(("write", "move", "repeal", "merge"), 0)

    @property
    def now(self) -> str:
        self.hour += timedelta(minutes=1)
        return f"{self.hour:%Y-%m-%dT%H:%M:%S}+08:00"

    def documents(self, side: str) -> dict[str, Path]:
        """The documents of one side by id: branches leave each other's alone, as offices do."""
        found = {file.stem: file for column in COLUMNS for file in sorted((self.content / column).glob("*.md"))}
        return {id_: file for id_, file in found.items() if id_.startswith(side)}

    def write(self, side: str) -> None:
        """A new document that links to an older one, registered."""
        self.made += 1
        id_, column = f"{side}-{self.made}", self.dice.choice(COLUMNS)
        others = sorted(file for known in ("main", "town") for file in self.documents(known).values())
        body = "正文。\n"
        if others:
            other = self.dice.choice(others).relative_to(self.content)
            up = "/".join([".."] * (column.count("/") + 1))
            body = f"见[文件]({up}/{other})。\n"
        fields = {**OPEN, "published": "2026-11-20 08:30", "title": f"关于第{self.made}件事的通知", "body": body}
        (self.content / column / f"{id_}.md").write_text(document(id_, **fields), encoding="utf-8")
        register([], self.content, self.now)

    def move(self, side: str) -> None:
        """A document to another column; links to it follow."""
        if mine := self.documents(side):
            move(
                self.dice.choice(sorted(mine.values())),
                self.content / self.dice.choice(COLUMNS),
                self.content,
                self.now,
            )

    def repeal(self, side: str) -> None:
        """The youngest document repeals an older one of its own side that is in force."""
        *old, by = sorted(self.documents(side), key=lambda id_: int(id_.partition("-")[2])) or [""]
        old = [id_ for id_ in old if id_ not in self.repealed]
        if old and by not in self.repealed.values():
            target, file = self.dice.choice(old), self.documents(side)[by]
            header = HeaderEdit(file.read_bytes())
            header.set("repeals", target)
            file.write_bytes(header.edited())
            self.repealed[target] = by

    def live(self, side: str) -> None:
        """Some hours of work on a branch."""
        for _ in range(self.dice.randint(1, 4)):
            what = self.dice.choice(("write", "write", "move", "repeal"))
            try:
                getattr(self, what)(side)
                self.counts[what] += 1
            except CannotRun as refusal:
                if "已经在那里" not in str(refusal):
                    raise
        if git(self.content, "status", "--short", "."):
            commit(self.content, f"work of {side}")

    def merge(self) -> None:
        """The branch comes in, and what two took is put in order."""
        git(self.content, "merge", "-q", "town", "-m", "merge")
        text, settled = mend(self.content, self.now)
        assert settled, text
        register([], self.content, self.now)
        if git(self.content, "status", "--short", "."):
            commit(self.content, "mended")
        self.counts["merge"] += 1

    def publish(self, sides: tuple[str, ...] = ("main", "town")) -> None:
        """Build, and hold it against what the public knows and what these sides have repealed."""
        edition = read_edition(self.content, self.now, production=False, workers=1)
        assert [str(problem) for problem in edition.problems] == []
        public = {article.id: article for article in edition.articles}
        numbers = {article.id: article.index_no for article in edition.articles if article.index_no}
        assert len(set(numbers.values())) == len(numbers)
        assert self.numbers.items() <= numbers.items()
        answering = {article.url: article.id for article in edition.articles}
        for url, id_ in self.addresses.items():
            assert answering[edition.aliases.get(url, url)] == id_
        for target, by in self.repealed.items():
            if not target.startswith(sides):
                continue  # that is still on its branch
            standing = edition.validity.standings[public[target].path]
            assert (standing.word, standing.by) == (REPEALED, public[by].path)
        self.numbers = numbers
        self.addresses |= answering


def play(folder: Path, seed: int, rounds: int) -> History:
    """So many rounds of work on main and on a branch, with a merge and a publication in each."""
    history = History(folder, random.Random(seed))
    for _ in range(rounds):
        git(history.content, "switch", "-q", "-C", "town", "main")
        history.live("town")
        git(history.content, "switch", "-q", "main")
        history.live("main")
        history.publish(("main",))
        history.merge()
        history.publish()
    return history


@pytest.mark.parametrize("seed", range(2))
def test_numbers_links_and_addresses_survive_a_short_history(tmp_path, seed):
    """Three merges."""
    play(tmp_path, seed, rounds=3)


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_numbers_links_and_addresses_survive_a_long_history(tmp_path):
    """Many of them; the counts say that everything was met."""
    counts: dict[str, int] = {}
    for seed in range(100, 112):
        for what, count in play(tmp_path / str(seed), seed, rounds=8).counts.items():
            counts[what] = counts.get(what, 0) + count
    print(counts)
    assert min(counts.values()) >= 50, counts
