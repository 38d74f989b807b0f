"""The matcher: contexts, allowed spans, quotations, time, and the way back to the text as written."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standards.words import LexiconError, Matcher, load_lexicon, read_entries
from standards.words.matcher import SAME

NOW = datetime(2026, 11, 20, 9)


def lexicon(body: str) -> Matcher:
    """A matcher over entries written as TOML, with the examples every entry owes."""
    owed = 'severity = "P2"\npositive = "x"\nnear_miss = "x"\n'
    entries = "".join(f"[[entry]]\n{owed}{entry}\n" for entry in body.split("---"))
    return Matcher(read_entries('category = "试"\n' + entries, "test.toml"))


def found(matcher: Matcher, text: str, **options) -> list[str]:
    """What was found, as written in the text."""
    return [hit.found for hit in matcher.find(text, now=NOW, **options)]


def test_of_what_overlaps_the_leftmost_and_longest_stays():
    """甲乙丙 covers 甲乙 and 乙丙; 乙丙 alone is found where it stands alone."""
    matcher = lexicon(
        'id = "a"\nwrong = "甲乙"\nright = "一"\n---id = "b"\nwrong = "乙丙"\nright = "二"\n'
        '---id = "c"\nwrong = "甲乙丙"\nright = "三"'
    )
    assert found(matcher, "甲乙丙，乙丙，甲乙丁") == ["甲乙丙", "乙丙", "甲乙"]


def test_an_allowed_span_silences_its_own_entry_only():
    """恢复盖章 allows 复盖 there; another entry's 盖章 is still found."""
    matcher = lexicon(
        'id = "a"\nwrong = "复盖"\nright = "覆盖"\nallow = "恢复盖章"\n---id = "b"\nwrong = "盖章"\nright = "用印"'
    )
    assert found(matcher, "恢复盖章") == ["盖章"]
    assert found(matcher, "复盖率") == ["复盖"]


def test_an_entry_that_does_not_apply_makes_room_for_one_that_does():
    """The longer form fails its context; the shorter one is still found."""
    matcher = lexicon(
        'id = "a"\nwrong = "甲乙丙"\nright = "一"\nonly_right = "丁"\n---id = "b"\nwrong = "乙丙"\nright = "二"'
    )
    assert found(matcher, "甲乙丙戊") == ["乙丙"]
    assert found(matcher, "甲乙丙丁") == ["甲乙丙"]


@pytest.mark.parametrize(
    ("rule", "text", "hit"),
    [
        ('only_left = "[县市]"', "县甲乙", True),
        ('only_left = "[县市]"', "县里甲乙", False),
        ('only_right = "丁"', "甲乙丁", True),
        ('only_right = "丁"', "甲乙戊丁", False),
        ('unless_left = "原"', "原甲乙", False),
        ('unless_left = "原"', "原来甲乙", True),
        ('unless_right = "丁"', "甲乙丁", False),
        ('only_near = "台湾"', "台湾与甲乙", True),
        ('only_near = "台湾"', "台湾" + "之" * 30 + "甲乙", False),
        ('unless_near = "历史"', "甲乙的历史", False),
    ],
)
def test_contexts_decide(rule, text, hit):
    """Left and right stand directly beside it, near within twenty characters."""
    assert bool(found(lexicon(f'id = "a"\nwrong = "甲乙"\nright = "一"\n{rule}'), text)) == hit


def test_quotations_titles_and_mentions():
    """A mention is never a use; 《》 cites; unless_quoted reaches further."""
    plain = lexicon('id = "a"\nwrong = "甲乙"\nright = "一"')
    assert found(plain, "“甲乙”应改") == []
    assert found(plain, '"甲乙"应改') == []
    assert found(plain, "“推进甲乙工作”") == ["甲乙"]
    assert found(plain, "《关于甲乙的通知》") == []
    assert found(plain, "《某通知》的甲乙，《另一通知》") == ["甲乙"]
    strict = lexicon('id = "a"\nwrong = "甲乙"\nright = "一"\nunless_quoted = true\nin_titles = true')
    assert found(strict, "“推进甲乙工作”") == []
    assert found(strict, "推进甲乙工作", quoted=True) == []
    assert found(strict, "《关于甲乙的通知》") == ["甲乙"]
    assert [hit.verdict for hit in plain.find("推进甲乙", now=NOW, quoted=True)] == ["review"]


