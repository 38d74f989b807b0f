"""A county's own lexicon: it joins the shipped one, replaces and turns off, and is refused with file and line."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest

from standards.words import LexiconError, Matcher, load_lexicon, own_files

NOW = datetime(2026, 11, 20, 9)
ENTRY = '[[entry]]\nid = "{id}"\nseverity = "P3"\nsource = "本县"\nwrong = "{wrong}"\nright = "{right}"\n'
EXAMPLES = 'positive = "请{wrong}来办"\nnear_miss = "请他来办"\n'


def entry(id: str, wrong: str, right: str, more: str = "") -> str:
    """An own entry with its examples."""
    return ENTRY.format(id=id, wrong=wrong, right=right) + EXAMPLES.format(wrong=wrong) + more


def lexicon(folder: Path, *files: str) -> Matcher:
    """The shipped lexicon under own files."""
    paths = []
    for number, text in enumerate(files, 1):
        path = folder / f"own{number}.toml"
        path.write_text(f'category = "县用语"\n{text}', encoding="utf-8")
        paths.append(str(path))
    return load_lexicon(own_files(paths))


def found(matcher: Matcher, text: str) -> list[tuple[str, str]]:
    """Entry and wording of each hit."""
    return [(hit.entry_id, hit.found) for hit in matcher.find(text, now=NOW, published="2026-11-01")]


def test_own_words_join_the_shipped_ones(tmp_path):
    """Both are found; the shipped lexicon itself stays as it is."""
    matcher = lexicon(tmp_path, entry("xian-wangge", "网格管理员", "网格员"))
    assert found(matcher, "截止目前，网格管理员") == [("jiezhi-muqian", "截止目前"), ("xian-wangge", "网格管理员")]
    assert found(load_lexicon(), "网格管理员") == []


def test_an_entry_is_turned_off_by_its_id(tmp_path):
    """And a file may do nothing else."""
    assert found(lexicon(tmp_path, 'disable = ["jiezhi-muqian"]\n'), "截止目前") == []


def test_an_entry_of_the_same_id_takes_the_place_of_the_shipped_one(tmp_path):
    """So that a county may say it in its own way."""
    matcher = lexicon(tmp_path, entry("jiezhi-muqian", "截止眼下", "截至目前"))
    assert found(matcher, "截止目前，截止眼下") == [("jiezhi-muqian", "截止眼下")]


REFUSED = [
    ('disable = ["jiezhi-muqia"]\n', r"own1.toml:2: 要停用的词条“jiezhi-muqia”不存在，是否想写“jiezhi-muqian”？"),
    ("disable = 3\n", r"own1.toml:2: “disable”应为词条 id 的列表"),
    (entry("a", "甲乙丙", "甲乙丁") + entry("a", "子丑寅", "子丑卯"), r"own1.toml:10: id“a”已经用在 .*own1.toml:2"),
    (entry("a", "甲乙丙", "一") + entry("b", "甲乙丙", "二"), r"own1.toml:10: “甲乙丙”已有词条“a”.*改法不同（二；一）"),
    (entry("a", "截止目前", "截至目前"), r"own1.toml:2: “截止目前”已有词条“jiezhi-muqian”.*disable"),
    (entry("a", "甲乙丙", "截止目前"), r"own1.toml:2: 建议的写法“截止目前”又是词条“jiezhi-muqian”要报的错误"),
    (entry("a", "他来", "她来"), r"own1.toml:2: 词条“a”报了自己不该报的例句“请他来办”"),
    (entry("a", "甲乙丙", "丁", 'unless_left = "请"\n'), r"own1.toml:2: 词条“a”没有报出自己的例句“请甲乙丙来办”"),
    (entry("a", "甲乙丙", "甲乙丙"), r"own1.toml:2: 词条有误：“wrong”和“right”中都有“甲乙丙”"),
    (
        entry("a", "甲乙", "丙丁", "homophones = true\n"),
        r"own1.toml:2: 词条有误：“homophones”只用于“right”有四个字以上",
    ),
    (entry("a", "甲", "乙", "wrnog = 1\n"), r"own1.toml:2: 词条有误：不认识“wrnog”"),
    ("x = " + "[" * 5000, r"own1.toml:\d+: "),
    ("entry = [1, 2]\n", r"own1.toml:1: 词库文件只含"),
    ("defaults = 3\n", r"own1.toml:1: “defaults”应写成"),
]


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_a_file_that_cannot_be_meant_is_refused(tmp_path, text, said):
    """Where, what, and what now; entries that contradict one another or their own examples among it."""
    with pytest.raises(LexiconError, match=said):
        lexicon(tmp_path, text)


def test_all_mistakes_are_told_up_to_ten(tmp_path):
    """An editor mends a file once."""
    text = "".join(entry(f"a{number}", f"他来{'甲乙丙丁戊己庚辛壬癸子丑'[number]}", "他来") for number in range(3))
    wrong = text.replace("请他来办", "他来甲，他来乙，他来丙")
    with pytest.raises(LexiconError) as error:
        lexicon(tmp_path, wrong)
    assert len(str(error.value).splitlines()) == 3


def test_a_file_changed_during_the_run_is_told(tmp_path):
    """Half of the pages under other words would be nobody's report."""
    path = tmp_path / "own.toml"
    path.write_text('category = "x"\n' + entry("a", "甲乙丙", "一"), encoding="utf-8")
    own = own_files([str(path)])
    path.write_text('category = "x"\n' + entry("a", "子丑寅", "一"), encoding="utf-8")
    with pytest.raises(LexiconError, match="在审查期间被改动"):
        load_lexicon(own)


def test_thousands_of_entries_are_looked_at_once_each(tmp_path, monkeypatch):
    """The trial of a large file does not compare every entry with every other."""
    calls = 0
    find = Matcher.find

    def counted(self, *args, **more):
        nonlocal calls
        calls += 1
        return find(self, *args, **more)

    monkeypatch.setattr(Matcher, "find", counted)
    han = [chr(0x4E00 + number * 7) for number in range(800)]
    lexicon(tmp_path, "".join(entry(f"a{at}", f"{pair[0]}{pair[1]}㐀", "㐁") for at, pair in enumerate(pairwise(han))))
    assert calls == 3 * 799