def test_time_bound_entries_judge_by_publication_and_ask_without_it():
    """Silent before, sure after, a question where the page shows no date."""
    matcher = lexicon('id = "a"\nwrong = "甲乙"\nright = "一"\nnot_before = "2020-01-01"')
    assert found(matcher, "甲乙", published="2019-12-31") == []
    assert [hit.verdict for hit in matcher.find("甲乙", now=NOW, published="2020-01-01T08:00")] == ["fail"]
    assert [hit.verdict for hit in matcher.find("甲乙", now=NOW)] == ["review"]
    until = lexicon('id = "a"\nwrong = "甲乙"\nright = "一"\nnot_after = "2020-01-01"')
    assert found(until, "甲乙", published="2020-01-01T08:00") == ["甲乙"]
    assert found(until, "甲乙", published="2020-01-02") == []


def test_width_case_zero_width_and_spaces_do_not_hide_a_wording():
    """The hit is as written; spaces inside leave room for chance and ask a person."""
    matcher = lexicon('id = "a"\nwrong = "截止APP"\nright = "一"\n---id = "b"\nwrong = "截止目前"\nright = "二"')
    assert found(matcher, "截止ＡＰｐ") == ["截止ＡＰｐ"]
    assert found(matcher, "甲\u200b截\u200b止目前。") == ["截\u200b止目前"]
    [hit] = matcher.find("　截 止 目 前。", now=NOW)
    assert (hit.found, hit.verdict) == ("截 止 目 前", "review")


def test_traditional_forms_where_the_entry_asks():
    """台灣 and 臺灣 alike."""
    matcher = lexicon('id = "a"\nwrong = "台湾政府"\nright = "一"\ntraditional = true')
    assert found(matcher, "台灣政府与臺灣政府") == ["台灣政府", "臺灣政府"]


def test_patterns_use_their_groups_for_what_is_right():
    """The recommendation is made of the text."""
    matcher = lexicon("id = \"a\"\nanchors = \"号\"\npattern = '\\((\\d+)\\)号'\nright = '〔\\1〕号'")
    [hit] = matcher.find("明政办（2026）号", now=NOW)
    assert (hit.found, hit.right, hit.message) == ("（2026）号", "〔2026〕号", "“（2026）号”应为“〔2026〕号”")


LEXICON = load_lexicon()


@given(st.text(alphabet="截止目前布署 \u200b　，《》“”近20余名XＸa一但统", max_size=60))
def test_every_hit_is_a_span_of_the_text_in_order_and_apart(text):
    """Whatever the text, spans lie within it, in order, none inside another."""
    end = 0
    for hit in LEXICON.find(text, now=NOW):
        assert end <= hit.start < hit.end <= len(text)
        assert text[hit.start : hit.end] == hit.found
        end = hit.end


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('id = "A"\nwrong = "甲"\nright = "乙"', "“id”应为小写字母"),
        ('id = "a"\nwrong = "甲"\nrihgt = "乙"', "不认识“rihgt”"),
        ('id = "a"\nright = "乙"', "“wrong”和“pattern”应有且只有一个"),
        ('id = "a"\npattern = "甲"\nright = "乙"', "有“pattern”时应有“anchors”"),
        ('id = "a"\nwrong = ["甲", "丙", "丁"]\nright = ["乙", "戊"]', "“right”应为一个"),
        ('id = "a"\nwrong = "甲"', "“right”和“note”至少应有一个"),
        ('id = "a"\nwrong = ""\nright = "乙"', "“wrong”不能为空"),
        ('id = "a"\nwrong = "甲"\nright = "乙"\nseverity = "P9"', "“severity”应为 P0 至 P3"),
        ('id = "a"\nwrong = "甲"\nright = "乙"\nunless_left = "("', "“unless_left”不是正确的正则表达式"),
        ('id = "a"\nwrong = "甲"\nright = "乙"\nnot_before = "2020-1-1"', "“not_before”应为 2024-01-31 样式的日期"),
        ('id = "a"\nwrong = "甲"\nright = "乙"\nsource_kind = "yes"', "“source_kind”应为 confirmed 或 unconfirmed"),
        ('id = "a"\nwrong = "甲"\nright = "乙"\nask = "yes"', "“ask”应为 true 或 false"),
        ('id = "a"\nwrong = "甲"\nright = 3', "“right”应为文字或文字的列表"),
    ],
)
def test_a_wrong_entry_says_where_and_what(entry, said):
    """File, line of the entry, and the field."""
    text = f'category = "试"\n\n[[entry]]\n{entry}\npositive = "x"\nnear_miss = "x"\n'
    if "severity" not in entry:
        text = text.replace("positive", 'severity = "P2"\npositive')
    with pytest.raises(LexiconError, match=r"^test.toml:3: ") as error:
        read_entries(text, "test.toml")
    assert said in str(error.value)


def test_an_entry_without_examples_is_refused():
    """No example, no entry."""
    with pytest.raises(LexiconError, match="各应有例句"):
        read_entries('category = "试"\n[[entry]]\nid = "a"\nseverity = "P2"\nwrong = "甲"\nright = "乙"\n', "t.toml")


def test_broken_toml_and_strange_tables_name_the_file():
    """The reader is told which file, and where it is known, the line."""
    with pytest.raises(LexiconError, match=r"^t.toml:2: 不是正确的 TOML"):
        read_entries('category = "试"\n[[entry]\n', "t.toml")
    with pytest.raises(LexiconError, match=r"^t.toml:1: "):
        read_entries('category = "试"\n[more]\nx = 1\n', "t.toml")


def test_two_entries_of_one_id_are_refused():
    """Ids name entries in reports for ever."""
    entries = read_entries(
        'category = "试"\n[[entry]]\nid = "a"\nseverity = "P2"\nwrong = "甲"\nright = "乙"\npositive = "x"\nnear_miss = "x"\n',
        "t.toml",
    )
    with pytest.raises(LexiconError, match="“a”"):
        Matcher([*entries, *entries])


EXPLAINED = [
    ("发布署名文章", "布署", "“发布署名”中的用字正确"),
    ("争做为民先锋", "做为", "后面没有它要求的用语"),
    ("当天燃气停供", "天燃气", "前面是“当”，不是这个错误"),
    ("《工商局公告汇编》", "工商局", "在书名号内，是引用的名称"),
    ("如“截止目前”", "截止目前", "单独加了引号，是在说这个词，不是在用它"),
]


@pytest.mark.parametrize(("text", "found", "why"), EXPLAINED)
def test_what_is_left_alone_is_explained(text, found, why):
    """An inspector who misses a finding reads why there is none."""
    considered = load_lexicon().explain(text, now=NOW, published="2026-11-01")
    assert [(text[one.start : one.end], one.why) for one in considered if not one.hit] == [(found, why)]


def test_explanations_hold_every_hit_and_say_what_hides_the_others():
    """What is told is told by the same hit as in a page; what it covers is named."""
    text = "截止目前，县扶贫开发办公室"
    considered = load_lexicon().explain(text, now=NOW, published="2026-11-01")
    hits = load_lexicon().find(text, now=NOW, published="2026-11-01")
    assert [one.hit for one in considered if one.hit] == hits
    assert all(one.why for one in considered if not one.hit)


def test_a_term_of_its_time_is_explained_by_the_date():
    """The same word of 2018 is silent, and the date is the reason."""
    (one,) = load_lexicon().explain("到县地税局缴费", now=NOW, published="2018-03-01")
    assert one.why == "只对2019-01-01以后发布的内容报告"


def test_in_traditional_characters_only_those_speak_that_say_so():
    """佈署 is right in its script; the same entry finds 布署, and one that asks for both finds both."""
    simple = lexicon('id = "a"\nwrong = "布署工作"\nright = "部署工作"')
    assert found(simple, "佈署工作，布署工作") == ["布署工作"]
    left, told = simple.explain("佈署工作，布署工作", now=NOW)
    assert (left.why, told.hit is not None) == ("写法是繁体字，这一词条只看简体", True)
    assert found(lexicon('id = "a"\nwrong = "台湾總統"\nright = "一"'), "台湾总统") == []


def test_homophones_are_found_where_the_entry_asks_and_ask_a_person():
    """One character of the same sound; its own wrong forms stay certain."""
    matcher = lexicon('id = "a"\nwrong = "扫黑险恶"\nright = "扫黑除恶"\nhomophones = true')
    hits = matcher.find("扫黑锄恶，扫黑险恶，扫黑除恶，扫白除恶", now=NOW)
    assert [(hit.found, hit.verdict) for hit in hits] == [("扫黑锄恶", "review"), ("扫黑险恶", "fail")]


def test_other_quotation_marks_are_the_same():
    """What was typed elsewhere has straight or corner ones."""
    matcher = lexicon('id = "a"\nwrong = "“甲乙”丙"\nright = "一"')
    assert found(matcher, '“甲乙”丙"甲乙"丙「甲乙」丙') == ["“甲乙”丙", '"甲乙"丙', "「甲乙」丙"]


def test_one_entry_is_told_a_hundred_times_in_a_text_at_most():
    """And the others all the same; explanations say that it was left."""
    matcher = lexicon('id = "a"\nwrong = "甲乙"\nright = "一"\n---id = "b"\nwrong = "丙丁"\nright = "二"')
    text = "甲乙。" * 1000 + "丙丁"
    hits = matcher.find(text, now=NOW)
    assert [hit.entry_id for hit in hits] == ["a"] * SAME + ["b"]
    left = [one.why for one in matcher.explain(text, now=NOW) if not one.hit]
    assert set(left) == {f"这一词条已报 {SAME} 处，不再逐一列出"}


def test_a_long_text_is_read_in_pieces_that_lose_nothing(monkeypatch):
    """Hits across the edge of a piece, contexts and allowed spans beyond it; the same as in one piece."""
    matcher = load_lexicon()
    text = "今年" * 7 + "发布署名文章，截止目前，近20余名同志。《截止目前》，“截止目前”，一但统一但，" * 9
    whole = matcher.find(text, now=NOW, published="2026-11-01")
    for size in (7, 31, 100):
        monkeypatch.setattr("standards.words.matcher.PIECE", size)
        assert matcher.find(text, now=NOW, published="2026-11-01") == whole


def test_the_work_grows_with_the_text_and_not_with_its_square(monkeypatch):
    """Counted are the spans that are looked at: a page of one wording and its allowed span over and over."""
    looks = 0
    around = Matcher._around

    def counted(self, spans, start, end):
        nonlocal looks
        looks += sum(1 for span in spans if start - 20 <= span[0] <= end)
        return around(self, spans, start, end)

    matcher = lexicon('id = "a"\nwrong = "复盖"\nright = "覆盖"\nallow = ["恢复盖章"]')
    monkeypatch.setattr(Matcher, "_around", counted)
    seen = []
    for times in (500, 2000):
        looks = 0
        assert matcher.find("恢复盖章，" * times, now=NOW) == []
        seen.append(looks)
    assert seen[1] <= seen[0] * 5
